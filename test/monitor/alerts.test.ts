/** Alerts: each sent once, by one check, and never lost. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { checkDrift } from "../../lib/monitor/check.ts";
import type { Alerts, StateStore } from "../../lib/monitor/ports.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

let database: FreshDatabase;
let world: Watch;
/** What publishing does instead, while it is set. */
let publish: Alerts["publish"] | undefined;
/** What happens before the state is written, while it is set. */
let beforeWrite: (() => Promise<void>) | undefined;

const ADD = "ALTER TABLE app.users ADD COLUMN hotfix int";
const ADD_ANOTHER = "ALTER TABLE app.users ADD COLUMN another int";
const REPAIR = "ALTER TABLE app.users DROP COLUMN IF EXISTS hotfix, DROP COLUMN IF EXISTS another";

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql("CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY)");
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.sql(REPAIR);
  world = watch(database.url, ({ alerts, states }) => ({
    alerts: { publish: (...alert) => (publish ?? alerts.publish)(...alert) },
    states: { read: states.read, write: interrupted(states) },
  }));
  world.accept(await world.check());
  await world.check();
});
afterEach(() => {
  publish = undefined;
  beforeWrite = undefined;
  world.end();
});

const interrupted =
  (states: StateStore): StateStore["write"] =>
  async (target, state, version) => {
    const first = beforeWrite;
    beforeWrite = undefined;
    await first?.();
    return states.write(target, state, version);
  };

const sent = (): string[] => world.published.map(({ transition }) => transition);

const failure = new DriftwatchError("alert-undelivered", "1 of 1 topics did not take the alert", "check the topic");
const failing: Alerts["publish"] = async () => ({ takenBy: [], failure });

describe("an alert that could not be sent", () => {
  it("makes the check an error, and is sent by the next one", async () => {
    await database.sql(ADD);
    publish = failing;
    const failed = await world.check();
    expect(failed).toMatchObject({ status: "ERROR", error: { code: "alert-undelivered" }, transition: null });
    expect(failed.nextSteps.slice(0, 2)).toEqual(["Check the topic.", "Find out who changed the schema and why."]);
    expect(world.state()).toMatchObject({ incident: { findings: { length: 1 } }, outbox: [{ transition: "opened" }] });
    publish = undefined;
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(sent()).toEqual(["opened"]);
    expect(world.state()?.outbox).toEqual([]);
    await world.check();
    expect(sent()).toEqual(["opened"]);
  });

  it("does not hide what the check found, nor where its report is", async () => {
    await database.sql(ADD);
    publish = failing;
    const failed = await world.check();
    expect(failed).toMatchObject({ counts: { medium: 1 }, findings: [{ code: "column.added" }] });
    const [waiting] = world.state()?.outbox ?? [];
    expect(failed.stored.report).toBe(waiting?.report);
    expect(failed.summary).toBe(
      `orders has drifted: 1 finding (1 medium); its report is at ${waiting?.report}, ` +
        "but 1 of 1 topics did not take the alert; check the topic.",
    );
    expect(world.state()?.checks[0]).toMatchObject({ status: "ERROR", report: waiting?.report });
    await database.sql(REPAIR);
    const again = await world.check();
    expect(again.summary).toMatch(/^orders is as expected; its report is at .*, but 1 of 1 topics did not take/);
  });

  it("tells then what it would have told, and where its report is", async () => {
    await database.sql(ADD);
    publish = failing;
    await world.check();
    const [waiting] = world.state()?.outbox ?? [];
    publish = undefined;
    await world.check();
    expect(world.published[0]).toMatchObject({
      transition: "opened",
      appeared: [{ code: "column.added" }],
      report: { transition: "opened", stored: { report: waiting?.report }, findings: { length: 1 } },
    });
  });

  it("comes before the news, however often it failed", async () => {
    await database.sql(ADD);
    publish = failing;
    await world.check();
    await world.check();
    await database.sql(REPAIR);
    await world.check();
    publish = undefined;
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: null });
    expect(sent()).toEqual(["opened", "resolved"]);
  });

  it("by one topic that is gone does not keep the news from the others", async () => {
    const told: string[] = [];
    publish = async (_target, { transition }, takenBy) => {
      if (!takenBy.includes("a")) told.push(transition);
      return { takenBy: ["a"], failure };
    };
    await database.sql(ADD);
    await world.check();
    await database.sql(ADD_ANOTHER);
    expect(await world.check()).toMatchObject({ status: "ERROR", error: { code: "alert-undelivered" } });
    await database.sql(REPAIR);
    await world.check();
    expect(told).toEqual(["opened", "changed", "resolved"]);
  });

  it("is left alone by a quiet check", async () => {
    await database.sql(ADD);
    publish = failing;
    await world.check();
    publish = undefined;
    const before = world.files();
    await world.check({ notify: false });
    expect(world.files()).toEqual(before);
    expect(sent()).toEqual([]);
  });

  it("by some topics is not sent again to those that have it", async () => {
    const asked: (readonly string[])[] = [];
    const deliveries = [
      { takenBy: ["a"], failure },
      { takenBy: ["a", "c"], failure },
      { takenBy: ["a", "b", "c"], failure: null },
    ];
    publish = async (_target, _alert, takenBy) => {
      asked.push(takenBy);
      return deliveries.shift()!;
    };
    await database.sql(ADD);
    expect(await world.check()).toMatchObject({ status: "ERROR", error: { code: "alert-undelivered" } });
    expect(world.state()?.outbox).toMatchObject([{ takenBy: ["a"], heldUntil: null }]);
    expect(await world.check()).toMatchObject({ status: "ERROR" });
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(asked).toEqual([[], ["a"], ["a", "c"]]);
    expect(world.state()?.outbox).toEqual([]);
    await world.check();
    expect(asked).toHaveLength(3);
  });

  it("keeps to itself whom it had reached when publishing breaks off", async () => {
    await database.sql(ADD);
    publish = async () => ({ takenBy: ["a"], failure });
    await world.check();
    publish = async () => {
      throw new Error("out of memory");
    };
    expect(await world.check()).toMatchObject({ status: "ERROR", error: { code: "internal" } });
    expect(world.state()?.outbox).toMatchObject([{ takenBy: ["a"], heldUntil: null }]);
  });

  it("does not keep the metric back", async () => {
    await database.sql(ADD);
    publish = failing;
    await world.check();
    expect(world.metrics.at(-1)).toBe(1);
  });
});

