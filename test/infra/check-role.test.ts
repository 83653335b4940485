import {
  aws_kms as kms,
  Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  aws_sqs as sqs,
} from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { DriftMonitorFleet, ExpectedSnapshot, MonitoredDatabase } from "../../lib/cdk.ts";
import {
  allowed,
  configTemplate,
  flat,
  handlerDirectory,
  monitorIn,
  monitorTemplate,
  newApp,
  roleStatements,
  type Statement,
  targetText,
} from "./synth.ts";

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

const env = { account: "123456789012", region: "eu-west-1" };
const ABROAD = "arn:aws:secretsmanager:us-east-1:999999999999:secret:prod/orders";
const uses = ["kms:Decrypt", "kms:GenerateDataKey"];

describe("customer keys", () => {
  const ofKeys = (template: Template, role: RegExp) =>
    allowed(template, role).filter(({ actions }) => actions.some((action) => action.startsWith("kms:")));
  const keyIn = (stack: Stack, id = "Key") => new kms.Key(stack, id);
  const fleetIn = (stack: Stack, deadLetterQueue?: sqs.IQueue) =>
    new DriftMonitorFleet(stack, "Fleet", {
      ...{ handlerDirectory, deadLetterQueue },
      digest: scheduler.ScheduleExpression.cron({ minute: "0", hour: "7" }),
    });

  it("of the dead-letter queue are used by whoever puts into it", () => {
    const byQueue = { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } };
    const use = { effect: "Allow", actions: uses, resources: ["<Key.Arn>"], condition: byQueue };
    const stack = new Stack(newApp(), "Test", { env });
    const deadLetterQueue = new sqs.Queue(stack, "Queue", { encryptionMasterKey: keyIn(stack) });
    monitorIn(stack, { deadLetterQueue });
    const template = Template.fromStack(stack);
    for (const role of [/check of orders/, /EventBridge Scheduler/]) expect(ofKeys(template, role)).toEqual([use]);
    const other = new Stack(newApp(), "Test", { env });
    fleetIn(other, new sqs.Queue(other, "Queue", { encryptionMasterKey: keyIn(other) }));
    expect(ofKeys(Template.fromStack(other), /tells of all databases/)).toEqual([use]);
  });

  it("known by an alias alone are those that have it, at the hands of the service", () => {
    const alias = (stack: Stack, name: string) => kms.Alias.fromAliasName(stack, name, `alias/${name}`);
    const stack = new Stack(newApp(), "Test", { env });
    const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/orders-AbCdEf";
    const secret = secretsmanager.Secret.fromSecretAttributes(stack, "Own", {
      ...{ secretCompleteArn: secretArn, encryptionKey: alias(stack, "secrets") },
    });
    const bucket = (id: string) =>
      s3.Bucket.fromBucketAttributes(stack, `${id}-bucket`, { bucketName: id, encryptionKey: alias(stack, id) });
    monitorIn(stack, {
      database: MonitoredDatabase.fromSecret(secret),
      stateBucket: bucket("state"),
      expected: ExpectedSnapshot.fromBucket(bucket("expected"), "orders.json"),
      alertTopics: ["on-call", "team"].map((id) => new sns.Topic(stack, id, { masterKey: alias(stack, `key-${id}`) })),
    });
    const by = (service: string, name: string) => ({
      effect: "Allow",
      resources: ["arn:aws:kms:eu-west-1:123456789012:key/*"],
      condition: {
        StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": [`alias/${name}`] },
      },
    });
    expect(ofKeys(Template.fromStack(stack), /check of orders/)).toEqual([
      { ...by("secretsmanager", "secrets"), actions: ["kms:Decrypt"] },
      { ...by("s3", "state"), actions: uses },
      { ...by("s3", "expected"), actions: ["kms:Decrypt"] },
      { ...by("sns", "key-on-call"), actions: uses },
      { ...by("sns", "key-team"), actions: uses },
    ]);
  });

  it("behind an alias of this app are named", () => {
    const template = monitorTemplate((stack) => {
      const masterKey = new kms.Alias(stack, "Alias", { aliasName: "alias/alerts", targetKey: keyIn(stack) });
      return { alertTopics: [new sns.Topic(stack, "Topic", { masterKey })] };
    });
    expect(ofKeys(template, /check of orders/).map(({ resources }) => resources)).toEqual([["<Key.Arn>"]]);
  });

  it("of a secret in another region are used by Secrets Manager there", () => {
    const stack = new Stack(newApp(), "Test", { env });
    const encryptionKey = kms.Key.fromKeyArn(stack, "Key", "arn:aws:kms:us-east-1:999999999999:key/abc");
    const secret = secretsmanager.Secret.fromSecretAttributes(stack, "Own", {
      ...{ secretCompleteArn: `${ABROAD}-AbCdEf`, encryptionKey },
    });
    monitorIn(stack, { database: MonitoredDatabase.fromSecret(secret) });
    expect(ofKeys(Template.fromStack(stack), /check of orders/)).toMatchObject([
      { condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } } },
    ]);
  });
});

describe("a secret known by a part of its ARN", () => {
  const withSecret = (arn: string) => {
    const stack = new Stack(newApp(), "Test", { env });
    const secret = secretsmanager.Secret.fromSecretPartialArn(stack, "Own", arn);
    monitorIn(stack, { database: MonitoredDatabase.fromSecret(secret) });
    return Template.fromStack(stack);
  };

  it("is read where it is", () => {
    const template = withSecret(ABROAD);
    expect(targetText(template)).toContain(`"secret":"${ABROAD}"`);
    const read = roleStatements(template, /check of orders/).find(({ Sid }) => Sid === "ReadSecret");
    expect(read?.Resource).toBe(`${ABROAD}-??????`);
    expect(targetText(withSecret("arn:aws:secretsmanager:eu-west-1:123456789012:secret:here"))).toContain(
      '"secret":"here"',
    );
  });
});
