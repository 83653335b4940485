/** Which database stands there: the one that was seen first, no other target's, and no replica in silence. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Target } from "../../lib/config/target.ts";
import { environmentCredentials } from "../../lib/local/credentials.ts";
import { move } from "../../lib/monitor/home.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { renderMarkdown } from "../../lib/report/markdown.ts";
import { renderText } from "../../lib/report/text.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { type Replica, replicaOf } from "../support/replica.ts";
import { aTarget } from "../support/target.ts";

const SCHEMA = "CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY, email text)";
const DAY = 24 * 3_600_000;

let own: OwnServer;
let other: OwnServer;
let replica: Replica;
let database: OwnDatabase;
let world: Watch;
/** URLs by the ids of their targets. */
let urls: Record<string, string>;

beforeAll(async () => {
  [own, other] = await Promise.all([ownServer(), ownServer()]);
  database = await own.database("orders");
  await database.sql(`${SCHEMA}; CREATE ROLE watcher LOGIN`);
  await (await other.database("orders")).sql(SCHEMA);
  await (await own.database("billing")).sql(SCHEMA);
  replica = await replicaOf(own.server);
  await replica.caughtUp();
});
afterAll(async () => {
  await replica.stop();
  await Promise.all([own.stop(), other.stop()]);
});
beforeEach(async () => {
  urls = { ORDERS: database.url() };
  world = watch(database.url(), () => ({
    credentials: {
      read: (target, fresh) => {
        const env = Object.entries(urls).map(([id, url]) => [`DRIFTWATCH_URL_${id}`, url]);
        return environmentCredentials(Object.fromEntries(env)).read(target, fresh);
      },
    },
  }));
});
afterEach(() => world.end());

async function inSync(): Promise<void> {
  world.accept(await world.check());
  expect((await world.check()).status).toBe("IN_SYNC");
}
const MIRROR: Target = aTarget({ id: "mirror", expected: { in: "store", key: "orders/expected.json.gz" } });

