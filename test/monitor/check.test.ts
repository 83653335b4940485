/** A check from end to end, on a real database with the local adapters: what it finds, records and publishes. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

let database: FreshDatabase;
let world: Watch;

const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
  CREATE INDEX users_email ON app.users (email);
  CREATE VIEW app.emails AS SELECT email FROM app.users`;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.sql(`DROP SCHEMA IF EXISTS app CASCADE; ${SCHEMA}`);
  world = watch(database.url);
});
afterEach(() => world.end());

/** The expected snapshot is what the database is now. */
async function accepted(): Promise<void> {
  world.accept(await world.check());
  expect((await world.check()).status).toBe("IN_SYNC");
}

const DROP_INDEX = "DROP INDEX app.users_email";
const CREATE_INDEX = "CREATE INDEX users_email ON app.users (email)";

describe("law 8: without an expected snapshot", () => {
  it("the check says how to accept one, and publishes nothing", async () => {
    for (const run of [1, 2]) {
      const report = await world.check();
      expect(report, `run ${run}`).toMatchObject({ status: "NOT_CHECKED", transition: null, incident: null });
      expect(report.nextSteps[0]).toContain(report.stored.observed);
      expect(report.nextSteps[0]).toMatch(
        /accept it: driftwatch accept --database orders --fingerprint [0-9a-f]{16} --why "…"$/,
      );
    }
    expect(world.published).toEqual([]);
    expect(world.metrics).toEqual([0, 0]);
  });

  it("what it says works", async () => {
    await accepted();
  });
});

describe("law 7", () => {
  it("a second identical run publishes nothing", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "opened" });
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(await world.check({ full: true })).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(world.published.map(({ transition }) => transition)).toEqual(["opened"]);
    expect(world.published[0]).toMatchObject({
      appeared: [{ code: "index.removed", address: "index:app.users.users_email" }],
      disappeared: [],
      report: { status: "DRIFTED", findings: [{ code: "index.removed" }] },
    });
    expect(world.metrics.slice(-3)).toEqual([1, 1, 1]);
  });

  it("a changed set of findings publishes once", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    await world.check();
    await database.sql("ALTER TABLE app.users ADD COLUMN hotfix int");
    expect(await world.check()).toMatchObject({ transition: "changed", incident: { findings: { length: 2 } } });
    expect(await world.check()).toMatchObject({ transition: "still" });
    expect(world.published.map(({ transition }) => transition)).toEqual(["opened", "changed"]);
    expect(world.published[1]).toMatchObject({ appeared: [{ code: "column.added" }], disappeared: [] });
  });

  it("the return to sync publishes resolved", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    const opened = await world.check();
    await database.sql(CREATE_INDEX);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: "resolved", incident: null });
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: null });
    expect(world.published.map(({ transition }) => transition)).toEqual(["opened", "resolved"]);
    expect(world.published[1]?.disappeared).toEqual(opened.incident?.findings);
    expect(world.metrics.at(-1)).toBe(0);
  });

  it("an alert holds where its report is, and the report is there", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    const { stored } = await world.check();
    expect(world.published[0]?.report.stored).toEqual(stored);
    expect(await world.ports.reports.read(aTarget(), stored.report!)).toMatchObject({ transition: "opened" });
  });
});

describe("a quiet check", () => {
  it("publishes nothing and changes nothing", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    const before = world.files();
    const emitted = world.metrics.length;
    const report = await world.check({ notify: false });
    expect(report).toMatchObject({ status: "DRIFTED", transition: null, incident: null, counts: { medium: 1 } });
    expect(report.stored.report).not.toBeNull();
    expect(world.files()).toEqual(before);
    expect(world.published).toEqual([]);
    expect(world.metrics).toHaveLength(emitted);
    expect(await world.check()).toMatchObject({ transition: "opened" });
  });

  it("tells of the incident as it was", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    const { incident } = await world.check();
    await database.sql(CREATE_INDEX);
    expect(await world.check({ notify: false })).toMatchObject({ status: "IN_SYNC", transition: null, incident });
    expect(await world.check()).toMatchObject({ transition: "resolved" });
  });
});

describe("the threshold", () => {
  const strict = aTarget({ alertThreshold: "critical" });

  it("keeps milder drift from alerting, and not from being told", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    const report = await world.check({}, strict);
    expect(report).toMatchObject({ status: "DRIFTED", transition: null, incident: null, findings: { length: 1 } });
    expect(world.published).toEqual([]);
    expect(world.metrics.at(-1)).toBe(0);
  });

  it("once raised resolves what is too mild now", async () => {
    await accepted();
    await database.sql(DROP_INDEX);
    await world.check();
    expect(await world.check({}, strict)).toMatchObject({ status: "DRIFTED", transition: "resolved" });
    expect(await world.check({}, strict)).toMatchObject({ status: "DRIFTED", transition: null });
    expect(world.published).toHaveLength(2);
  });
});
