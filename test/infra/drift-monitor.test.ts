import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CfnParameter,
  Duration,
  aws_ec2 as ec2,
  aws_iam as iam,
  Stack,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
  TimeZone,
} from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { DriftMonitorFleet, ExpectedSnapshot, MonitoredDatabase, type SecretConnectionOptions } from "../../lib/cdk.ts";
import { parseTarget, scopeOf } from "../../lib/config/target.ts";
import { PROFILE_NAMES } from "../../lib/core/profile.ts";
import { flat, handlerDirectory, monitorIn, monitorTemplate, newApp, roleStatements, scratch } from "./synth.ts";

describe("the function", () => {
  it("runs prebuilt code on Graviton with the newest Node", () => {
    monitorTemplate().hasResourceProperties("AWS::Lambda::Function", {
      Architectures: ["arm64"],
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      MemorySize: 1024,
      Timeout: 300,
      LoggingConfig: { LogFormat: "JSON" },
      FunctionName: Match.absent(),
      VpcConfig: Match.absent(),
    });
    monitorTemplate({ memorySize: 1024, timeout: Duration.minutes(10), functionName: "check" }).hasResourceProperties(
      "AWS::Lambda::Function",
      { MemorySize: 1024, Timeout: 600, FunctionName: "check" },
    );
  });

  it("is told what of the database is asked for", () => {
    const scope = { cluster: true, profiles: ["rds" as const], partitions: { "app.events": "dynamic" as const } };
    const rest = {
      health: { off: ["index-prefix" as const], alertThreshold: "high" as const },
      auditTable: "audit.log",
    };
    const functions = monitorTemplate({ ...scope, ...rest }).findResources("AWS::Lambda::Function");
    const target = parseTarget(flat(Object.values(functions)[0]?.Properties.Environment.Variables.DRIFTWATCH_TARGET));
    expect(target).toMatchObject({ ...scope, ...rest });
    expect(scopeOf(target)).toEqual({ include: [], exclude: [], ...scope });
  });

  it("leaves out by every profile unless told otherwise", () => {
    const functions = monitorTemplate({}).findResources("AWS::Lambda::Function");
    const target = parseTarget(flat(Object.values(functions)[0]?.Properties.Environment.Variables.DRIFTWATCH_TARGET));
    expect(scopeOf(target)).toEqual({
      include: [],
      exclude: [],
      cluster: false,
      profiles: PROFILE_NAMES,
      partitions: {},
    });
  });

  it("keeps its logs for a month", () => {
    monitorTemplate().hasResource("AWS::Logs::LogGroup", {
      Properties: { RetentionInDays: 30 },
      DeletionPolicy: "Delete",
    });
  });

  it("tries a failed check twice more and then keeps it", () => {
    monitorTemplate().hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: {
        OnFailure: { Destination: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "Arn"] } },
      },
    });
  });

  it("must have been built", () => {
    expect(() => monitorTemplate({ handlerDirectory: "nowhere" })).toThrow(
      "no built function in nowhere (index.mjs is missing); run: npm run build",
    );
  });

  it("checks an id that cannot be one", () => {
    expect(() => monitorTemplate({ databaseId: "a/b" })).toThrow('database id "a/b"; give databaseId as');
  });
});

describe("the schedule", () => {
  it("runs every night at three, within ten minutes, and retries delivery", () => {
    monitorTemplate().hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(0 3 * * ? *)",
      ScheduleExpressionTimezone: "Etc/UTC",
      State: "ENABLED",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 10 },
      Target: {
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
        DeadLetterConfig: { Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "Arn"] } },
      },
    });
  });

  it("takes another time and zone", () => {
    const schedule = scheduler.ScheduleExpression.cron({ minute: "15", hour: "4", timeZone: TimeZone.EUROPE_BERLIN });
    monitorTemplate({ schedule }).hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(15 4 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
    });
  });

  it("may invoke this function and no other", () => {
    const invoke = roleStatements(monitorTemplate(), /EventBridge Scheduler/)[0];
    expect(invoke).toMatchObject({ Action: "lambda:InvokeFunction" });
    expect(flat(invoke?.Resource)).toBe("<ordersHandler.Arn>");
  });

  it("refuses what EventBridge would refuse", () => {
    const schedule = scheduler.ScheduleExpression.expression("daily");
    expect(() => monitorTemplate({ schedule })).toThrow('schedule "daily"; give an EventBridge schedule');
  });
});

