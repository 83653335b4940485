/** The constructs in an app of somebody else: with what it has, in its stages, under its rules. */

import {
  type App,
  Aspects,
  CfnParameter,
  CfnResource,
  type aws_cloudwatch as cloudwatch,
  aws_ec2 as ec2,
  type IAspect,
  aws_iam as iam,
  aws_kms as kms,
  type aws_lambda as lambda,
  aws_logs as logs,
  NestedStack,
  aws_rds as rds,
  Stack,
  type StackProps,
  Stage,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  Tags,
  Token,
} from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import type { IConstruct } from "constructs";
import { describe, expect, it } from "vitest";
import {
  DriftMonitor,
  DriftMonitorFleet,
  type DriftMonitorFleetProps,
  type FleetMonitorOptions,
  MonitorEndpoints,
  MonitoredDatabase,
} from "../../lib/cdk.ts";
import { allowed, flat, handlerDirectory, monitorIn, newApp, targetText } from "./synth.ts";

const env = { account: "123456789012", region: "eu-west-1" };
const CHECK = /^Driftwatch check of orders$/;

const secretOf = (stack: Stack, name = "prod/orders") =>
  secretsmanager.Secret.fromSecretNameV2(stack, `Secret-${name.replaceAll("/", "-")}`, name);

function instanceIn(stack: Stack, vpc: ec2.IVpc): rds.DatabaseInstance {
  const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 });
  return new rds.DatabaseInstance(stack, "Instance", { engine, vpc, iamAuthentication: true });
}

describe("what somebody has already", () => {
  it("is used: log group, bucket, key, topic, security group and subnets", () => {
    const stack = new Stack(newApp(), "Test");
    const vpc = new ec2.Vpc(stack, "Vpc");
    const key = new kms.Key(stack, "Key");
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, "Group", "sg-0123456789abcdef0");
    monitorIn(stack, {
      logGroup: logs.LogGroup.fromLogGroupName(stack, "Logs", "/platform/checks"),
      stateBucket: new s3.Bucket(stack, "Bucket", { encryptionKey: key }),
      alertTopics: [new sns.Topic(stack, "Topic", { masterKey: key })],
      ...{
        vpc,
        vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, onePerAz: true },
        securityGroups: [group],
      },
    });
    const template = Template.fromStack(stack);
    for (const [type, count] of [
      ["AWS::Logs::LogGroup", 0],
      ["AWS::S3::Bucket", 1],
      ["AWS::KMS::Key", 1],
      ["AWS::EC2::SecurityGroup", 0],
    ] as const)
      template.resourceCountIs(type, count);
    template.hasResourceProperties("AWS::Lambda::Function", {
      LoggingConfig: { LogGroup: "/platform/checks", LogFormat: "JSON" },
      VpcConfig: { SecurityGroupIds: ["sg-0123456789abcdef0"] },
    });
    const logging = allowed(template, CHECK).find(({ actions }) => actions.includes("logs:PutLogEvents"));
    expect(logging?.resources).toEqual([
      "arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/platform/checks:*",
    ]);
    const withKey = allowed(template, CHECK).filter(({ actions }) => actions.includes("kms:GenerateDataKey"));
    expect(withKey.map(({ resources }) => resources)).toEqual([["<Key.Arn>"], ["<Key.Arn>"]]);
  });

  it("needs no value before deployment: host, port, secret and topic are tokens", () => {
    const stack = new Stack(newApp(), "Test");
    const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, "S", Token.asString({ Ref: "SecretArn" }));
    new DriftMonitor(stack, "orders", {
      handlerDirectory,
      database: MonitoredDatabase.fromSecret(secret, {
        host: Token.asString({ Ref: "Host" }),
        port: Token.asNumber({ Ref: "Port" }),
        databaseName: Token.asString({ Ref: "Name" }),
      }),
      alertTopics: [sns.Topic.fromTopicArn(stack, "Topic", Token.asString({ Ref: "TopicArn" }))],
    });
    const template = Template.fromStack(stack);
    expect(targetText(template)).toMatch(
      /"secret":"<SecretArn>","host":"<Host>","port":<Port>,"databaseName":"<Name>".*"<TopicArn>"/,
    );
    const statements = allowed(template, CHECK);
    const read = statements.find(({ actions }) => actions.includes("secretsmanager:GetSecretValue"));
    expect(read?.resources).toEqual(["<SecretArn>"]);
    expect(statements.find(({ actions }) => actions.includes("sns:Publish"))?.resources).toEqual(["<TopicArn>"]);
  });

  it("may stand in another stack, and does not come to need this one", () => {
    const app = newApp();
    const data = new Stack(app, "Data", { env });
    const vpc = new ec2.Vpc(data, "Vpc");
    const instance = instanceIn(data, vpc);
    const topic = new sns.Topic(data, "Topic");
    const endpoints = new MonitorEndpoints(data, "Endpoints", { vpc });
    const watch = new Stack(app, "Watch", { env });
    const database = MonitoredDatabase.fromInstance(instance, { databaseName: "orders" });
    const monitor = new DriftMonitor(watch, "orders", { database, handlerDirectory, vpc, alertTopics: [topic] });
    endpoints.allowFrom(monitor);
    app.synth();
    expect(watch.dependencies.map(({ stackName }) => stackName)).toEqual(["Data"]);
    expect(data.dependencies).toEqual([]);
    Template.fromStack(watch).resourceCountIs("AWS::EC2::SecurityGroupIngress", 2);
    Template.fromStack(data).resourceCountIs("AWS::EC2::SecurityGroupIngress", 0);
  });
});

