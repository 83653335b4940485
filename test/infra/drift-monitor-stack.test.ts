import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { parseTarget } from "../../lib/config/target.ts";
import { PROFILE_NAMES } from "../../lib/core/profile.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { aSnapshot } from "../support/snapshot.ts";
import { allowed, configStack, configTemplate, flat, roleStatements, scratch } from "./synth.ts";

const ORDERS = { id: "orders", secret: "prod/orders" };
const BILLING_SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/billing-AbCdEf";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call";
const VPC = { id: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] };

const shared = configTemplate({ databases: [ORDERS] });

describe("the stack of one database", () => {
  it("has thirteen shared resources and seven for the database", () => {
    const count = (databases: object[]) => Object.keys(configTemplate({ databases }).toJSON().Resources).length;
    expect(count([ORDERS])).toBe(20);
    expect(count([ORDERS, { id: "billing", secret: "b" }, { id: "crm", secret: "c" }])).toBe(13 + 3 * 7);
  });

  it("gives the function a target it can read", () => {
    const [fn] = Object.values(shared.findResources("AWS::Lambda::Function"));
    const target = parseTarget(flat(fn!.Properties.Environment.Variables.DRIFTWATCH_TARGET));
    expect(target).toEqual({
      id: "orders",
      secret: "prod/orders",
      tls: { mode: "verify-full" },
      schemas: { include: [], exclude: [] },
      cluster: false,
      profiles: [...PROFILE_NAMES],
      partitions: {},
      expected: { in: "store", key: "orders/expected.json.gz" },
      bucket: "<State>",
      alertTopics: [{ arn: "<Alerts>", format: "text" }],
      alertThreshold: "low",
      remindAfterMs: 86_400_000,
      fullReadEveryMs: 604_800_000,
    });
  });

  it("prints what people need next", () => {
    shared.hasOutput("StateBucketName", {});
    shared.hasOutput("AlertTopicArn", {});
    expect(
      Object.keys(shared.findOutputs("*")).filter((name) => name.startsWith("DatabasesordersFunctionName")),
    ).toHaveLength(1);
  });
});

