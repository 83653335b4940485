/** A check that could not see everything: it never ends an incident. */

import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Snapshot, withSpec } from "../../lib/core/snapshot.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { type CheckOptions, checkDrift } from "../../lib/monitor/check.ts";
import type { Ports } from "../../lib/monitor/ports.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { aTarget } from "../support/target.ts";

let own: OwnServer;
let database: OwnDatabase;
let world: Watch;
let databases = 0;

const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TABLE app.users (id int PRIMARY KEY, email text);
  CREATE VIEW app.emails AS SELECT email FROM app.users`;
const BLIND = "REVOKE EXECUTE ON FUNCTION pg_get_viewdef(oid) FROM PUBLIC";
const SEEING = "GRANT EXECUTE ON FUNCTION pg_get_viewdef(oid) TO PUBLIC";
const DROP_VIEW = "DROP VIEW app.emails";
const CREATE_VIEW = "CREATE VIEW app.emails AS SELECT email FROM app.users";
const ADD = "ALTER TABLE app.users ADD COLUMN hotfix int";
const REPAIR = "ALTER TABLE app.users DROP COLUMN hotfix";

beforeAll(async () => {
  own = await ownServer();
  await (await own.database("roles")).sql("CREATE ROLE watcher LOGIN");
});
afterAll(() => own.stop());
beforeEach(async () => {
  databases += 1;
  database = await own.database(`orders_${databases}`);
  await database.sql(SCHEMA);
  world = watch(database.url("watcher"));
  world.accept(await world.check());
  expect((await world.check()).status).toBe("IN_SYNC");
});
afterEach(() => world.end());

const sent = (): string[] => world.published.map(({ transition }) => transition);
const checkWith = (changes: Partial<Ports>, options?: CheckOptions) =>
  checkDrift(aTarget(), { ...world.ports, ...changes }, options);

const expectedPath = () => world.ports.snapshots.expectedLocation(aTarget());
const expectedSnapshot = () => parseSnapshot(readFileSync(expectedPath()));
const expectSnapshot = (snapshot: Snapshot) => writeFileSync(expectedPath(), packSnapshot(snapshot, expectedPath()));

describe("INCOMPLETE: a right that was revoked", () => {
  it("is told, with what to do, and is neither drift nor its end", async () => {
    await database.sql(BLIND);
    await database.sql(DROP_VIEW);
    const report = await world.check();
    expect(report).toMatchObject({ status: "INCOMPLETE", transition: null, findings: [] });
    // There is no materialized view, of which it could not be read either.
    expect(report.unreadable).toMatchObject([{ kind: "view" }]);
    expect(report.summary).toMatch(/could not be checked completely: .* view\.$/);
    expect(report.nextSteps).toHaveLength(1);
    expect(sent()).toEqual([]);
  });

  it("says of the drift that is seen what to do about it first, but not to accept what was not seen whole", async () => {
    await database.sql(BLIND);
    await database.sql("CREATE TABLE app.hotfix (id int)");
    const report = await world.check();
    expect(report).toMatchObject({ status: "INCOMPLETE", findings: [{ code: "table.added" }] });
    expect(report.summary).toMatch(/; the rest has drifted: 1 medium\.$/);
    expect(report.nextSteps[0]).toMatch(/^Find out who changed the schema/);
    expect(report.nextSteps.join()).toMatch(/read the proposed SQL.*driftwatch acknowledge.*GRANT/s);
    expect(report.nextSteps.join()).not.toContain("driftwatch accept");
  });

  it("keeps what can no longer be seen in its incident", async () => {
    await database.sql(DROP_VIEW);
    expect(await world.check()).toMatchObject({ transition: "opened" });
    await database.sql(`${BLIND}; ${CREATE_VIEW}`);
    expect(await world.check()).toMatchObject({ status: "INCOMPLETE", transition: "still" });
    expect(world.metrics.at(-1)).toBe(1);
    await database.sql(SEEING);
    expect(await world.check({ full: true })).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
    expect(sent()).toEqual(["opened", "resolved"]);
  });

  it("does not resolve even what can be seen to be gone", async () => {
    await database.sql(ADD);
    await world.check();
    await database.sql(`${BLIND}; ${REPAIR}`);
    expect(await world.check()).toMatchObject({ status: "INCOMPLETE", transition: "still" });
    await database.sql(SEEING);
    expect(await world.check({ full: true })).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
  });

  it("lets drift that is seen be told", async () => {
    await database.sql(`${BLIND}; ${ADD}`);
    expect(await world.check()).toMatchObject({ status: "INCOMPLETE", transition: "opened" });
    expect(world.published[0]).toMatchObject({ appeared: [{ code: "column.added" }] });
    expect(sent()).toEqual(["opened"]);
  });

  it("when the expected snapshot was taken is told, too", async () => {
    const snapshot = expectedSnapshot();
    const lacking = { kind: "view", reason: "permission denied", remedy: "GRANT it", hides: ["view:"] };
    expectSnapshot({ ...snapshot, unreadable: [lacking] });
    const report = await world.check();
    expect(report).toMatchObject({ status: "INCOMPLETE", unreadable: [{ kind: "view" }] });
    expect(report.summary).toContain("view");
    expect(report.nextSteps).toEqual(["Take the expected snapshot again, by a role that can read everything."]);
  });
});

describe("INCOMPLETE: an expected snapshot that lacks a kind", () => {
  it("keeps findings of that kind", async () => {
    await database.sql(`${DROP_VIEW}; ${ADD}`);
    expect(await world.check()).toMatchObject({ transition: "opened", incident: { findings: { length: 2 } } });
    const snapshot = expectedSnapshot();
    const { view: _view, ...covers } = snapshot.covers;
    const objects = new Map([...snapshot.objects].filter(([, { address }]) => address.kind !== "view"));
    expectSnapshot({ ...snapshot, covers, objects });
    const report = await world.check();
    expect(report).toMatchObject({ status: "INCOMPLETE", notCompared: ["view"], transition: "still" });
    expect(report.incident?.findings.map(({ code }) => code).sort()).toEqual(["column.added", "view.removed"]);
  });
});

describe("INCOMPLETE: SQL that another major printed in another way", () => {
  it("is told with both texts, and is neither drift nor its end", async () => {
    const snapshot = expectedSnapshot();
    const view = snapshot.objects.get("view:app.emails");
    if (!view) throw new Error("no view is expected");
    const definition = { $sql: "view", text: "SELECT", form: "f".repeat(64), loose: "*" } as const;
    const objects = new Map(snapshot.objects).set("view:app.emails", withSpec(view, { ...view.spec, definition }));
    expectSnapshot({ ...snapshot, objects });
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "opened", uncertain: [] });
    expectSnapshot({ ...snapshot, objects, server: { ...snapshot.server, version: 140_000 } });
    const report = await world.check();
    const told = { address: "view:app.emails", attribute: "definition", expected: { text: "SELECT" } };
    expect(report).toMatchObject({ status: "INCOMPLETE", transition: "still", findings: [], uncertain: [told] });
    expect(report.summary).toContain("view:app.emails definition");
    expect(report.nextSteps).toEqual([expect.stringMatching(/^Compare by eye .*view:app\.emails definition/)]);
  });
});

describe("INCOMPLETE: a catalogue that does not hold still", () => {
  /** DDL before every statement of a check. */
  const moving: Ports["databases"] = {
    open: async (login) => {
      const session = await openSession(login);
      let n = 0;
      return {
        close: async () => {
          await session.close();
          for (; n > 0; n--) await database.sql(`DROP TABLE app.passing_${n}`);
        },
        read: async (sql, onRow, options) => {
          n += 1;
          await database.sql(`CREATE TABLE app.passing_${n} ()`);
          return session.read(sql, onRow, options);
        },
      };
    },
  };

  it("ends no incident and loses none", async () => {
    await database.sql(DROP_VIEW);
    const { incident } = await world.check();
    const report = await checkWith({ databases: moving });
    expect(report).toMatchObject({ status: "INCOMPLETE", transition: "still", incident });
    expect(report.error?.code).toBe("catalogue-moving");
    expect(report.nextSteps).toEqual(["Check again when the migration or maintenance that is running has finished."]);
    expect(world.metrics.at(-1)).toBe(1);
    await database.sql("DROP TABLE IF EXISTS app.passing");
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "still" });
    expect(sent()).toEqual(["opened"]);
  });
});
