/** A migration in progress: not checked, nobody woken, looked at again; and never silent for good. On real locks. */

import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf } from "../../lib/postgres/embedded/database.ts";
import { renderText } from "../../lib/report/text.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";

const PRISMA = "SELECT pg_advisory_lock(72707369)";
const HOUR = 3_600_000;

let own: OwnServer;
let database: OwnDatabase;
let world: Watch;
let holder: pg.Client;
let waiting: () => Promise<void>;
let databases = 0;

beforeAll(async () => {
  own = await ownServer();
  await (await own.database("roles")).sql("CREATE ROLE watcher LOGIN; CREATE ROLE deploy LOGIN SUPERUSER");
});
afterAll(() => own.stop());
beforeEach(async () => {
  databases += 1;
  database = await own.database(`orders_${databases}`);
  await database.sql(
    "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, a int); CREATE TABLE app.u (id int PRIMARY KEY)",
  );
  waiting = async () => undefined;
  world = watch(database.url("watcher"), ({ clock }) => ({ clock: { ...clock, wait: () => waiting() } }));
  world.accept(await world.check());
  await world.check();
  holder = await connect({ ...endpointOf(own.server, `orders_${databases}`), user: "deploy" });
  await holder.query("SET application_name = 'migrator'");
});
afterEach(async () => {
  world.end();
  await holder.end();
});

const DRIFT = "ALTER TABLE app.t ADD COLUMN b int";
const sent = () => world.published.map(({ transition }) => transition);

describe("while a migration tool holds its lock", () => {
  it("a schema that moved is not checked, nobody is told, and the report says who is at work", async () => {
    await holder.query(PRISMA);
    await database.sql(DRIFT);
    const report = await world.check();
    expect(report).toMatchObject({ status: "NOT_CHECKED", transition: null, findings: [], incident: null });
    expect(report.error?.code).toBe("migration-running");
    expect(report.summary).toMatch(
      /^orders was not checked: a migration is running: pid \d+, application "migrator", user deploy holds the lock of Prisma\.$/,
    );
    expect(report.nextSteps[0]).toMatch(/^Wait for the next run/);
    expect(renderText(report, { colour: false })).toContain("NOT CHECKED");
    expect(sent()).toEqual([]);
    await holder.query("SELECT pg_advisory_unlock_all()");
    expect(await world.check()).toMatchObject({ status: "DRIFTED", transition: "opened" });
    expect(sent()).toEqual(["opened"]);
  });

  it("its end is waited for", async () => {
    await holder.query(PRISMA);
    await database.sql(DRIFT);
    let waits = 0;
    waiting = async () => {
      waits += 1;
      if (waits === 3) await holder.query(`ALTER TABLE app.t DROP COLUMN b; SELECT pg_advisory_unlock_all()`);
    };
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", unmoved: false });
    expect(waits).toBe(3);
  });

  it("a verdict stands as long as nothing has moved", async () => {
    await holder.query(PRISMA);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", unmoved: true });
  });

  it("an open incident stays what it is", async () => {
    await database.sql(DRIFT);
    const { incident } = await world.check();
    await holder.query(`${PRISMA}; ALTER TABLE app.t DROP COLUMN b`);
    expect(await world.check()).toMatchObject({ status: "NOT_CHECKED", incident });
    expect(sent()).toEqual(["opened"]);
  });

  it("for hours, the check is made all the same and says so", async () => {
    await holder.query(PRISMA);
    await database.sql(DRIFT);
    expect((await world.check()).status).toBe("NOT_CHECKED");
    world.pass(5 * HOUR);
    expect((await world.check()).status).toBe("NOT_CHECKED");
    world.pass(HOUR);
    const report = await world.check();
    expect(report).toMatchObject({ status: "DRIFTED", transition: "opened" });
    expect(report.health).toMatchObject([
      { code: "health.migration-lock-held", severity: "medium", title: "the lock of Prisma", address: "database:this" },
    ]);
    expect(report.health[0]?.suggestion).toMatch(/SELECT pg_terminate_backend\(\d+\)$/);
    // It is told as long as the verdict stands; a new lock is a new migration.
    expect((await world.check()).health).toEqual(report.health);
    await holder.query("SELECT pg_advisory_unlock_all(); SELECT pg_advisory_lock(4727445306447283)");
    await database.sql("CREATE TABLE app.v (id int PRIMARY KEY)");
    expect(await world.check()).toMatchObject({ status: "NOT_CHECKED", health: [] });
  });
});

