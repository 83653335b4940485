/** When people are told, on a real database: after a second look, after maintenance, again after a while, once more. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Target } from "../../lib/config/target.ts";
import { acknowledge } from "../../lib/monitor/acknowledge.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ADD = "ALTER TABLE app.users ADD COLUMN hotfix int";
const ADD_ANOTHER = "ALTER TABLE app.users ADD COLUMN another int";
const REPAIR = "ALTER TABLE app.users DROP COLUMN IF EXISTS hotfix, DROP COLUMN IF EXISTS another";

let database: FreshDatabase;
let world: Watch;
/** What happens while a check waits for its second look. (It also waits, less, when a reading was torn by another test.) */
let meanwhile: (milliseconds: number) => Promise<unknown>;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql("CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY)");
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.sql(REPAIR);
  meanwhile = async () => undefined;
  world = watch(database.url, ({ clock }) => ({
    clock: {
      ...clock,
      wait: async (milliseconds) => {
        world.pass(milliseconds);
        if (milliseconds >= MINUTE) await meanwhile(milliseconds);
      },
    },
  }));
  world.accept(await world.check());
  await world.check();
});
afterEach(() => world.end());

const told = () =>
  world.published.map(({ transition, appeared }) => [transition, appeared.map(({ address }) => address)]);
const check = (changes: Partial<Target> = {}) => world.check({}, aTarget(changes));

describe("a second look", () => {
  const confirming = { confirmAfterMs: 2 * MINUTE };

  it("tells nobody of what has gone by then", async () => {
    await database.sql(ADD);
    const waited: number[] = [];
    meanwhile = async (milliseconds) => {
      waited.push(milliseconds);
      await database.sql(REPAIR);
    };
    expect(await check(confirming)).toMatchObject({ status: "IN_SYNC", transition: null, incident: null });
    expect(waited).toEqual([2 * MINUTE]);
    expect(told()).toEqual([]);
  });

  it("tells once of what is still there, and waits no more for what people know of", async () => {
    await database.sql(ADD);
    expect(await check(confirming)).toMatchObject({ status: "DRIFTED", transition: "opened" });
    meanwhile = () => Promise.reject(new Error("nobody has to wait"));
    expect(await check(confirming)).toMatchObject({ transition: "still" });
    expect(told()).toEqual([["opened", ["column:app.users.hotfix"]]]);
  });

  it("leaves what came only in between to the next check", async () => {
    await database.sql(ADD);
    meanwhile = () => database.sql(ADD_ANOTHER);
    await check(confirming);
    expect(told()).toEqual([["opened", ["column:app.users.hotfix"]]]);
    meanwhile = async () => undefined;
    expect(await check(confirming)).toMatchObject({ transition: "changed" });
    expect(told()[1]).toEqual(["changed", ["column:app.users.another"]]);
  });
});

describe("maintenance", () => {
  // The clock of these tests begins at 3 in the night of 20 November 2026.
  const window = { schedule: "cron(30 2 * * ? *)", durationMinutes: 120, reason: "release 42" };

  it("keeps quiet while it goes on, and what is left is told right after", async () => {
    await database.sql(ADD);
    const during = await check({ maintenance: [window] });
    expect(during).toMatchObject({
      status: "DRIFTED",
      withheld: expect.stringMatching(/^maintenance until .*T04:30.*: release 42$/),
    });
    expect(told()).toEqual([]);
    world.pass(HOUR);
    await check({ maintenance: [window] });
    expect(told()).toEqual([]);
    world.pass(HOUR);
    expect(await check({ maintenance: [window] })).toMatchObject({ transition: "opened", withheld: null });
    expect(told()).toEqual([["opened", ["column:app.users.hotfix"]]]);
  });

  it("tells nothing of what came and went while it did", async () => {
    await database.sql(ADD);
    await check({ maintenance: [window] });
    await database.sql(REPAIR);
    await check({ maintenance: [window] });
    world.pass(2 * HOUR);
    expect(await check({ maintenance: [window] })).toMatchObject({ status: "IN_SYNC" });
    expect(told()).toEqual([]);
  });
});

describe("a reminder", () => {
  const reminding = { remindAfterMs: 24 * HOUR };

  it("comes when nobody has done anything for so long, and again after as long", async () => {
    await database.sql(ADD);
    await check(reminding);
    world.pass(23 * HOUR);
    expect(await check(reminding)).toMatchObject({ transition: "still" });
    world.pass(HOUR);
    expect(await check(reminding)).toMatchObject({ transition: "reminded" });
    expect(await check(reminding)).toMatchObject({ transition: "still" });
    world.pass(24 * HOUR);
    await check(reminding);
    expect(told().map(([transition]) => transition)).toEqual(["opened", "reminded", "reminded"]);
  });

  it("comes no more once somebody has said that they know", async () => {
    await database.sql(ADD);
    const { findings } = await check(reminding);
    await acknowledge(aTarget(), world.ports, {
      findings: [findings[0]!.id],
      by: "ada",
      why: "release 43",
      until: null,
    });
    world.pass(48 * HOUR);
    expect(await check(reminding)).toMatchObject({ transition: "still", incident: { state: "acknowledged" } });
    expect(told().map(([transition]) => transition)).toEqual(["opened"]);
  });
});

describe("an incident", () => {
  it("is reopened when what was acknowledged until a day is there after it", async () => {
    await database.sql(ADD);
    const { findings, checkedAt } = await check();
    const until = new Date(Date.parse(checkedAt) + HOUR).toISOString();
    await acknowledge(aTarget(), world.ports, { findings: [findings[0]!.id], by: "ada", why: "release 43", until });
    expect(await check()).toMatchObject({ transition: "still" });
    world.pass(2 * HOUR);
    expect(await check()).toMatchObject({ transition: "reopened", incident: { state: "open" } });
    await database.sql(REPAIR);
    expect(await check()).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
    await database.sql(ADD);
    expect((await check()).transition).toMatch(/opened/);
    expect(
      told()
        .map(([transition]) => transition)
        .slice(0, 3),
    ).toEqual(["opened", "reopened", "resolved"]);
  });
});
