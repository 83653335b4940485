/** What EventBridge Scheduler may do on our behalf. */

import { ArnFormat, aws_iam as iam, Stack, type aws_sqs as sqs } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { acknowledgeWildcards } from "./acknowledged.ts";
import { acknowledgeAliases, keepStatements } from "./key-use.ts";
import { allow } from "./statement.ts";

/** Properties of a `SchedulerRole`. */
export interface SchedulerRoleProps {
  /** ARNs, or one ARN pattern, of the functions it may invoke. */
  readonly functionArns: readonly string[];
  /** Where it puts what it could not deliver. */
  readonly deadLetterQueue: sqs.IQueue;
}

/** A role for schedules of the default group of this account, and for no one else's. */
export class SchedulerRole extends iam.Role {
  private readonly invoking: iam.PolicyStatement;

  constructor(scope: Construct, id: string, props: SchedulerRoleProps) {
    const stack = Stack.of(scope);
    const invoking = allow("InvokeChecks", ["lambda:InvokeFunction"], [...props.functionArns]);
    const kept = keepStatements("KeepUndelivered", props.deadLetterQueue);
    super(scope, id, {
      description: "Lets EventBridge Scheduler start Driftwatch checks",
      assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com", {
        conditions: {
          StringEquals: { "aws:SourceAccount": stack.account, "aws:SourceArn": defaultScheduleGroup(stack) },
        },
      }),
      inlinePolicies: {
        Invoke: new iam.PolicyDocument({
          statements: [invoking, ...kept],
        }),
      },
    });
    this.invoking = invoking;
    acknowledgeAliases(this, kept);
    const patterns = props.functionArns.filter((arn) => arn.includes("*"));
    acknowledgeWildcards(this, patterns, "the functions of this fleet: their names begin alike");
  }

  /** Lets one more function be invoked. */
  allowInvoking(functionArn: string): void {
    this.invoking.addResources(functionArn);
  }
}

const defaultScheduleGroup = (stack: Stack): string =>
  stack.formatArn({
    service: "scheduler",
    resource: "schedule-group",
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    resourceName: "default",
  });
