/**
 * While the stamp does not move the verdict of the last full reading stands. On a server of its own: the stamp covers
 * roles, which other tests make.
 */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { environmentCredentials } from "../../lib/local/credentials.ts";
import { checkDrift } from "../../lib/monitor/check.ts";
import { move } from "../../lib/monitor/home.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { aTarget } from "../support/target.ts";

let own: OwnServer;
let database: OwnDatabase;
let world: Watch;
let databases = 0;

const SCHEMA = "CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY, email text)";

beforeAll(async () => {
  own = await ownServer();
});
afterAll(() => own.stop());
beforeEach(async () => {
  databases += 1;
  database = await own.database(`orders_${databases}`);
  await database.sql(SCHEMA);
  world = watch(database.url());
  world.accept(await world.check());
  await world.check();
});
afterEach(() => world.end());

/** The statements of one check. */
async function statementsOf(check: () => Promise<unknown>): Promise<number> {
  const before = world.statements.length;
  await check();
  return world.statements.length - before;
}

const FULL = 10;

describe("an unmoved stamp", () => {
  it("costs two statements, and one for the health that changes without it", async () => {
    expect(await statementsOf(() => world.check())).toBe(3);
    expect(await statementsOf(() => world.check({ full: true }))).toBeGreaterThan(FULL);
  });

  it.each(["IN_SYNC", "DRIFTED"] as const)(
    "lets the verdict %s stand, with the report it was given in",
    async (status) => {
      if (status === "DRIFTED") await database.sql("ALTER TABLE app.users ADD COLUMN hotfix int");
      const first = await world.check({ full: true });
      const second = await world.check();
      expect(first).toMatchObject({ status, unmoved: false });
      expect(second).toMatchObject({ status, unmoved: true, stored: first.stored });
      const { findings, remediation, fingerprint, server, counts } = first;
      expect(second).toMatchObject({ findings, remediation, fingerprint, server, counts });
    },
  );

  it("stands for an ordinary role, too", async () => {
    await database.sql("DROP ROLE IF EXISTS watcher; CREATE ROLE watcher LOGIN");
    const ordinary = watch(database.url("watcher"));
    ordinary.accept(await ordinary.check());
    await ordinary.check();
    expect(await ordinary.check()).toMatchObject({ status: "IN_SYNC", unmoved: true });
    ordinary.end();
    await database.sql("DROP ROLE watcher");
  });

  it("lets drift alert that a lower threshold now covers, with a report of its own", async () => {
    const strict = aTarget({ alertThreshold: "critical" });
    await database.sql("ALTER TABLE app.users ADD COLUMN hotfix int");
    const before = await world.check({}, strict);
    const after = await world.check();
    expect(after).toMatchObject({ unmoved: true, transition: "opened" });
    expect(after.stored.report).not.toBe(before.stored.report);
    expect(await world.ports.reports.read(aTarget(), after.stored.report!)).toMatchObject({ transition: "opened" });
    expect(world.published).toHaveLength(1);
    expect(await world.check()).toMatchObject({ unmoved: true, transition: "still", stored: after.stored });
  });
});

describe("the whole catalogue is read again", () => {
  it("when that is asked for", async () => {
    expect(await world.check({ full: true })).toMatchObject({ status: "IN_SYNC", unmoved: false });
  });

  it("when the schema changes", async () => {
    await database.sql("ALTER TABLE app.users ADD COLUMN hotfix int");
    expect(await world.check()).toMatchObject({ status: "DRIFTED", unmoved: false });
  });

  it("when another snapshot is expected", async () => {
    await database.sql("ALTER TABLE app.users ADD COLUMN hotfix int");
    const drifted = await world.check();
    world.accept(drifted);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", unmoved: false, transition: "resolved" });
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", unmoved: true });
  });

  it.each([
    ["schemas", aTarget({ schemas: { include: ["app"], exclude: [] } })],
    ["host", aTarget({ host: "elsewhere.example.com" })],
    ["database name", aTarget({ databaseName: "other" })],
    ["secret", aTarget({ secret: "other" })],
  ])("when the target has other settings: %s", async (_what, target) => {
    expect(await world.check({}, target)).toMatchObject({ status: "IN_SYNC", unmoved: false });
    expect(await world.check({}, target)).toMatchObject({ status: "IN_SYNC", unmoved: true });
  });

  it("when enough time has passed, counted from the last full reading", async () => {
    const target = aTarget({ fullReadEveryMs: 60_000 });
    expect(await world.check({ full: true }, target)).toMatchObject({ unmoved: false });
    world.pass(50_000);
    expect(await world.check({}, target)).toMatchObject({ unmoved: true });
    world.pass(15_000);
    expect(await world.check({}, target)).toMatchObject({ unmoved: false });
    world.pass(50_000);
    expect(await world.check({}, target)).toMatchObject({ unmoved: true });
  });

  it("when the report of the last reading is gone", async () => {
    const forgetful = { ...world.ports, reports: { ...world.ports.reports, read: async () => null } };
    expect(await checkDrift(aTarget(), forgetful)).toMatchObject({ status: "IN_SYNC", unmoved: false });
  });
});

describe("two servers that were set up alike", () => {
  it("can have equal stamps for unlike schemas, and are told apart", async () => {
    const other = await ownServer();
    const third = await ownServer();
    const databases = [await other.database("orders"), await third.database("orders")] as const;
    await databases[0].sql(SCHEMA);
    await databases[1].sql(SCHEMA.replace("email text", "email varchar"));
    const first = watch(databases[0].url());
    const moved = {
      ...first.ports,
      credentials: environmentCredentials({ DRIFTWATCH_URL_ORDERS: databases[1].url() }),
    };
    try {
      first.accept(await first.check());
      await first.check();
      const stamp = first.state()?.reading?.stamp;
      // Somebody who says that the database is there now is believed, and the verdict is not.
      const [, home = ""] = /--home (\S+)/.exec((await checkDrift(aTarget(), moved)).error?.message ?? "") ?? [];
      await move(aTarget(), moved, { home, by: "ann", why: "moved" });
      expect(await checkDrift(aTarget(), moved)).toMatchObject({ status: "DRIFTED", unmoved: false });
      expect(first.state()?.reading?.stamp).toBe(stamp);
    } finally {
      first.end();
      await Promise.all([other.stop(), third.stop()]);
    }
  });
});