describe("the config", () => {
  it("decides schedule, time zone and whether it runs", () => {
    const template = configTemplate({
      databases: [{ ...ORDERS, schedule: "cron(30 4 ? * MON-FRI *)", timeZone: "Europe/Berlin", enabled: false }],
    });
    template.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(30 4 ? * MON-FRI *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
      State: "DISABLED",
    });
    template.resourceCountIs("AWS::CloudWatch::Alarm", 1);
  });

  it("takes a secret by its full ARN, exactly", () => {
    const template = configTemplate({ databases: [{ id: "billing", secret: BILLING_SECRET }] });
    const read = roleStatements(template, /check of billing/).find(({ Sid }) => Sid === "ReadSecret");
    expect(read?.Resource).toBe(BILLING_SECRET);
  });

  it("reads a secret that RDS manages, by its name and by its ARN", () => {
    const name = "rds!db-7fab1c2d-0000-4000-8000-0123456789ab";
    const arn = `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf`;
    const read = (secret: string) =>
      allowed(configTemplate({ databases: [{ id: "billing", secret, host: "h" }] }), /check of billing/).find(
        ({ actions }) => actions.includes("secretsmanager:GetSecretValue"),
      )?.resources;
    expect(read(arn)).toEqual([arn]);
    const named = `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${name}-??????`;
    expect(read(name)).toEqual([named]);
  });

  it("encrypts bucket and topic with a customer key, which each role may use and no other", () => {
    const encryptionKey = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000";
    const template = configTemplate({ encryptionKey, databases: [ORDERS] });
    template.resourceCountIs("AWS::KMS::Key", 0);
    template.hasResourceProperties("AWS::SNS::Topic", { KmsMasterKeyId: encryptionKey });
    const rule = { ServerSideEncryptionByDefault: { KMSMasterKeyID: encryptionKey, SSEAlgorithm: "aws:kms" } };
    template.hasResourceProperties("AWS::S3::Bucket", {
      BucketEncryption: { ServerSideEncryptionConfiguration: [Match.objectLike(rule)] },
    });
    for (const role of [/check of orders/, /makes an observed schema/]) {
      const ofKeys = allowed(template, role).filter(({ actions }) =>
        actions.some((action) => action.startsWith("kms:")),
      );
      expect(ofKeys.length).toBeGreaterThan(0);
      for (const statement of ofKeys)
        expect(statement).toEqual({
          effect: "Allow",
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: [encryptionKey],
        });
    }
  });

  it("lets the customer keys of secret, topic and expected bucket be used, by this database's role alone", () => {
    const key = (name: string) => `arn:aws:kms:eu-west-1:123456789012:key/${name}`;
    const alertTopics = [{ arn: TOPIC, key: key("topic") }];
    const keyed = { secretKey: key("secret"), expected: "s3://snapshots/o.json", expectedKey: key("bucket") };
    const template = configTemplate({
      ...{ alertTopics, digest: "cron(0 7 ? * MON *)" },
      databases: [
        { ...ORDERS, ...keyed, secret: "prod-orders" },
        { id: "billing", secret: BILLING_SECRET, secretKey: key("secret"), alertTopics: [TOPIC] },
      ],
    });
    const ofKeys = (role: RegExp) =>
      allowed(template, role)
        .filter(({ actions }) => actions.some((action) => action.startsWith("kms:")))
        .map(({ actions, resources }) => [...actions, ...resources].join(" "));
    const [secret, publish] = [`kms:Decrypt ${key("secret")}`, `kms:Decrypt kms:GenerateDataKey ${key("topic")}`];
    expect(ofKeys(/check of orders/)).toEqual([secret, `kms:Decrypt ${key("bucket")}`, publish]);
    expect(ofKeys(/check of billing/)).toEqual([secret, publish]);
    expect(ofKeys(/tells of all databases/)).toEqual([publish]);
    const read = roleStatements(template, /check of orders/).find(({ Sid }) => Sid === "ReadSecret");
    expect(flat(read?.Resource)).toMatch(/:secret:prod-orders-\?{6}$/);
    const twice = { ...ORDERS, alertTopics: [{ arn: TOPIC, key: key("other") }] };
    expect(() => configStack({ alertTopics, databases: [twice] })).toThrow(/allowed is one key for each topic/);
    expect(() =>
      configStack({ databases: [{ id: "a", urlFromEnv: "A", secretKey: key("a"), expectedKey: key("b") }] }),
    ).toThrow(/secret: got nothing, allowed is the secret that secretKey.*expected: got nothing, allowed is s3:/);
  });

  it("makes no topic where every database has one", () => {
    const template = configTemplate({ alertTopics: [TOPIC, TOPIC], databases: [ORDERS, { id: "b", secret: "b" }] });
    template.resourceCountIs("AWS::SNS::Topic", 0);
    template.resourceCountIs("AWS::KMS::Key", 0);
    const publish = roleStatements(template, /check of b$/).find(({ Sid }) => Sid === "PublishAlerts");
    expect(publish?.Resource).toBe(TOPIC);
    template.allResourcesProperties("AWS::CloudWatch::Alarm", { AlarmActions: [TOPIC], OKActions: [TOPIC] });
  });

  it("sends alerts to a topic of another region, and no alarm: CloudWatch could not", () => {
    const abroad = TOPIC.replace("eu-west-1", "us-east-1");
    const template = configTemplate({
      ...{ region: "eu-west-1", account: "123456789012" },
      databases: [{ ...ORDERS, alertTopics: [TOPIC, abroad] }],
    });
    const publish = roleStatements(template, /check of orders/).find(({ Sid }) => Sid === "PublishAlerts");
    expect(publish?.Resource).toEqual([TOPIC, abroad]);
    template.allResourcesProperties("AWS::CloudWatch::Alarm", { AlarmActions: [TOPIC], OKActions: [TOPIC] });
  });

  it("serves each topic in its format", () => {
    const pager = TOPIC.replace("on-call", "pager");
    const alertTopics = [TOPIC, { arn: pager, format: "pager" }];
    const template = configTemplate({
      databases: [
        { ...ORDERS, alertTopics },
        { id: "b", secret: "b", alertTopics },
      ],
    });
    const functions = Object.values(template.findResources("AWS::Lambda::Function"));
    for (const fn of functions.filter(({ Properties }) => Properties.FunctionName !== "DriftwatchAccept")) {
      expect(parseTarget(flat(fn.Properties.Environment.Variables.DRIFTWATCH_TARGET)).alertTopics).toEqual([
        { arn: TOPIC, format: "text" },
        { arn: pager, format: "pager" },
      ]);
    }
    const publish = roleStatements(template, /check of b$/).filter(({ Sid }) => Sid === "PublishAlerts");
    expect(publish.map(({ Resource }) => Resource)).toEqual([[TOPIC, pager]]);
    template.allResourcesProperties("AWS::CloudWatch::Alarm", {
      AlarmActions: [TOPIC, pager],
      OKActions: [TOPIC, pager],
    });
  });

  it("places functions of one VPC behind one security group", () => {
    const template = configTemplate({
      databases: [
        { ...ORDERS, vpc: VPC },
        { id: "b", secret: "b", vpc: VPC },
        { id: "c", secret: "c", vpc: { ...VPC, securityGroupIds: ["sg-0123456789abcdef0"] } },
      ],
    });
    template.resourceCountIs("AWS::EC2::SecurityGroup", 1);
    template.resourcePropertiesCountIs("AWS::Lambda::Function", { VpcConfig: { SubnetIds: VPC.subnetIds } }, 3);
    template.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "Driftwatch-c",
      VpcConfig: { SecurityGroupIds: ["sg-0123456789abcdef0"] },
    });
    const join = roleStatements(template, /check of orders/).filter(({ Resource }) => Resource === "*");
    expect(join.map(({ Sid }) => Sid)).toEqual(["JoinVpc"]);
    expect(join[0]?.Action).toEqual([
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ]);
  });

  it("reads the expected snapshot from elsewhere in S3", () => {
    const template = configTemplate({ databases: [{ ...ORDERS, expected: "s3://snapshots/team/orders.json.gz" }] });
    const statements = allowed(template, /check of orders/);
    expect(statements).toContainEqual({
      effect: "Allow",
      actions: ["s3:GetObject"],
      resources: ["arn:<AWS::Partition>:s3:::snapshots/team/orders.json.gz"],
    });
    expect(statements).toContainEqual({
      effect: "Allow",
      actions: ["s3:ListBucket"],
      resources: ["arn:<AWS::Partition>:s3:::snapshots"],
      condition: { StringLike: { "s3:prefix": "team/orders.json.gz" } },
    });
  });

  it("ships files that lie beside it", () => {
    const directory = mkdtempSync(join(scratch, "files-"));
    writeFileSync(join(directory, "orders.json.gz"), packSnapshot(aSnapshot(), "orders.json.gz"));
    copyFileSync("test/support/certificates/ca.pem", join(directory, "ca.pem"));
    const database = { ...ORDERS, expected: "orders.json.gz", tls: { ca: "ca.pem" } };
    const template = configTemplate({ databases: [database] }, join(directory, "driftwatch.config.json"));
    const [fn] = Object.values(template.findResources("AWS::Lambda::Function"));
    const text = JSON.stringify(fn!.Properties.Environment);
    expect(text).toContain("BEGIN CERTIFICATE");
    expect(text).toContain(".gz");
    expect(JSON.stringify(template.toJSON())).not.toContain(directory);
    const read = roleStatements(template, /check of orders/).find(({ Sid }) => Sid === "ReadExpected");
    expect(JSON.stringify(read?.Resource)).toMatch(/assets.*[0-9a-f]{64}\.gz/);
  });

  // Names that no compression makes shorter.
  const manySchemas = Array.from({ length: 200 }, (_, n) => createHash("sha256").update(`${n}`).digest("hex"));
  it.each([
    ["no expected file", { expected: "nowhere.json" }, /^no expected snapshot at .*nowhere\.json; write one/],
    ["no CA file", { tls: { ca: "nowhere.pem" } }, /no certificates could be read from nowhere\.pem; correct tls\.ca$/],
    ["no secret", { secret: undefined, urlFromEnv: "URL" }, /database "orders" has no secret; give its secret/],
    ["too much for an environment", { schemas: { include: manySchemas } }, /characters long; shorten/],
  ])("is refused with %s", (_, fields, message) => {
    expect(() => configStack({ databases: [{ ...ORDERS, ...fields }] })).toThrow(message);
  });

  it("tags what it makes", () => {
    const template = configTemplate({ tags: { team: "data" }, databases: [ORDERS] });
    template.hasResourceProperties("AWS::Lambda::Function", {
      Tags: [
        { Key: "driftwatch:database", Value: "orders" },
        { Key: "team", Value: "data" },
      ],
    });
    template.hasResourceProperties("AWS::S3::Bucket", { Tags: [{ Key: "team", Value: "data" }] });
  });

  it("decides account and region", () => {
    const stack = configStack({ account: "123456789012", region: "eu-west-1", databases: [ORDERS] });
    expect([stack.account, stack.region]).toEqual(["123456789012", "eu-west-1"]);
  });

  it("may call a database anything", () => {
    const ids = ["State", "Alerts", "DeadLetters", "SchedulerRole", "Databases", "a-b", "ab", "x".repeat(64)];
    const template = configTemplate({ databases: ids.map((id) => ({ id, secret: "s" })) });
    const names = Object.values(template.findResources("AWS::Lambda::Function")).map(
      ({ Properties }) => Properties.FunctionName,
    );
    expect(new Set(names).size).toBe(ids.length + 1);
    expect(Math.max(...names.map((name: string) => name.length))).toBe(64);
  });

  it("changes nothing of other databases when one is added", () => {
    const resources = (databases: object[]) => configTemplate({ databases }).toJSON().Resources;
    const before = resources([ORDERS, { id: "b", secret: "b" }]);
    expect(resources([{ id: "a", secret: "a" }, { id: "b", secret: "b" }, ORDERS])).toMatchObject(before);
  });

  it("warns of a schedule that no alarm can watch", () => {
    const stack = configStack({ databases: [{ ...ORDERS, schedule: "cron(0 3 1 * ? *)" }] });
    Annotations.fromStack(stack).hasWarning(
      "/Driftwatch/Default/Databases/orders",
      Match.stringLikeRegexp("no alarm can watch"),
    );
    Template.fromStack(stack).resourceCountIs("AWS::CloudWatch::Alarm", 1);
  });
});