describe("what the config would be refused for", () => {
  const database = (options: SecretConnectionOptions) => (stack: Stack) => ({
    database: MonitoredDatabase.fromSecret(secretsmanager.Secret.fromSecretNameV2(stack, "Own", "own"), options),
  });
  const zone = scheduler.ScheduleExpression.expression("rate(1 day)", TimeZone.of("Mars/Olympus"));
  const expectedIn = (name: string, content?: string) => () => {
    const path = join(scratch, name);
    if (content === undefined) mkdirSync(path);
    else writeFileSync(path, content);
    return { expected: ExpectedSnapshot.fromAsset(path) };
  };

  it.each([
    ["a host", database({ host: "https://db" }), /^settings of orders: host: got a URL, allowed is a host name/],
    ["a port", database({ port: 70_000 }), /^settings of orders: port: got 70000, allowed is a whole number/],
    ["certificates", database({ caBundle: "not a pem" }), /^the caBundle of orders holds no certificate/],
    ["a threshold", { renameThreshold: 5 }, /^settings of orders: renameThreshold: got 5, allowed is a number from/],
    ["a time zone", { schedule: zone }, /^time zone "Mars\/Olympus"; give an IANA time zone/],
    ["a topic", (stack: Stack) => ({ alertTopics: [new sns.Topic(stack, "T", { fifo: true })] }), /T is a FIFO topic/],
    ["a snapshot", expectedIn("a-directory"), /^no expected snapshot at .*a-directory; write one/],
    ["a file", expectedIn("rubbish.json", "{}"), /rubbish\.json/],
  ])("is refused here: %s", (_, options, message) => {
    expect(() => monitorTemplate(options)).toThrow(message);
  });

  it("is refused of a digest, too", () => {
    const fleet = (expression: string) => () =>
      new DriftMonitorFleet(new Stack(newApp(), "Test"), "Fleet", {
        handlerDirectory,
        digest: scheduler.ScheduleExpression.expression(expression),
      });
    expect(fleet("every monday")).toThrow('schedule "every monday"; give an EventBridge schedule');
  });

  it("passes where it is known only after deployment", () => {
    const made = monitorTemplate((stack) => ({
      schedule: scheduler.ScheduleExpression.expression(new CfnParameter(stack, "Schedule").valueAsString),
      ...database({ host: `${new CfnParameter(stack, "Host").valueAsString}:https://` })(stack),
    }));
    made.hasResourceProperties("AWS::Scheduler::Schedule", { ScheduleExpression: { Ref: "Schedule" } });
  });
});

describe("the construct", () => {
  it("grants, connects and measures", () => {
    const stack = new Stack(newApp(), "Test");
    const vpc = new ec2.Vpc(stack, "Vpc");
    const monitor = monitorIn(stack, { vpc });
    monitor.grantInvoke(new iam.User(stack, "Person"));
    new s3.Bucket(stack, "Extra").grantRead(monitor);
    expect(monitor.connections.securityGroups).toHaveLength(1);
    const metric = monitor.metricDriftFindings();
    expect([metric.namespace, metric.metricName, metric.dimensions]).toEqual([
      "Driftwatch",
      "DriftFindings",
      { Database: "orders" },
    ]);
    const made = Template.fromStack(stack);
    made.hasResourceProperties("AWS::IAM::Policy", { Users: Match.anyValue() });
    made.hasResourceProperties("AWS::IAM::Policy", { Roles: [{ Ref: Match.stringLikeRegexp("ordersRole") }] });
  });
});
