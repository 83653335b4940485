/**
 * What the orchestrator that the decision table was carried over from gets wrong, defect by defect, and that it is not
 * ours: real checks of a database whose migrations were replayed.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report.ts";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { endpointOf } from "../../lib/postgres/embedded/database.ts";
import { driftwatch } from "../cli/driftwatch.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { projectOf } from "../support/project.ts";
import { aTarget } from "../support/target.ts";

const SCRIPTS = [
  "CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY, name text);",
  "ALTER TABLE app.users ADD COLUMN email text; CREATE INDEX users_email ON app.users (email);",
  "CREATE TABLE app.audit (id int);",
  "ALTER TABLE app.audit ADD COLUMN at timestamptz;",
  `CREATE TABLE app.groups (id int PRIMARY KEY);
   DO $$ BEGIN EXECUTE 'CREATE TABLE app.users_groups (user_id int REFERENCES app.users, group_id int REFERENCES app.groups)'; END $$;`,
  "DROP TABLE app.audit;",
];
const ALL = SCRIPTS.map((_, at) => at + 1);

let own: OwnServer;
let expected: Snapshot;
let database: OwnDatabase;
let world: Watch;
let databases = 0;
const clients: pg.Client[] = [];

beforeAll(async () => {
  own = await ownServer();
  await (await own.database("roles")).sql("CREATE ROLE watcher LOGIN");
  const files = ALL.map((n) => [`${n}_m.sql`, `-- migrate:up\n${SCRIPTS[n - 1]}\n-- migrate:down\n`] as const);
  const scratch = await openScratch({ url: own.server.connectionString() });
  try {
    expected = await replay(KINDS, projectOf(Object.fromEntries(files)), scratch, {
      scope: { ...EVERYTHING, profiles: ["ledgers"] },
    });
  } finally {
    await scratch.close();
  }
});
afterAll(() => own.stop());
beforeEach(async () => {
  databases += 1;
  database = await own.database(`shop_${databases}`);
  await database.sql(`
    CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY); GRANT SELECT ON schema_migrations TO watcher`);
  world = watchAs();
});
afterEach(async () => {
  world.end();
  for (const client of clients.splice(0)) await client.end();
});

function watchAs(user?: string): Watch {
  const made = watch(database.url(user));
  const path = made.ports.snapshots.expectedLocation(aTarget());
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packSnapshot(expected, path));
  return made;
}
const run = async (numbers: readonly number[]) => {
  for (const n of numbers) await database.sql(SCRIPTS[n - 1] ?? "");
};
const record = async (numbers: readonly number[]) => {
  for (const n of numbers) await database.sql(`INSERT INTO schema_migrations VALUES ('${n}')`);
};
const migrate = async (numbers: readonly number[]) => {
  await run(numbers);
  await record(numbers);
};
const ledgerFindings = ({ findings }: Report) =>
  findings.filter(({ code }) => code.startsWith("migration.")).map(({ code, address }) => `${code} ${address}`);

describe("the known defects of another's decision table", () => {
  it("(a) what a role may not touch is missing: ours sees it, whoever may touch it", async () => {
    await migrate(ALL);
    world.end();
    world = watchAs("watcher");
    expect(await database.sql("SELECT has_schema_privilege('watcher', 'app', 'USAGE') AS may")).toEqual([
      { may: false },
    ]);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", findings: [] });
  });

  it("(b) a view is taken for the table, and only the current schema is looked at: ours tells them apart anywhere", async () => {
    await migrate(ALL);
    await database.sql(`ALTER ROLE ALL IN DATABASE shop_${databases} SET search_path = nowhere`);
    expect((await world.check({ full: true })).status).toBe("IN_SYNC");
    await database.sql(
      "DROP TABLE app.users_groups, app.groups; CREATE VIEW app.groups AS SELECT 1 AS id; CREATE VIEW app.users_groups AS SELECT 1 AS user_id, 2 AS group_id",
    );
    expect(ledgerFindings(await world.check())).toEqual(['migration.recorded-missing migration:"5"']);
    await database.sql("CREATE TABLE public.groups (id int PRIMARY KEY)");
    expect(ledgerFindings(await world.check())).toEqual(['migration.recorded-missing migration:"5"']);
  });

  it("(c) any advisory lock of the whole cluster aborts: ours knows whose lock it is, and of which database", async () => {
    await migrate(ALL);
    await database.sql("CREATE TABLE app.hotfix (id int)");
    await own.database(`elsewhere_${databases}`);
    const [application, migrator] = [`shop_${databases}`, `elsewhere_${databases}`].map((name) =>
      connect(endpointOf(own.server, name)),
    );
    clients.push(...(await Promise.all([application!, migrator!])));
    await clients[0]?.query("SELECT pg_advisory_lock(42), pg_advisory_lock(7, 7)");
    await clients[1]?.query("SELECT pg_advisory_lock(72707369)");
    expect((await world.check()).status).toBe("DRIFTED");
    await clients[0]?.query("SELECT pg_advisory_lock(72707369)");
    await database.sql("CREATE TABLE app.more (id int)");
    expect(await world.check()).toMatchObject({ status: "NOT_CHECKED", error: { code: "migration-running" } });
  });

  it("(d) a hole in the middle is mended by what breaks the rest: ours proposes what is missing and nothing else", async () => {
    await migrate([1, 3, 4, 5, 6]);
    await record([2]);
    const report = await world.check();
    expect(ledgerFindings(report)).toEqual(['migration.recorded-missing migration:"2"']);
    const statements = report.remediation.statements.map(({ sql }) => sql);
    expect(statements).toHaveLength(2);
    for (const sql of statements) await database.sql(sql);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", findings: [] });
    // Not recorded, it is the hole that is told; what comes after it is in order.
    await database.sql(
      "DROP INDEX app.users_email; ALTER TABLE app.users DROP email; DELETE FROM schema_migrations WHERE version = '2'",
    );
    expect(ledgerFindings(await world.check())).toEqual(['migration.skipped-by-order migration:"2"']);
  });

  it("(e) a column of a model that today's code has no more is not looked at: ours is judged by what its migration did", async () => {
    await migrate([1, 2, 3]);
    await record([4]);
    expect(ledgerFindings(await world.check())).toEqual(['migration.recorded-missing migration:"4"']);
    await run([4]);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", pending: ["5_m.sql", "6_m.sql"] });
    // With its parent gone, too, it is as if the last one had been run.
    await database.sql("DROP TABLE app.audit");
    expect(ledgerFindings(await world.check())).toEqual(['migration.unrecorded-present migration:"6"']);
  });

  it("(f) a row without a file is never told: ours is", async () => {
    await migrate(ALL);
    await record([7]);
    expect(ledgerFindings(await world.check())).toEqual(['migration.recorded-orphan migration:"7"']);
  });

  it("(g) own tables that no model names are called foreign: ours are known by the migration that made them", async () => {
    await migrate(ALL);
    const foreign = async () => {
      const path = world.ports.snapshots.expectedLocation(aTarget());
      const args = ["ledger", path, "--database-url", database.url(), "--format", "json"];
      return JSON.parse((await driftwatch(args)).stdout).unattributed;
    };
    expect(await foreign()).toEqual([]);
    await database.sql("CREATE TABLE app.legacy (id int)");
    expect(await foreign()).toEqual(["column:app.legacy.id", "table:app.legacy"]);
  });

  it.each([true, false])("(h) half of it is there: half applied, recorded (%s) or not", async (recorded) => {
    await migrate([1]);
    await database.sql("ALTER TABLE app.users ADD COLUMN email text");
    if (recorded) await record([2]);
    const report = await world.check();
    expect(ledgerFindings(report)).toEqual(['migration.half-applied migration:"2"']);
    expect(JSON.stringify(report.findings)).toContain("index:app.users.users_email");
  });

  it("(i) one database's error stops the rest: ours are checked each by itself", async () => {
    await migrate(ALL);
    const gone = aTarget({ id: "gone", urlFromEnv: "NOWHERE" });
    const [broken, whole] = await Promise.all([world.check({}, gone), world.check()]);
    expect([broken.status, whole.status]).toEqual(["ERROR", "IN_SYNC"]);
  });

  it("(j) pending alone is an error without a word: ours is in sync, says so, and exits with 0", async () => {
    await migrate([1, 2]);
    const report = await world.check();
    expect(report).toMatchObject({ status: "IN_SYNC", findings: [], transition: null });
    expect(report.summary).toContain("4 migrations still to be run");
    const path = world.ports.snapshots.expectedLocation(aTarget());
    const { code, stdout } = await driftwatch(["ledger", path, "--database-url", database.url()]);
    expect({ code, pending: stdout.match(/\[ \]/g)?.length }).toEqual({ code: 0, pending: 4 });
  });
});
