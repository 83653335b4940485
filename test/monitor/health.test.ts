/** The health of a database in its checks: always reported, never drift, and nobody is told unless they ask to be. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renderHtml } from "../../lib/report/html.ts";
import { renderJunit } from "../../lib/report/junit.ts";
import { renderMarkdown } from "../../lib/report/markdown.ts";
import { renderText } from "../../lib/report/text.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { aTarget } from "../support/target.ts";

let own: OwnServer;
let database: OwnDatabase;
let world: Watch;
let databases = 0;

beforeAll(async () => {
  own = await ownServer();
});
afterAll(() => own.stop());
beforeEach(async () => {
  databases += 1;
  database = await own.database(`orders_${databases}`);
  await database.sql(`CREATE SCHEMA app; CREATE TABLE app.t (id serial PRIMARY KEY, a int REFERENCES app.t);
    CREATE POLICY p ON app.t USING (true)`);
  world = watch(database.url());
  world.accept(await world.check());
});
afterEach(() => world.end());

const codes = (report: { health: readonly { code: string }[] }) => report.health.map(({ code }) => code);
const NIGHTLY = ["health.policy-without-row-security", "health.foreign-key-without-index"];

describe("health", () => {
  it("is reported though nothing drifted, and is no drift", async () => {
    const report = await world.check();
    expect(report).toMatchObject({ status: "IN_SYNC", transition: null, findings: [], healthUnseen: [] });
    expect(codes(report)).toEqual(NIGHTLY);
    expect(world.published).toEqual([]);
    const text = renderText(report, { colour: false });
    expect(text).toContain("Health\n\nHIGH      table app.t\n");
    expect(text).toContain(`CREATE INDEX CONCURRENTLY ON "app"."t" ("a")`);
  });

  it("is reported with drift, and when there is nothing to compare with", async () => {
    await database.sql("CREATE TABLE app.u ()");
    expect(codes(await world.check())).toEqual([...NIGHTLY, "health.table-without-primary-key"]);
    const fresh = watch(database.url());
    const report = await fresh.check();
    fresh.end();
    expect(report.status).toBe("NOT_CHECKED");
    expect(codes(report)).toContain("health.policy-without-row-security");
  });

  it("is looked at only as far as the target says", async () => {
    const off = ["policy-without-row-security" as const];
    expect(codes(await world.check({}, aTarget({ health: { off } })))).toEqual(["health.foreign-key-without-index"]);
    // What is remembered of the reading with other rules does not stand.
    expect(codes(await world.check())).toEqual(NIGHTLY);
  });

  it("is hidden by a rule of its own alone, and listed with it", async () => {
    const rule = {
      code: "health.policy-*",
      address: "table:app.*",
      reason: "until the rollout",
      expires: "2999-01-01",
    };
    const ignore = [rule, { kind: "table", reason: "drift only" }, { code: "health.index-*", reason: "none" }];
    const quiet = aTarget({ ignore, health: { alertThreshold: "high" } });
    const report = await world.check({}, quiet);
    expect(report).toMatchObject({ status: "IN_SYNC", transition: null, incident: null });
    expect(codes(report)).toEqual(["health.foreign-key-without-index"]);
    expect(report.healthSuppressed.map(({ finding, rule: by }) => [finding.code, by])).toEqual([
      ["health.policy-without-row-security", rule],
    ]);
    expect(report.idleRules).toEqual(ignore.slice(1).map((idle) => ({ rule: idle, why: "matches nothing" })));
    for (const text of [
      renderText(report, { colour: false }),
      renderMarkdown(report),
      renderJunit([report]),
      renderHtml(report),
    ])
      expect(text).toContain("until the rollout");
    expect(await world.check({}, quiet)).toMatchObject({
      ...{ unmoved: true, stored: report.stored, idleRules: report.idleRules },
      healthSuppressed: report.healthSuppressed,
    });
    expect(codes(await world.check({}, aTarget({ ignore: [{ ...rule, expires: "2001-01-01" }] })))).toEqual(NIGHTLY);
  });

  it("that changes without the schema is seen while the verdict stands, with a report of its own", async () => {
    const first = await world.check();
    const second = await world.check();
    expect(second).toMatchObject({ unmoved: true, stored: first.stored, health: first.health });
    await database.sql("SELECT setval('app.t_id_seq', 2147483000)");
    const third = await world.check();
    expect(third).toMatchObject({ unmoved: true, status: "IN_SYNC" });
    expect(codes(third)).toEqual(["health.sequence-exhaustion", ...NIGHTLY]);
    expect(third.stored.report).not.toBe(second.stored.report);
    expect((await world.check()).stored).toEqual(third.stored);
    await database.sql("SELECT setval('app.t_id_seq', 1)");
    expect(codes(await world.check())).toEqual(NIGHTLY);
  });

  it("that is bad enough takes part in the incident where the target says so, and is told once", async () => {
    const loud = aTarget({ health: { alertThreshold: "low" }, alertThreshold: "critical" });
    const report = await world.check({}, loud);
    expect(report).toMatchObject({ status: "IN_SYNC", transition: "opened", findings: [] });
    expect(report.incident?.findings.map(({ code }) => code)).toEqual(NIGHTLY);
    expect(await world.check({}, loud)).toMatchObject({ unmoved: true, transition: "still" });
    await database.sql("ALTER TABLE app.t ENABLE ROW LEVEL SECURITY; CREATE INDEX ON app.t (a)");
    world.accept(await world.check({}, loud));
    expect(await world.check({}, loud)).toMatchObject({ status: "IN_SYNC", health: [] });
    expect(world.published.map(({ transition }) => transition)).toEqual(["opened", "resolved"]);
  });

  it("that a check could not see stays in the incident", async () => {
    await database.sql("SELECT setval('app.t_id_seq', 2147483000)");
    const loud = aTarget({ health: { alertThreshold: "critical" } });
    expect(await world.check({}, loud)).toMatchObject({ transition: "opened" });
    await database.sql("CREATE ROLE watcher LOGIN");
    const blind = watch(database.url("watcher"), () => ({
      states: world.ports.states,
      snapshots: world.ports.snapshots,
    }));
    const report = await blind.check({}, loud);
    blind.end();
    expect(report).toMatchObject({
      health: [{}, {}],
      healthUnseen: [{ check: "sequence-exhaustion" }],
      transition: "still",
    });
  });
});
