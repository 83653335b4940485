/** Many databases: what they share, how they are spread over stacks, and that none is moved by another. */

import {
  aws_ec2 as ec2,
  Stack,
  aws_scheduler as scheduler,
  aws_secretsmanager as secretsmanager,
  aws_sns as sns,
} from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DriftMonitor,
  DriftMonitorFleet,
  type DriftMonitorFleetProps,
  driftMonitorStacks,
  MonitoredDatabase,
  StateBucket,
} from "../../lib/cdk.ts";
import { parseConfig } from "../../lib/config/config-file.ts";
import { deploymentProblems } from "../../lib/config/deployable.ts";
import { shardOf, shardsFor } from "../../lib/config/shard.ts";
import { handlerDirectory, newApp, roleStatements } from "./synth.ts";

type Resources = Record<string, unknown>;

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `tenant-${n}`, secret: `prod/tenant-${n}` }));

/** The templates of a config, by the name of their stack. */
function templates(config: object): Map<string, { readonly Resources: Resources }> {
  const parsed = parseConfig(JSON.stringify(config), "driftwatch.config.json");
  const stacks = driftMonitorStacks(newApp(), { config: parsed, handlerDirectory });
  return new Map(
    stacks.map((stack) => [stack.stackName, Template.fromStack(stack).toJSON() as { Resources: Resources }]),
  );
}

function fleetIn(props: DriftMonitorFleetProps = {}) {
  const stack = new Stack(newApp(), "Test");
  const fleet = new DriftMonitorFleet(stack, "Fleet", { handlerDirectory, ...props });
  const database = (id: string) => MonitoredDatabase.fromSecret(secretsmanager.Secret.fromSecretNameV2(stack, id, id));
  return { stack, fleet, database };
}

describe("the shard of a database", () => {
  it("depends on its id alone, and is one of those there are", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 100 }), (id, shards) => {
        expect(shardOf(id, shards)).toBe(shardOf(id, shards));
        expect(shardOf(id, shards)).toBeGreaterThanOrEqual(0);
        expect(shardOf(id, shards)).toBeLessThan(shards);
      }),
    );
  });

  it("is the same or the new one when there is one shard more", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 100 }), (id, shards) => {
        expect([shardOf(id, shards), shards]).toContain(shardOf(id, shards + 1));
      }),
    );
  });

  it("spreads a thousand so that each stack has room", () => {
    const shards = shardsFor(1_000);
    const sizes = Array.from({ length: shards }, () => 0);
    for (const { id } of many(1_000)) sizes[shardOf(id, shards)]! += 1;
    expect(shards).toBe(25);
    expect(Math.max(...sizes)).toBeLessThan(65);
    expect(Math.min(...sizes)).toBeGreaterThan(20);
  });

  // Where a database lives is a contract: a change of the hash would delete and recreate every function.
  it("never changes", () => {
    expect(["orders", "billing", "crm", "tenant-7"].map((id) => [shardOf(id, 4), shardOf(id, 25)])).toEqual([
      [1, 18],
      [0, 8],
      [2, 19],
      [1, 1],
    ]);
  });
});

describe("a config with shards", () => {
  const config = { shards: 4, databases: many(30) };
  const before = templates(config);

  it("has what is shared in one stack, and every database in one of the others", () => {
    expect([...before.keys()][0]).toBe("Driftwatch");
    const functions = [...before].map(([name, template]) => [
      name,
      Object.values(template.Resources).filter((it) => (it as { Type: string }).Type === "AWS::Lambda::Function")
        .length,
    ]);
    expect(functions.slice(1).reduce((sum, [, count]) => sum + Number(count), 0)).toBe(30);
    for (const [name, { Resources }] of [...before].slice(1)) {
      const types = Object.values(Resources).map((it) => (it as { Type: string }).Type);
      expect([name, types.filter((type) => /S3::Bucket$|SNS::Topic$|CloudWatch::Dashboard/.test(type))]).toEqual([
        name,
        [],
      ]);
      expect(types.filter((type) => type === "AWS::IAM::Role")).toHaveLength(
        types.filter((type) => type === "AWS::Lambda::Function").length + 1,
      );
    }
  });

  it("names no two functions alike", () => {
    const names = [...before.values()].flatMap(({ Resources }) =>
      Object.values(Resources as Record<string, { Type: string; Properties: { FunctionName?: string } }>)
        .filter(({ Type }) => Type === "AWS::Lambda::Function")
        .map(({ Properties }) => Properties.FunctionName),
    );
    expect(new Set(names).size).toBe(31);
    expect(names).toHaveLength(31);
  });

  it("changes only the resources of a database that is added or removed", () => {
    const one = { id: "newcomer", secret: "prod/newcomer" };
    const after = templates({ ...config, databases: [one, ...config.databases] });
    for (const [name, { Resources }] of after) {
      const old = before.get(name)?.Resources ?? {};
      const changed = Object.keys({ ...old, ...Resources }).filter(
        (id) => JSON.stringify(old[id]) !== JSON.stringify(Resources[id]),
      );
      expect(changed.filter((id) => !id.startsWith("Databasesnewcomer"))).toEqual([]);
      const home = `Driftwatch-${shardOf("newcomer", 4) + 1}`;
      expect([name, changed.length]).toEqual([name, name === home ? 7 : 0]);
    }
  });

  it("stays under CloudFormation's limits with as many as it takes, and is refused with more", () => {
    const most = many(67);
    expect(deploymentProblems({ databases: most }, ".")).toEqual([]);
    expect(deploymentProblems({ databases: [...most, { id: "more", secret: "s" }] }, ".")).toEqual([
      expect.stringMatching(/^shards: got 1, allowed is 2 or more: a stack would have 476 resources/),
    ]);
    const [template] = templates({ databases: most.map((it) => ({ ...it, alarms: { drift: false } })) }).values();
    expect(Object.keys(template!.Resources).length).toBe(13 + 67 * 7);
    expect(JSON.stringify(template).length).toBeLessThan(500_000);
  });

  it("counts the alarms that are on", () => {
    const alarms = { drift: true, errors: false, notRunning: true, noVerdict: true };
    const [template] = templates({ databases: [{ id: "a", secret: "a", alarms }] }).values();
    const types = Object.values(template!.Resources).map((it) => (it as { Type: string }).Type);
    expect(types.filter((type) => type === "AWS::CloudWatch::Alarm")).toHaveLength(3);
    const each = (count: number) => many(count).map((it) => ({ ...it, alarms: { drift: true, errors: true } }));
    expect(deploymentProblems({ databases: each(59) }, ".")).not.toEqual([]);
    expect(deploymentProblems({ databases: each(58) }, ".")).toEqual([]);
  });
});