describe("a check that dies", () => {
  const forever = () => new Promise<never>(() => undefined);

  it("between two topics leaves to a later one those that have it not", async () => {
    await database.sql(ADD);
    publish = async (_target, _alert, _takenBy, note) => {
      await Promise.all([note("a"), note("c")]);
      return forever();
    };
    void world.check();
    await expect.poll(() => world.state()?.outbox[0]?.takenBy, { timeout: 20_000 }).toEqual(["a", "c"]);
    expect(world.state()?.outbox[0]?.heldUntil).not.toBeNull();
    const asked: (readonly string[])[] = [];
    publish = async (_target, _alert, takenBy) => {
      asked.push(takenBy);
      return { takenBy: [...takenBy, "b"], failure: null };
    };
    world.pass(120_000);
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(asked).toEqual([["a", "c"]]);
    expect(world.state()?.outbox).toEqual([]);
  });

  it("between recording and publishing leaves the alert to a later one", async () => {
    await database.sql(ADD);
    publish = forever;
    void world.check();
    await expect.poll(() => world.state()?.outbox, { timeout: 20_000 }).toHaveLength(1);
    publish = undefined;
    expect(await world.check()).toMatchObject({ transition: "still" });
    expect(sent()).toEqual([]);
    world.pass(120_000);
    expect(await world.check()).toMatchObject({ transition: "still" });
    expect(sent()).toEqual(["opened"]);
    expect(world.state()?.outbox).toEqual([]);
  });

  it("with a clock that was a year ahead leaves the alert to the next one whose clock is right", async () => {
    const year = 365 * 24 * 3_600_000;
    await database.sql(ADD);
    publish = forever;
    world.pass(year);
    void world.check();
    await expect.poll(() => world.state()?.outbox, { timeout: 20_000 }).toHaveLength(1);
    publish = undefined;
    world.pass(-year);
    await world.check();
    expect(sent()).toEqual(["opened"]);
    expect(world.state()?.outbox).toEqual([]);
  });

  it("does not lose its alert to the news of another", async () => {
    await database.sql(ADD);
    publish = forever;
    void world.check();
    await expect.poll(() => world.state()?.outbox, { timeout: 20_000 }).toHaveLength(1);
    publish = undefined;
    await database.sql(ADD_ANOTHER);
    expect(await world.check()).toMatchObject({ transition: "changed" });
    world.pass(120_000);
    await world.check();
    expect(sent().sort()).toEqual(["changed", "opened"]);
  });
});

describe("checks at once", () => {
  it.each([2, 4])("%i of them send one alert", async (number) => {
    await database.sql(ADD);
    const reports = await Promise.all(Array.from({ length: number }, () => world.check()));
    expect(reports.map(({ status }) => status)).toEqual(reports.map(() => "DRIFTED"));
    expect(reports.filter(({ transition }) => transition === "opened")).toHaveLength(1);
    expect(sent()).toEqual(["opened"]);
    expect(world.state()?.outbox).toEqual([]);
  });

  it("do not send the alert that one of them is sending", async () => {
    await database.sql(ADD);
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    publish = async (_target, alert) => {
      await gate;
      world.published.push(alert);
      return { takenBy: [], failure: null };
    };
    const first = world.check();
    await expect.poll(() => world.state()?.outbox, { timeout: 20_000 }).toHaveLength(1);
    expect(await world.check()).toMatchObject({ transition: "still" });
    go();
    expect(await first).toMatchObject({ transition: "opened" });
    expect(sent()).toEqual(["opened"]);
    expect(world.state()?.outbox).toEqual([]);
  });

  it("the one that looked first does not overrule the one that looked last", async () => {
    await database.sql(ADD);
    beforeWrite = async () => {
      await database.sql(REPAIR);
      expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: null });
    };
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: null });
    expect(sent()).toEqual([]);
  });

  it("that never end are an error, and change nothing", async () => {
    await database.sql(ADD);
    const busy: StateStore = { ...world.ports.states, write: async () => null };
    const report = await checkDrift(aTarget(), { ...world.ports, states: busy });
    expect(report).toMatchObject({ status: "ERROR", error: { code: "store-conflict" } });
    expect(report.error?.message).toMatch(/^the state of orders was changed by other checks 5 times in a row; let one/);
    expect(sent()).toEqual([]);
  });
});
