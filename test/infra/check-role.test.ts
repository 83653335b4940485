import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { allowed, configTemplate, flat, type Statement } from "./synth.ts";

const shared = configTemplate({ databases: [{ id: "orders", secret: "prod/orders" }] });

describe("permissions", () => {
  it("lets the function do this and nothing else", () => {
    const arn = "arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:prod/orders-??????";
    expect(allowed(shared, /check of orders/)).toEqual([
      {
        effect: "Allow",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: ["<DatabasesordersLogs.Arn>"],
      },
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: ["<DeadLetters.Arn>"] },
      { effect: "Allow", actions: ["secretsmanager:GetSecretValue"], resources: [arn] },
      { effect: "Allow", actions: ["s3:GetObject", "s3:PutObject"], resources: ["<State.Arn>/orders/*"] },
      { effect: "Allow", actions: ["s3:GetObject", "s3:PutObject"], resources: ["<State.Arn>/_shared/*"] },
      {
        effect: "Allow",
        actions: ["s3:ListBucket"],
        resources: ["<State.Arn>"],
        condition: { StringLike: { "s3:prefix": "_shared/*" } },
      },
      {
        effect: "Deny",
        actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"],
        resources: ["<State.Arn>/orders/expected.json.gz"],
      },
      {
        effect: "Allow",
        actions: ["s3:ListBucket"],
        resources: ["<State.Arn>"],
        condition: { StringLike: { "s3:prefix": "orders/*" } },
      },
      { effect: "Allow", actions: ["sns:Publish"], resources: ["<Alerts>"] },
      { effect: "Allow", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: ["<AlertsKey.Arn>"] },
    ]);
    shared.resourceCountIs("AWS::IAM::Policy", 0);
    shared.allResourcesProperties("AWS::IAM::Role", { ManagedPolicyArns: Match.absent() });
  });

  it("lets the scheduler start the functions of this stack, for this account alone", () => {
    expect(allowed(shared, /EventBridge Scheduler/)).toEqual([
      {
        effect: "Allow",
        actions: ["lambda:InvokeFunction"],
        resources: ["arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:Driftwatch-*"],
      },
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: ["<DeadLetters.Arn>"] },
    ]);
    shared.hasResourceProperties("AWS::IAM::Role", {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: "sts:AssumeRole",
            Effect: "Allow",
            Principal: { Service: "scheduler.amazonaws.com" },
            Condition: {
              StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" }, "aws:SourceArn": Match.anyValue() },
            },
          },
        ],
      },
    });
    shared.hasResourceProperties("AWS::Lambda::Function", { FunctionName: "Driftwatch-orders" });
  });

  it("has no wildcard but those explained here", () => {
    const all = Object.values(shared.findResources("AWS::IAM::Role")).flatMap(
      ({ Properties }) => Properties.Policies[0].PolicyDocument.Statement as Statement[],
    );
    const wild = all.flatMap(({ Sid, Resource }) =>
      [Resource]
        .flat()
        .map(flat)
        .filter((text) => /[*?]/.test(text))
        .map((text) => `${Sid} ${text.replace(/^.*:/, "")}`),
    );
    expect(wild.sort()).toEqual([
      // What accepts does so for any database: were they named, each that comes would change it.
      "AcceptExpected <State.Arn>/*/expected.json.gz",
      "AcceptExpected <State.Arn>/*/state.json",
      "InvokeChecks Driftwatch-*", // the functions of this stack: their names begin with its name
      "ReadObserved <State.Arn>/*/observed/*",
      "ReadSecret prod/orders-??????", // Secrets Manager's own six characters
      "ShareWithOthers <State.Arn>/_shared/*", // which database is which physical one
      "UseOwnState <State.Arn>/orders/*", // the database's own objects
    ]);
    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("puts no secret into the template", () => {
    expect(JSON.stringify(shared.toJSON())).not.toMatch(/resolve:secretsmanager|password/i);
  });
});
