/** The topic people subscribe to. */

import {
  ArnFormat,
  aws_cloudwatch_actions as actions,
  type aws_cloudwatch as cloudwatch,
  aws_iam as iam,
  aws_kms as kms,
  Stack,
  aws_sns as sns,
  Token,
  TokenComparison,
} from "aws-cdk-lib";
import type { Construct } from "constructs";
import { DriftwatchError } from "../core/errors.ts";

/** Properties of an `AlertTopic`. */
export interface AlertTopicProps {
  /**
   * Customer key that encrypts messages. Its policy is given what CloudWatch needs, when it is a key of this app.
   * @default - a new key, rotated yearly
   */
  readonly masterKey?: kms.IKey;
}

/** An encrypted, TLS-only topic that CloudWatch alarms of this account can publish to. */
export class AlertTopic extends sns.Topic {
  constructor(scope: Construct, id: string, props: AlertTopicProps = {}) {
    const ownKey = () => new kms.Key(scope, `${id}Key`, { enableKeyRotation: true, description: "Driftwatch alerts" });
    const masterKey = props.masterKey ?? ownKey();
    super(scope, id, { displayName: "Driftwatch", enforceSSL: true, masterKey });
    const fromOurAlarms = {
      StringEquals: { "aws:SourceAccount": this.stack.account },
      ArnLike: { "aws:SourceArn": alarmArns(this.stack) },
    };
    const cloudwatch = new iam.ServicePrincipal("cloudwatch.amazonaws.com");
    // With the AWS-managed key aws/sns alarms would fail silently: only a customer key can let CloudWatch in.
    masterKey.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: "AlarmsEncrypt",
        principals: [cloudwatch],
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"], // in a key policy: this key
        conditions: fromOurAlarms,
      }),
    );
    // enforceSSL brings a topic policy, which replaces SNS's default one and its permission for alarms.
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: "AlarmsPublish",
        principals: [cloudwatch],
        actions: ["sns:Publish"],
        resources: [this.topicArn],
        conditions: fromOurAlarms,
      }),
    );
  }
}

const alarmArns = (stack: Stack): string =>
  stack.formatArn({
    service: "cloudwatch",
    resource: "alarm",
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: "*",
  });

/**
 * Tells a topic when the alarms ring, and when they stop. One of another region is told of none: CloudWatch notifies topics
 * of its own region only, and CloudFormation refuses an alarm that names another.
 */
export function ringAt(topic: sns.ITopic, scope: Construct, alarms: readonly (cloudwatch.Alarm | undefined)[]): void {
  if (Token.compareStrings(topic.env.region, Stack.of(scope).region) === TokenComparison.DIFFERENT) return;
  const action = new actions.SnsAction(topic);
  for (const alarm of alarms) {
    alarm?.addAlarmAction(action);
    alarm?.addOkAction(action);
  }
}

/** @throws DriftwatchError `bad-argument`: nothing a person reads subscribes to a FIFO topic */
export function refuseFifo({ node, fifo, topicArn }: sns.ITopic): void {
  if (!fifo && !topicArn.endsWith(".fifo")) return;
  throw new DriftwatchError("bad-argument", `the topic ${node.path} is a FIFO topic`, "give a standard one");
}
