/** Who watches the monitor: each alarm and the dead-letter queue, with what they watch for broken on purpose. */

import { Duration, aws_scheduler as scheduler, TimeZone } from "aws-cdk-lib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ENVIRONMENT } from "../../lib/config/environment.ts";
import { encodeTarget } from "../../lib/config/target.ts";
import { TARGET } from "../faults/aws.ts";
import { AwsServer } from "../faults/aws-server.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { Alarm, type AlarmProperties, CloudWatch } from "./cloudwatch.ts";
import { DeployedMonitor, HOUR, MINUTE, type Trouble } from "./deployed-monitor.ts";
import { monitorTemplate } from "./synth.ts";

const DAY = 24 * HOUR;
/** Three in the night. */
const FIRST = Date.UTC(2026, 9, 20, 3);

describe("CloudWatch's rules, by the table of its guide", () => {
  const WATCHING: Omit<AlarmProperties, "TreatMissingData"> = {
    ...{ Namespace: "N", MetricName: "M", Dimensions: [], Statistic: "Maximum", Period: 60, EvaluationPeriods: 3 },
    ...{ Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold" },
  };
  const point = { X: 1, "0": 0 } as const;
  it.each([
    // Newest last; of five periods three are evaluated.
    ["0 - X - X", "OK", "OK", "OK", "OK"],
    ["0 - - - -", "OK", "OK", "OK", "OK"],
    ["- - - - -", "INSUFFICIENT_DATA", "as before", "ALARM", "OK"],
    ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
    ["- - X - -", "ALARM", "as before", "ALARM", "OK"],
  ])("%s", (points, ...states) => {
    const cloudWatch = new CloudWatch();
    for (const [index, sign] of points.split(" ").entries())
      if (sign !== "-") cloudWatch.put("N", "M", {}, index * MINUTE, point[sign as "X" | "0"]);
    for (const [index, TreatMissingData] of (["missing", "ignore", "breaching", "notBreaching"] as const).entries())
      for (const before of ["OK", "ALARM"] as const) {
        const alarm = new Alarm({ ...WATCHING, TreatMissingData });
        alarm.state = before;
        const state = states[index] === "as before" ? before : states[index];
        expect(alarm.evaluate(cloudWatch, 4 * MINUTE), TreatMissingData).toBe(state);
      }
  });
});

describe("the not-running alarm", () => {
  const rung: [state: string, hours: number][] = [];
  let seen: number;
  beforeEach(() => {
    rung.length = 0;
    seen = FIRST;
  });
  const hear = (metric: string, state: string, at: number) => {
    if (metric === "Invocations") rung.push([state, (at - FIRST) / HOUR]);
  };

  /** Checks at these hours after the first, watched until some hours after it. */
  async function run(monitor: DeployedMonitor, hours: readonly number[], until: number): Promise<void> {
    for (const hour of hours) {
      const at = FIRST + hour * HOUR;
      monitor.watch(seen, at, hear);
      await monitor.deliver(at);
      seen = at;
    }
    monitor.watch(seen, FIRST + until * HOUR, hear);
    seen = FIRST + until * HOUR;
  }

  /** So many nights, each check somewhere in the ten minutes that the schedule has. */
  const nights = (many: number) => Array.from({ length: many }, (_, night) => night * 24 + ((night * 7) % 11) / 60);

  it("is quiet for a month of nights, with the change of the clock in it", async () => {
    const schedule = scheduler.ScheduleExpression.cron({
      ...{ minute: "0", hour: "3", timeZone: TimeZone.EUROPE_BERLIN },
    });
    const later = (hour: number) => (hour > 5 * 24 ? hour + 1 : hour);
    await run(new DeployedMonitor(monitorTemplate({ schedule })), nights(30).map(later), 30 * 24);
    expect(rung).toEqual([["OK", 0]]);
  });

  it.each<[string, Trouble]>([
    ["the schedule was disabled by hand", "disabled"],
    ["the schedule's role was changed", "forbidden"],
    ["the function was deleted", "deleted"],
    ["the function may not run", "throttled"],
  ])(
    "rings within five hours of the check that is missing, when %s, and stops with the next one",
    async (_, trouble) => {
      const monitor = new DeployedMonitor(monitorTemplate());
      await run(monitor, nights(3), 3 * 24);
      monitor.trouble = trouble;
      await monitor.deliver(FIRST + 3 * DAY);
      await run(monitor, [], 4 * 24);
      monitor.trouble = null;
      await run(monitor, [4 * 24], 5 * 24 - 1);
      const [, ...after] = rung;
      expect(after.map(([state]) => state)).toEqual(["ALARM", "OK"]);
      expect(after[0]![1]).toBeGreaterThan(3 * 24 + 2);
      expect(after[0]![1]).toBeLessThanOrEqual(3 * 24 + 5);
      expect(after[1]![1]).toBe(4 * 24);
    },
  );

  it("rings where no check has ever run", async () => {
    await run(new DeployedMonitor(monitorTemplate()), [], 1);
    expect(rung).toEqual([["ALARM", 0]]);
  });

  it.each([
    ["every quarter of an hour", scheduler.ScheduleExpression.rate(Duration.minutes(15)), 0.25, 6],
    ["every six hours", scheduler.ScheduleExpression.rate(Duration.hours(6)), 6, 12],
  ])("follows the schedule: %s", async (_, schedule, gap, most) => {
    const checks = Array.from({ length: 20 }, (_unused, index) => index * gap);
    await run(new DeployedMonitor(monitorTemplate({ schedule })), checks, 20 * gap + most);
    expect(rung).toEqual([
      ["OK", 0],
      ["ALARM", expect.any(Number)],
    ]);
  });
});

describe("the function's own failures", () => {
  let database: FreshDatabase;
  let aws: AwsServer;
  let monitor: DeployedMonitor;
  /** Where the secret leads, attempt by attempt; the last from then on. */
  let ways: readonly ("there" | "nowhere")[];
  const PASSWORD = "n0body-reads-this-3318";

  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    await database.sql("DROP SCHEMA IF EXISTS app CASCADE; CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY)");
    aws = await AwsServer.start();
    vi.useFakeTimers({ toFake: ["Date"], now: FIRST });
    vi.stubEnv(ENVIRONMENT.target, encodeTarget(TARGET));
    for (const [name, value] of Object.entries({ ENDPOINT_URL: aws.endpoint, REGION: "eu-west-1" }))
      vi.stubEnv(`AWS_${name}`, value);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, "testing");
    vi.resetModules();
    const { handler } = await import("../../lambdas/check-drift.ts");
    ways = ["there"];
    monitor = new DeployedMonitor(monitorTemplate({ driftAlarm: true, noVerdictAlarm: true }), async (at, log) => {
      const [way, ...rest] = ways;
      if (rest.length > 0) ways = rest;
      aws.secrets.set("driftwatch/orders", { SecretString: JSON.stringify(secretTo(way === "there")) });
      vi.setSystemTime(at);
      const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
        log(String(text));
        return true;
      });
      try {
        await handler({});
      } finally {
        write.mockRestore();
      }
    });
    await monitor.deliver(FIRST - DAY);
    const [, observed] = [...aws.objects].find(([key]) => key.startsWith("orders/observed/")) ?? [];
    if (observed) aws.objects.set("orders/expected.json.gz", observed);
    await night(0);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
    await aws.stop();
  });

  function secretTo(right: boolean): object {
    const { host, port, user } = database.endpoint;
    const where = right ? { host, port } : { host: "127.0.0.1", port: 1 };
    return { username: user, password: PASSWORD, dbname: database.name, ...where };
  }

  /** The check of a night, and all that happens until the next one is due. */
  async function night(number: number, long = DAY - MINUTE): Promise<string[]> {
    const seen: string[] = [];
    const at = FIRST + number * DAY;
    await monitor.deliver(at);
    monitor.watch(at, at + long, (metric, state) => {
      if (metric !== "Invocations") seen.push(`${metric} ${state}`);
    });
    return seen;
  }

  it("raise the errors alarm until a check ends well, and lie in the dead-letter queue, without the secret", async () => {
    expect(monitor.stateOf("Errors")).toBe("OK");
    ways = ["nowhere"];
    expect(await night(1)).toEqual(["Errors ALARM"]);
    expect(monitor.letters).toEqual([
      {
        ...{ queue: "<ordersDeadLetters.Arn>", from: "lambda", why: "RetriesExhausted" },
        error: {
          errorType: "database-unreachable",
          errorMessage: expect.stringMatching(/^orders could not be checked: .*nothing listens there.*; check host/),
        },
      },
    ]);
    expect(JSON.stringify(monitor.letters)).not.toContain(PASSWORD);
    ways = ["there"];
    expect(await night(2)).toEqual(["Errors OK"]);
  });

  it("are over where the second attempt ends well: nobody is told for a day of what was one moment", async () => {
    ways = ["nowhere", "there"];
    expect(await night(1, 10 * MINUTE)).toEqual(["Errors ALARM", "Errors OK"]);
    expect(await night(2)).toEqual([]);
    expect(monitor.letters).toEqual([]);
  });

  it("are hours without a verdict, and so is a check that nobody can compare with anything", async () => {
    const hours = () =>
      monitor.cloudWatch.data.filter(({ series }) => series.includes("HoursSinceVerdict")).map(({ value }) => value);
    expect(hours()).toEqual([0, 0]);
    ways = ["nowhere"];
    expect(await night(1)).toEqual(["Errors ALARM"]);
    expect(hours().slice(2)).toEqual([24, 24, 24.1]);
    ways = ["there"];
    const expected = aws.objects.get("orders/expected.json.gz")!;
    aws.objects.delete("orders/expected.json.gz");
    expect((await night(2)).sort()).toEqual(["Errors OK", "HoursSinceVerdict ALARM"]);
    aws.objects.set("orders/expected.json.gz", expected);
    expect(await night(3)).toEqual(["HoursSinceVerdict OK"]);
    expect(hours().slice(5)).toEqual([48, 0]);
  });

  it("say nothing of the schema: the drift alarm follows what the function logged of it alone", async () => {
    expect(monitor.stateOf("DriftFindings")).toBe("OK");
    await database.sql("ALTER TABLE app.t ADD x int");
    expect(await night(1)).toEqual(["DriftFindings ALARM"]);
    ways = ["nowhere"];
    expect(await night(2)).toEqual(["Errors ALARM"]);
    await database.sql("ALTER TABLE app.t DROP x");
    ways = ["there"];
    expect((await night(3)).sort()).toEqual(["DriftFindings OK", "Errors OK"]);
  });
});

describe("the dead-letter queue", () => {
  it.each<[Trouble, string, string]>([
    ["forbidden", "scheduler", "AccessDeniedException"],
    ["deleted", "scheduler", "ResourceNotFoundException"],
    ["throttled", "lambda", "EventAgeExceeded"],
  ])("holds a check that never began: %s", async (trouble, from, why) => {
    const monitor = new DeployedMonitor(monitorTemplate());
    monitor.trouble = trouble;
    await monitor.deliver(FIRST);
    expect(monitor.letters).toEqual([{ queue: "<ordersDeadLetters.Arn>", from, why }]);
  });

  it("keeps what it gets for two weeks, encrypted", () => {
    monitorTemplate().hasResourceProperties("AWS::SQS::Queue", {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3_600,
    });
  });
});