describe("the lock of each tool, in this database", () => {
  // What the tools compute from the database's name, as measured with them for this one.
  const NAME = "mydb";
  let mine: OwnDatabase;
  let other: OwnDatabase;
  let migrator: pg.Client;
  let here: Watch;

  beforeAll(async () => {
    mine = await own.database(NAME);
    other = await own.database("mydb_other");
    for (const { sql } of [mine, other])
      await sql(`
        CREATE TABLE orders (id int PRIMARY KEY);
        CREATE TABLE knex_migrations_lock (index int PRIMARY KEY, is_locked int); INSERT INTO knex_migrations_lock VALUES (1, 0);
        CREATE TABLE schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
        CREATE TABLE databasechangeloglock (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby varchar(255));
        INSERT INTO databasechangeloglock VALUES (1, false, NULL, NULL);
        CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
          migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
          applied_steps_count int NOT NULL DEFAULT 0);
        INSERT INTO _prisma_migrations VALUES ('1', 'x', NULL, '1_failed', 'it said why', NULL, '2026-11-01', 0),
          ('2', 'x', NULL, '1_failed', NULL, now(), '2026-11-01', 0), ('3', 'x', now(), '1_failed', NULL, NULL, '2026-11-01', 1)`);
    migrator = await connect(endpointOf(own.server, NAME));
    await migrator.query("SET application_name = 'migrator'");
  });
  afterAll(() => migrator.end());
  beforeEach(async () => {
    here = watch(mine.url("watcher"));
    await mine.sql(
      "GRANT SELECT ON databasechangeloglock, knex_migrations_lock, _prisma_migrations TO watcher; DROP TABLE IF EXISTS drift",
    );
    here.accept(await here.check());
    await here.check();
    await mine.sql("CREATE TABLE drift (id int PRIMARY KEY)");
  });
  afterEach(() => here.end());

  const session = /^a migration is running: pid \d+, application "migrator", user \w+ holds /;

  it.each<[string, string]>([
    ["Flyway", "SELECT pg_advisory_lock(77433833903597)"],
    ["Prisma", PRISMA],
    ["Rails", "SELECT pg_advisory_lock(586353752304064290)"],
    ["sqlx", "SELECT pg_advisory_lock(293176876009260204)"],
    ["golang-migrate", "SELECT pg_advisory_lock(2103762914)"],
    ["goose", "SELECT pg_advisory_lock(5887940537704921958)"],
    ["node-pg-migrate", "SELECT pg_advisory_lock(7241865325823964)"],
    ["graphile-migrate", "SELECT pg_advisory_lock(4727445306447283)"],
    ["Knex", "BEGIN; UPDATE knex_migrations_lock SET is_locked = 1"],
    ["Ecto", "BEGIN; LOCK TABLE schema_migrations IN SHARE UPDATE EXCLUSIVE MODE"],
  ])("%s: not checked, with who holds it, and checked once it is free", async (tool, sql) => {
    await migrator.query(sql);
    const report = await here.check();
    await migrator.query("SELECT pg_advisory_unlock_all(); ROLLBACK");
    expect(report).toMatchObject({ status: "NOT_CHECKED", transition: null, error: { code: "migration-running" } });
    expect(report.error?.message).toMatch(session);
    expect(report.error?.message).toContain(`holds the lock of ${tool}`);
    expect(here.published).toEqual([]);
    expect((await here.check()).status).toBe("DRIFTED");
  });

  it.each<[string, string, string, RegExp]>([
    [
      "Liquibase",
      "UPDATE databasechangeloglock SET locked = true, lockedby = 'ci-7 (10.0.0.7)', lockgranted = now()",
      "UPDATE databasechangeloglock SET locked = false",
      /^a migration is running: ci-7 \(10\.0\.0\.7\) holds the lock of Liquibase$/,
    ],
    [
      "Knex without transactions",
      "UPDATE knex_migrations_lock SET is_locked = 1",
      "UPDATE knex_migrations_lock SET is_locked = 0",
      /^a migration is running: a row of public\.knex_migrations_lock holds the lock of Knex$/,
    ],
    [
      "Prisma without its lock",
      "INSERT INTO _prisma_migrations VALUES ('9', 'x', NULL, '2_begun', NULL, NULL, '2026-11-20 02:59:00+00', 0)",
      "DELETE FROM _prisma_migrations WHERE id = '9'",
      /^a migration is running: migration 2_begun holds a row of _prisma_migrations that was begun and not finished$/,
    ],
  ])("a row of %s that was begun and is not finished, too", async (tool, begin, end, message) => {
    await mine.sql(begin);
    const report = await here.check();
    expect(report.error?.message).toMatch(message);
    expect(report).toMatchObject({ status: "NOT_CHECKED", transition: null });
    // A tool that died leaves it behind: after hours the check is made, and says how to be rid of it.
    here.pass(7 * HOUR);
    const late = await here.check();
    await mine.sql(end);
    expect(late).toMatchObject({ status: "DRIFTED", transition: "opened" });
    expect(late.health).toMatchObject([{ code: "health.migration-lock-held" }]);
    expect(late.health[0]?.suggestion).toContain(tool.split(" ")[0]?.toLowerCase());
    expect(await here.check({ full: true })).toMatchObject({ status: "DRIFTED", health: [] });
  });

  it("is nobody's business in another database, nor in a table that may not be read", async () => {
    await other.sql("UPDATE databasechangeloglock SET locked = true; UPDATE knex_migrations_lock SET is_locked = 1");
    await mine.sql("UPDATE databasechangeloglock SET locked = true; REVOKE ALL ON databasechangeloglock FROM watcher");
    const report = await here.check();
    await mine.sql("UPDATE databasechangeloglock SET locked = false");
    expect(report.status).toBe("DRIFTED");
  });
});