describe("a target's database", () => {
  it("is remembered as it was seen first", async () => {
    const [{ id }] = (await database.sql("SELECT system_identifier::text AS id FROM pg_control_system()")) as [
      { id: string },
    ];
    await inSync();
    const { home } = world.state()!;
    expect(home).toMatchObject({ systemIdentifier: id, database: "orders" });
    await world.check({ full: true });
    expect(world.state()?.home).toEqual(home);
  });

  it("is never silently another one: the error says which, and how to accept it", async () => {
    await inSync();
    const before = world.memory();
    urls.ORDERS = other.server.connectionString("orders");
    for (const full of [false, true]) {
      const report = await world.check({ full });
      expect(report).toMatchObject({ status: "ERROR", error: { code: "database-changed" }, findings: [] });
      expect(report.error?.message).toMatch(
        /^orders is another database: orders on the server \d+, and since 2026-11-20T\S+ it was orders on the server \d+; /,
      );
      expect(report.nextSteps.join()).toMatch(/driftwatch accept --database orders --home \d+\/orders --why "…"/);
    }
    expect(world.memory()).toEqual(before);
    expect(world.published).toEqual([]);

    const home = /--home (\S+)/.exec((await world.check()).error?.message ?? "")?.[1] ?? "";
    const moved = await move(aTarget(), world.ports, { home, by: "ann", why: "moved to the new server" });
    expect(moved).toMatchObject({ verb: "moved", to: home, from: `${before.home?.systemIdentifier}/orders` });
    expect(world.state()?.decisions[0]).toEqual(moved);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", unmoved: false });
    urls.ORDERS = database.url();
    expect((await world.check()).error?.code).toBe("database-changed");
  });

  it("is another one where the name on the same server is another's", async () => {
    await inSync();
    urls.ORDERS = own.server.connectionString("billing");
    expect((await world.check()).error?.code).toBe("database-changed");
  });

  it("is the same after it was renamed, or dropped and restored under its name", async () => {
    const { sql } = await own.database("shop");
    await sql(SCHEMA);
    urls.ORDERS = own.server.connectionString("shop");
    await inSync();
    const admin = await own.database("admin");
    const elsewhere = async (statement: string) => {
      await admin.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('shop', 'store')");
      await admin.sql(statement);
    };
    // The test's own session has been ended with the others.
    await elsewhere("ALTER DATABASE shop RENAME TO store");
    urls.ORDERS = own.server.connectionString("store");
    expect((await world.check()).status).toBe("IN_SYNC");
    await elsewhere("DROP DATABASE store");
    await (await own.database("store")).sql(SCHEMA);
    expect((await world.check({ full: true })).status).toBe("IN_SYNC");
    await expect(move(aTarget(), world.ports, { home: "store", by: "ann", why: "x" })).rejects.toThrow(
      /names no database of a server/,
    );
  });

  it("that cannot be told from another says so, and is checked", async () => {
    await database.sql("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
    try {
      urls.ORDERS = database.url("watcher");
      await inSync();
      const report = await world.check();
      expect(report.notes).toEqual([expect.stringMatching(/cannot be told from another one .*GRANT EXECUTE/)]);
      expect(renderText(report, { colour: false })).toContain("pg_control_system()");
      expect(world.state()?.home).toMatchObject({ systemIdentifier: null, database: "orders" });
      // What is readable one day is remembered from then on.
      urls.ORDERS = database.url();
      expect((await world.check()).notes).toEqual([]);
      expect(world.state()?.home?.systemIdentifier).toMatch(/^\d+$/);
      urls.ORDERS = database.url("watcher");
      expect((await world.check()).status).toBe("IN_SYNC");
    } finally {
      await database.sql("GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC");
    }
  });
});

describe("two targets", () => {
  async function refusedAs(target: Target): Promise<{ readonly message: string }> {
    const { error } = await world.check({ full: true }, target);
    expect(error?.code).toBe("database-shared");
    return { message: error?.message ?? "" };
  }

  it("that are one physical database: the second is refused, the first goes on", async () => {
    await inSync();
    urls.MIRROR = database.url("watcher");
    const report = await world.check({}, MIRROR);
    expect(report).toMatchObject({ status: "ERROR", error: { code: "database-shared" } });
    expect(report.error?.message).toMatch(/^mirror is the same physical database as orders; watch it under one id/);
    expect((await world.check({ full: true })).status).toBe("IN_SYNC");
    // Once the other has not been seen for long, it is watched no more.
    world.pass(31 * DAY);
    expect((await world.check({}, MIRROR)).status).toBe("IN_SYNC");
  });

  it("of which one is the other under a new id: it takes the old one's place once somebody says so", async () => {
    await inSync();
    urls.MIRROR = database.url();
    const [, home = ""] = /--database mirror --home (\d+\/orders) /.exec((await refusedAs(MIRROR)).message) ?? [];
    await move(MIRROR, world.ports, { home, by: "ann", why: "renamed to mirror" });
    expect((await world.check({}, MIRROR)).status).toBe("IN_SYNC");
    // Who is checked all the same is told that it is the second one now.
    expect((await refusedAs(aTarget())).message).toMatch(/^orders is the same physical database as mirror; /);
    expect((await world.check({ full: true }, MIRROR)).status).toBe("IN_SYNC");
  });

  it("of which the other is still checked: nobody takes its place", async () => {
    await inSync();
    urls.MIRROR = database.url();
    const [, home = ""] = /--home (\S+)/.exec((await refusedAs(MIRROR)).message) ?? [];
    await move(MIRROR, world.ports, { home, by: "ann", why: "a mistake" });
    world.pass(2 * DAY);
    expect((await world.check({ full: true })).status).toBe("IN_SYNC");
    await refusedAs(MIRROR);
  });

  it("are told by no quiet check: that leaves nothing behind", async () => {
    await inSync();
    urls.MIRROR = own.server.connectionString("billing");
    const before = world.files();
    await world.check({ notify: false }, MIRROR);
    expect(world.files()).toEqual(before);
  });

  it("at once: one of them is refused", async () => {
    await inSync();
    urls = { ...urls, MIRROR: database.url(), THIRD: database.url() };
    const fresh = watch(database.url(), () => ({ credentials: world.ports.credentials }));
    const targets = [MIRROR, aTarget({ id: "third", expected: MIRROR.expected })];
    const reports = await Promise.all(targets.map((target) => fresh.check({}, target)));
    expect(reports.filter(({ error }) => error?.code === "database-shared")).toHaveLength(1);
    fresh.end();
  });

  it("on one server, or on two with like schemas, are none of each other's business", async () => {
    await inSync();
    urls.MIRROR = own.server.connectionString("billing");
    expect((await world.check({}, MIRROR)).status).toBe("IN_SYNC");
    urls.THIRD = other.server.connectionString("orders");
    expect((await world.check({}, aTarget({ id: "third", expected: MIRROR.expected }))).status).toBe("IN_SYNC");
  });
});

describe("a replica in recovery", () => {
  it("is read, and every report says that it is one", async () => {
    urls.ORDERS = replica.url("orders", "watcher");
    await inSync();
    const report = await world.check();
    expect(report).toMatchObject({ status: "IN_SYNC", unmoved: true });
    expect(report.notes).toEqual([expect.stringMatching(/^This is a replica in recovery/)]);
    for (const shown of [renderText(report, { colour: false }), renderMarkdown(report), renderHtml(report)])
      expect(await shown).toContain("replica in recovery");
  });

  it("shows what was changed on its primary", async () => {
    urls.ORDERS = replica.url("orders");
    await inSync();
    await database.sql("CREATE TABLE app.hotfix (id int PRIMARY KEY)");
    await replica.caughtUp();
    const report = await world.check();
    await database.sql("DROP TABLE app.hotfix");
    await replica.caughtUp();
    expect(report).toMatchObject({ status: "DRIFTED", unmoved: false });
    expect(report.findings.map(({ address }) => address)).toEqual(["table:app.hotfix"]);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
  });

  it("set up as a second database beside its primary is refused, whoever was there first", async () => {
    urls.MIRROR = replica.url("orders");
    await inSync();
    expect((await world.check({}, MIRROR)).error?.message).toMatch(/orders, or a replica of it; watch it under one id/);
    world.end();
    world = watch(database.url(), () => ({ credentials: world.ports.credentials }));
    world.accept(await world.check({}, MIRROR));
    expect((await world.check({}, MIRROR)).status).toBe("IN_SYNC");
    expect((await world.check()).status).toBe("IN_SYNC");
    expect((await world.check({ full: true }, MIRROR)).error?.code).toBe("database-shared");
  });

  // The last one: there is no way back.
  it("that was promoted is the same target's database, and a copy of it is another's", async () => {
    urls.ORDERS = replica.url("orders");
    await inSync();
    await replica.promote();
    const report = await world.check();
    expect(report).toMatchObject({ status: "IN_SYNC", notes: [] });
    // The old primary has its identifier and its OIDs, and runs by itself: a copy that somebody else may watch.
    urls.MIRROR = database.url();
    await world.check({ full: true });
    expect((await world.check({}, MIRROR)).status).toBe("IN_SYNC");
  });
});