describe("the rules of somebody's account", () => {
  it("hold for every resource: boundary, tags and aspects", () => {
    const app = newApp();
    const stack = new Stack(app, "Test");
    const boundary = iam.ManagedPolicy.fromManagedPolicyName(stack, "Boundary", "developers");
    iam.PermissionsBoundary.of(app).apply(boundary);
    Tags.of(app).add("cost-centre", "4711");
    const retain: IAspect = {
      visit: (node: IConstruct) => {
        if (node instanceof CfnResource && node.cfnResourceType === "AWS::SQS::Queue")
          node.addPropertyOverride("MessageRetentionPeriod", 60);
      },
    };
    Aspects.of(app).add(retain);
    const fleet = new DriftMonitorFleet(stack, "Fleet", { handlerDirectory });
    fleet.addMonitor("orders", { database: MonitoredDatabase.fromSecret(secretOf(stack)) });
    const template = Template.fromStack(stack);
    const arn = "arn:<AWS::Partition>:iam::<AWS::AccountId>:policy/developers";
    const roles = Object.values(template.findResources("AWS::IAM::Role"));
    expect(roles.length).toBeGreaterThanOrEqual(3);
    expect(roles.map(({ Properties }) => flat(Properties.PermissionsBoundary))).toEqual(roles.map(() => arn));
    for (const type of ["AWS::Lambda::Function", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::IAM::Role"])
      template.allResourcesProperties(type, {
        Tags: Match.arrayWith([{ Key: "cost-centre", Value: "4711" }]),
      });
    template.allResourcesProperties("AWS::SQS::Queue", { MessageRetentionPeriod: 60 });
  });

  it("have escape hatches to what they are about", () => {
    const stack = new Stack(newApp(), "Test");
    const { handler, schedule, errorsAlarm, logGroup } = monitorIn(stack);
    (handler.node.defaultChild as lambda.CfnFunction).reservedConcurrentExecutions = 2;
    (errorsAlarm?.node.defaultChild as cloudwatch.CfnAlarm).evaluationPeriods = 3;
    (schedule.node.defaultChild as CfnResource).addPropertyOverride("State", "DISABLED");
    (logGroup.node.defaultChild as logs.CfnLogGroup).retentionInDays = 400;
    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::Lambda::Function", { ReservedConcurrentExecutions: 2 });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", { EvaluationPeriods: 3 });
    template.hasResourceProperties("AWS::Scheduler::Schedule", { State: "DISABLED" });
    template.hasResourceProperties("AWS::Logs::LogGroup", { RetentionInDays: 400 });
  });
});

class Watched extends Stack {
  constructor(scope: App | Stage, id: string, props?: StackProps) {
    super(scope, id, props);
    const fleet = new DriftMonitorFleet(this, "Fleet", { handlerDirectory });
    fleet.addMonitor("orders", { database: MonitoredDatabase.fromSecret(secretOf(this)) });
  }
}

const namesOf = (...stacks: Stack[]): string[] =>
  stacks.flatMap((stack) => {
    const template = Template.fromStack(stack);
    return [
      ...Object.values(template.findResources("AWS::Lambda::Function")).flatMap(
        (it) => it.Properties.FunctionName ?? [],
      ),
      ...Object.values(template.findResources("AWS::CloudWatch::Dashboard")).map((it) => it.Properties.DashboardName),
    ];
  });

describe("several fleets", () => {
  it("of one app name nothing alike, in stages as a pipeline has them, too", () => {
    const app = newApp();
    const stages = ["Test", "Production"].map((name) => new Watched(new Stage(app, name, { env }), "Drift"));
    const names = namesOf(new Watched(app, "Drift", { env }), new Watched(app, "Other", { env }), ...stages);
    expect(names).toContain("Production-Drift-orders");
    expect(names).toHaveLength(12);
    expect(new Set(names).size).toBe(names.length);
  });

  it("of one stack have to be told apart", () => {
    const stack = new Stack(newApp(), "Test");
    new DriftMonitorFleet(stack, "One", { handlerDirectory });
    expect(() => new DriftMonitorFleet(stack, "Two", { handlerDirectory })).toThrow(
      "the functions of Test/Two and of Test/One would have the same names; give one of the fleets a functionNamePrefix",
    );
    const third = new DriftMonitorFleet(stack, "Three", { handlerDirectory, functionNamePrefix: "third" });
    third.addMonitor("orders", { database: MonitoredDatabase.fromSecret(secretOf(stack)) });
    const names = namesOf(stack);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the names of a fleet", () => {
  const fleetIn = (stack: Stack, props: DriftMonitorFleetProps = {}) => {
    const fleet = new DriftMonitorFleet(stack, "Fleet", { handlerDirectory, ...props });
    const add = (id: string, options: Partial<FleetMonitorOptions> = {}) =>
      fleet.addMonitor(id, { database: MonitoredDatabase.fromSecret(secretOf(stack, id)), ...options });
    return { fleet, add };
  };

  it("are known at synthesis in a nested stack, too", () => {
    const parent = new Stack(newApp(), "Test");
    const nested = new NestedStack(parent, "Drift");
    fleetIn(nested).add("orders");
    expect(namesOf(nested)).toEqual(["Test-Drift-orders", "Test-DriftAccept", "Test-Drift"]);
  });

  it("begin with nothing that is known only after deployment", () => {
    for (const before of ["", "drift-"]) {
      const stack = new Stack(newApp(), "Test");
      const functionNamePrefix = before + new CfnParameter(stack, "Prefix").valueAsString;
      expect(() => fleetIn(stack, { functionNamePrefix })).toThrow(
        /^functionNamePrefix of Test\/Fleet is known only after deployment; give letters, digits/,
      );
    }
    expect(() => fleetIn(new Stack(newApp(), "Test"), { functionNamePrefix: "a.b" })).toThrow('is "a.b"; give letters');
  });

  it("stay apart where long ones begin alike, and short ones are left as they are", () => {
    const app = newApp();
    const stacks = ["orders", "billing"].map((end) => new Stack(app, `acme-data-platform-production-${end}`));
    const short = new Stack(app, "short");
    for (const stack of [...stacks, short]) fleetIn(stack).add("main");
    expect(namesOf(...stacks, short)).toEqual([
      ...[
        "acme-data-platform-pr-448e6dbc-main",
        "acme-data-platform-pr-448e6dbcAccept",
        "acme-data-platform-production-orders",
      ],
      ...[
        "acme-data-platform-pr-d72b0c0e-main",
        "acme-data-platform-pr-d72b0c0eAccept",
        "acme-data-platform-production-billing",
      ],
      ...["short-main", "shortAccept", "short"],
    ]);
  });

  it("are compared as they are used", () => {
    const stack = new Stack(newApp(), "Test");
    const nested = new NestedStack(stack, "Drift");
    fleetIn(nested);
    expect(() => fleetIn(stack, { functionNamePrefix: "Test-Drift" })).toThrow(/would have the same names/);
  });

  it("may be somebody's own: the schedule may start that function as well", () => {
    const stack = new Stack(newApp(), "Test");
    const { add } = fleetIn(stack);
    add("orders", { functionName: "schema-check-orders" });
    add("billing");
    const [invoke] = allowed(Template.fromStack(stack), /EventBridge Scheduler/);
    expect(invoke?.resources.map((arn) => arn.replace(/^.*:/, ""))).toEqual(["Test-*", "schema-check-orders"]);
  });

  it("do not hold an id that is known only after deployment", () => {
    const stack = new Stack(newApp(), "a-long-stack-name-of-thirty-chars-and-more");
    fleetIn(stack).add("orders", { databaseId: new CfnParameter(stack, "Id").valueAsString });
    expect(namesOf(stack)[0]).toMatch(/^a-long-stack-name-of-[0-9a-f]{8}-orders$/);
  });
});
