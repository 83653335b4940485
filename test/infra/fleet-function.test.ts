/** The functions of a fleet: one may change what is expected and no other, and neither may do anything else. */

import { aws_iam as iam, aws_kms as kms, Stack, aws_scheduler as scheduler, aws_sns as sns } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { DriftMonitorFleet, type DriftMonitorFleetProps } from "../../lib/cdk.ts";
import { allowed, configTemplate, handlerDirectory, newApp, roleStatements } from "./synth.ts";

function fleetTemplate(
  props: DriftMonitorFleetProps | ((stack: Stack) => DriftMonitorFleetProps) = {},
  then?: (fleet: DriftMonitorFleet) => void,
) {
  const stack = new Stack(newApp(), "Test");
  const fleet = new DriftMonitorFleet(stack, "Fleet", {
    handlerDirectory,
    ...(typeof props === "function" ? props(stack) : props),
  });
  then?.(fleet);
  return Template.fromStack(stack);
}

describe("the function that accepts", () => {
  const template = configTemplate({ databases: [{ id: "orders", secret: "prod/orders" }] });

  it("may do this and nothing else", () => {
    expect(allowed(template, /makes an observed schema/)).toEqual([
      { effect: "Allow", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: ["<AcceptLogs.Arn>"] },
      { effect: "Allow", actions: ["s3:GetObject"], resources: ["<State.Arn>/*/observed/*"] },
      {
        effect: "Allow",
        actions: ["s3:GetObject", "s3:PutObject"],
        resources: ["<State.Arn>/*/expected.json.gz", "<State.Arn>/*/state.json"],
      },
      {
        effect: "Allow",
        actions: ["s3:ListBucket"],
        resources: ["<State.Arn>"],
        condition: { StringLike: { "s3:prefix": "*/*" } },
      },
    ]);
  });

  it("is the only one that may write what is expected, and no schedule may start it", () => {
    const denied = roleStatements(template, /check of orders/).find(({ Sid }) => Sid === "NeverAccept");
    expect(denied?.Effect).toBe("Deny");
    template.hasResourceProperties("AWS::Lambda::Function", { FunctionName: "DriftwatchAccept" });
    const [invoke] = allowed(template, /EventBridge Scheduler/);
    expect(invoke?.resources[0]).toMatch(/function:Driftwatch-\*$/);
    template.hasOutput("AcceptFunctionName", {});
  });

  it("is invoked by whom it was granted to, and may be left out", () => {
    const made = fleetTemplate({}, (fleet) => {
      fleet.grantAccept(new iam.User(fleet, "Dba"));
    });
    made.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: "lambda:InvokeFunction", Effect: "Allow" })],
      },
    });
    expect(() => fleetTemplate({ accept: false }, (fleet) => fleet.grantAccept(new iam.User(fleet, "Dba")))).toThrow(
      /this fleet has no function that accepts; leave `accept` out/,
    );
    fleetTemplate({ accept: false }).resourceCountIs("AWS::Lambda::Function", 0);
  });

  it("uses the key of the bucket", () => {
    const made = fleetTemplate((stack) => ({ encryptionKey: new kms.Key(stack, "Key") }));
    expect(allowed(made, /makes an observed schema/)).toContainEqual({
      effect: "Allow",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["<Key.Arn>"],
    });
  });
});

describe("the digest", () => {
  it("reads states, and tells the topics of the fleet", () => {
    const made = fleetTemplate((stack) => ({
      digest: scheduler.ScheduleExpression.cron({ minute: "0", hour: "7" }),
      alertTopics: [new sns.Topic(stack, "Topic")],
    }));
    expect(allowed(made, /tells of all databases/).slice(1)).toEqual([
      { effect: "Allow", actions: ["s3:GetObject"], resources: ["<FleetState.Arn>/*/state.json"] },
      { effect: "Allow", actions: ["s3:ListBucket"], resources: ["<FleetState.Arn>"] },
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: ["<FleetDeadLetters.Arn>"] },
      { effect: "Allow", actions: ["sns:Publish"], resources: ["<Topic>"] },
    ]);
    made.hasResourceProperties("AWS::Scheduler::Schedule", { ScheduleExpression: "cron(0 7 * * ? *)" });
    made.hasResourceProperties("AWS::Lambda::Function", { FunctionName: "TestDigest", MemorySize: 256 });
  });

  it("that fails ends in the dead-letter queue, and rings where the digests go", () => {
    const made = fleetTemplate((stack) => ({
      digest: scheduler.ScheduleExpression.cron({ minute: "0", hour: "7" }),
      alertTopics: [new sns.Topic(stack, "Topic")],
    }));
    const queue = { "Fn::GetAtt": [Match.stringLikeRegexp("FleetDeadLetters"), "Arn"] };
    made.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: Match.stringLikeRegexp("FleetDigest") },
      DestinationConfig: { OnFailure: { Destination: queue } },
      MaximumRetryAttempts: 2,
    });
    made.hasResourceProperties("AWS::Scheduler::Schedule", { Target: { DeadLetterConfig: { Arn: queue } } });
    const topic = [{ Ref: Match.stringLikeRegexp("Topic") }];
    made.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmDescription: Match.stringLikeRegexp("#digest-failed$"),
      MetricName: "Errors",
      Dimensions: [{ Name: "FunctionName", Value: { Ref: Match.stringLikeRegexp("FleetDigest") } }],
      TreatMissingData: "ignore",
      AlarmActions: topic,
      OKActions: topic,
    });
  });

  it("is what the config asks for, and none unless it does", () => {
    const config = { databases: [{ id: "orders", secret: "prod/orders" }] };
    const made = configTemplate({ ...config, digest: "cron(0 7 ? * MON *)" });
    made.hasResourceProperties("AWS::Scheduler::Schedule", { ScheduleExpression: "cron(0 7 ? * MON *)" });
    const [statement] = allowed(made, /tells of all databases/).filter(({ actions }) => actions[0] === "sns:Publish");
    expect(statement?.resources).toEqual(["<Alerts>"]);
    configTemplate(config).resourceCountIs("AWS::Scheduler::Schedule", 1);
  });
});