describe("DriftMonitorFleet", () => {
  it("shares bucket, queue, scheduler role, and one security group per VPC", () => {
    const { stack, fleet, database } = fleetIn();
    const vpc = new ec2.Vpc(stack, "Vpc");
    for (const id of ["orders", "billing"]) fleet.addMonitor(id, { database: database(id), vpc });
    const template = Template.fromStack(stack);
    for (const [type, count] of [
      ["AWS::S3::Bucket", 1],
      ["AWS::SQS::Queue", 1],
      ["AWS::EC2::SecurityGroup", 1],
      ["AWS::Scheduler::Schedule", 2],
      ["AWS::CloudWatch::Dashboard", 1],
    ] as const)
      template.resourceCountIs(type, count);
    expect(roleStatements(template, /EventBridge Scheduler/)).toHaveLength(2);
    expect(fleet.monitors.map(({ databaseId }) => databaseId)).toEqual(["orders", "billing"]);
  });

  it("serves its topics for every monitor, whenever either came", () => {
    const { stack, fleet, database } = fleetIn();
    fleet.addMonitor("early", { database: database("early") });
    fleet.addAlertTopic(new sns.Topic(stack, "Topic"), { format: "json" });
    fleet.addMonitor("late", { database: database("late") });
    const template = Template.fromStack(stack);
    template.allResourcesProperties("AWS::CloudWatch::Alarm", { AlarmActions: [{ Ref: Match.anyValue() }] });
    expect(template.findResources("AWS::CloudWatch::Alarm")).toSatisfy(
      (alarms: object) => Object.keys(alarms).length === 4,
    );
  });

  it("refuses an id that another monitor has in the same bucket, in whatever case", () => {
    const { stack, fleet, database } = fleetIn();
    fleet.addMonitor("a", { database: database("a"), databaseId: "orders" });
    expect(() => fleet.addMonitor("b", { database: database("b"), databaseId: "Orders" })).toThrow(
      'Test/Fleet/Databases/b and Test/Fleet/Databases/a both watch "Orders" in one bucket; give each database a databaseId',
    );
    const monitor = (id: string, stateBucket?: StateBucket) =>
      new DriftMonitor(stack, id, { handlerDirectory, stateBucket, databaseId: "crm", database: database(`of-${id}`) });
    const stateBucket = new StateBucket(stack, "Bucket");
    monitor("c", stateBucket);
    monitor("d");
    expect(() => monitor("e", stateBucket)).toThrow(/^Test\/e and Test\/c both watch "crm" in one bucket/);
  });

  it("refuses more topics than the digest can be told of", () => {
    const digest = scheduler.ScheduleExpression.cron({ minute: "0", hour: "7" });
    const { stack, fleet } = fleetIn({ digest });
    const add = (n: number) =>
      fleet.addAlertTopic(
        sns.Topic.fromTopicArn(stack, `T${n}`, `arn:aws:sns:eu-west-1:123456789012:alerts-of-tenant-${n}`),
      );
    expect(() => Array.from({ length: 60 }, (_, n) => add(n))).toThrow(
      /^the topics of Test\/Fleet\/Digest are 35\d\d characters long; name fewer topics/,
    );
  });

  it("has a dashboard that no database changes, or none", () => {
    const body = (ids: readonly string[]) => {
      const { stack, fleet, database } = fleetIn();
      for (const id of ids) fleet.addMonitor(id, { database: database(id) });
      return JSON.stringify(Template.fromStack(stack).findResources("AWS::CloudWatch::Dashboard"));
    };
    expect(body(["a"])).toBe(body(["a", "b"]));
    expect(body(["a"])).toContain("DriftFindings");
    const { stack } = fleetIn({ dashboard: false });
    Template.fromStack(stack).resourceCountIs("AWS::CloudWatch::Dashboard", 0);
  });

  it("spreads checks that would all start at three", () => {
    const { stack, fleet, database } = fleetIn();
    fleet.addMonitor("orders", { database: database("orders") });
    Template.fromStack(stack).allResourcesProperties("AWS::Scheduler::Schedule", {
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 10 },
    });
  });
});