describe("what is no migration", () => {
  it.each([
    ["an application's advisory lock", "SELECT pg_advisory_lock(4711), pg_advisory_lock(72707369, 1)"],
    ["writing", "BEGIN; INSERT INTO app.t VALUES (1); SELECT * FROM app.t FOR UPDATE"],
    ["a temporary table", "BEGIN; CREATE TEMPORARY TABLE x (a int); LOCK TABLE x"],
    ["a refresh of a materialized view", "BEGIN; LOCK TABLE app.m IN EXCLUSIVE MODE; REFRESH MATERIALIZED VIEW app.m"],
    ["ANALYZE", "BEGIN; ANALYZE app.t"],
  ])("%s", async (what, sql) => {
    if (what.includes("materialized")) await database.sql("CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS one");
    await holder.query(sql.replace("LOCK TABLE app.m IN EXCLUSIVE MODE; ", ""));
    await database.sql("CREATE TABLE app.drift (id int PRIMARY KEY)");
    expect((await world.check()).status).toBe(what.includes("materialized") ? "INCOMPLETE" : "DRIFTED");
  });

  it("a migration of another database of the same server", async () => {
    const other = await own.database(`other_${databases}`);
    await other.sql("CREATE TABLE t (a int)");
    const elsewhere = await connect(endpointOf(own.server, `other_${databases}`));
    try {
      await elsewhere.query(`${PRISMA}; BEGIN; LOCK TABLE t`);
      await database.sql(DRIFT);
      expect((await world.check()).status).toBe("DRIFTED");
    } finally {
      await elsewhere.end();
    }
  });
});

describe("a session that changes tables", () => {
  it.each(["ALTER TABLE app.t ADD COLUMN c int", "CREATE INDEX i ON app.t (a)", "DROP TABLE app.u"])(
    "by %s keeps the check from being made",
    async (sql) => {
      await database.sql("CREATE TABLE app.drift ()");
      await holder.query(`BEGIN; ${sql}`);
      const report = await world.check();
      expect(report).toMatchObject({ status: "NOT_CHECKED", transition: null });
      expect(report.error).toMatchObject({
        code: "migration-running",
        message: expect.stringMatching(/a lock on app\.[tu]/),
      });
      await holder.query("ROLLBACK");
      expect((await world.check()).status).toBe("DRIFTED");
    },
  );

  it("while the schema is read makes it be read again", async () => {
    await database.sql("CREATE TABLE app.drift ()");
    let reads = 0;
    const { databases: open } = world.ports;
    const moving = watch(database.url("watcher"), ({ clock }) => ({
      snapshots: world.ports.snapshots,
      clock: { ...clock, wait: async () => void (await holder.query("DROP TABLE app.drift; COMMIT")) },
      databases: {
        open: async (login) => {
          const session = await open.open(login);
          return {
            close: () => session.close(),
            read: async (sql, onRow, options) => {
              const rows = await session.read(sql, onRow, options);
              // The first look for locks has found none.
              if (sql.includes("pg_locks") && sql.includes("72707369") === false && reads++ === 0)
                await holder.query("BEGIN; LOCK TABLE app.u IN SHARE ROW EXCLUSIVE MODE");
              return rows;
            },
          };
        },
      },
    }));
    const report = await moving.check();
    moving.end();
    expect(report).toMatchObject({ status: "IN_SYNC", findings: [] });
  });
});
