/** Checks against a schema that was replayed from migrations: the ledger has its say at every one of them. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { DEFAULT_PROFILES } from "../../lib/core/profile.ts";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { projectOf } from "../support/project.ts";
import { aTarget } from "../support/target.ts";

const SCRIPTS = [
  "CREATE TABLE users (id int PRIMARY KEY, name text, old text);",
  "ALTER TABLE users ADD COLUMN email text; CREATE INDEX users_email ON users (email);",
  "ALTER TABLE users ALTER COLUMN name SET NOT NULL; ALTER TABLE users DROP COLUMN old; CREATE TABLE posts (id int, by int REFERENCES users);",
];
const LEDGER = "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);";
const recorded = (n: number): string => `INSERT INTO schema_migrations VALUES ('${n}');`;

let expected: Snapshot;
let database: FreshDatabase;
let world: Watch;

beforeAll(async () => {
  const files = Object.fromEntries(
    SCRIPTS.map((script, at) => [`${at + 1}_m.sql`, `-- migrate:up\n${script}\n-- migrate:down\n`]),
  );
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  try {
    expected = await replay(KINDS, projectOf(files), scratch, { scope: { ...EVERYTHING, profiles: DEFAULT_PROFILES } });
  } finally {
    await scratch.close();
  }
});
beforeEach(async () => {
  database = await freshDatabase();
  await database.sql(LEDGER);
  world = watch(database.url);
  const path = world.ports.snapshots.expectedLocation(aTarget());
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packSnapshot(expected, path));
});
afterEach(async () => {
  world.end();
  await database.drop();
});

const migrate = async (...numbers: readonly number[]): Promise<void> => {
  for (const n of numbers) await database.sql(`${SCRIPTS[n - 1]} ${recorded(n)}`);
};
const codes = async (full = false) =>
  (await world.check({ full })).findings.map(({ code, address }) => `${code} ${address}`);

describe("a schema that was replayed", () => {
  it("is in sync when all has been run, whoever owns the tables", async () => {
    await migrate(1, 2, 3);
    await database.sql("CREATE ROLE ledger_owner; ALTER TABLE users OWNER TO ledger_owner");
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", findings: [], pending: [], transition: null });
    await database.sql("ALTER TABLE users OWNER TO postgres; DROP ROLE ledger_owner");
  });

  it.each([0, 1, 2])("is in sync when %i have been run: what is pending is no drift", async (n) => {
    await migrate(...[1, 2, 3].slice(0, n));
    const report = await world.check();
    expect(report).toMatchObject({ status: "IN_SYNC", findings: [], transition: null });
    expect(report.remediation.statements).toEqual([]);
    expect(report.pending).toHaveLength(3 - n);
    expect(report.summary).toContain(`${3 - n} migration`);
    expect(world.published).toEqual([]);
  });

  it("drifts by what no pending migration explains, and the SQL mends only that", async () => {
    await migrate(1);
    await database.sql("ALTER TABLE users ADD COLUMN hotfix int");
    const report = await world.check();
    expect(report.findings.map(({ code, address }) => [code, address])).toEqual([
      ["column.added", "column:public.users.hotfix"],
    ]);
    expect(report.remediation.statements.map(({ sql }) => sql)).toEqual([
      'ALTER TABLE "public"."users" DROP COLUMN "hotfix"',
    ]);
  });

  it("tells what is recorded and missing, beside what is missing", async () => {
    await migrate(1, 3);
    await database.sql(recorded(2));
    expect(await codes()).toEqual([
      "column.removed column:public.users.email",
      'migration.recorded-missing migration:"2"',
    ]);
    expect(world.published.map(({ transition }) => transition)).toEqual(["opened"]);
  });

  it("tells what is there and not recorded, though the schema is as expected", async () => {
    await migrate(1, 2, 3);
    await database.sql("DELETE FROM schema_migrations WHERE version = '3'");
    expect(await world.check()).toMatchObject({
      status: "DRIFTED",
      findings: [{ code: "migration.unrecorded-present", severity: "high", title: "migration 3_m.sql" }],
      remediation: { statements: [] },
    });
  });

  it("looks at the ledger also where the catalogue has not moved", async () => {
    await migrate(1, 2, 3);
    expect(await codes()).toEqual([]);
    expect(await world.check()).toMatchObject({ unmoved: true });
    await database.sql(recorded(99));
    expect(await codes()).toEqual(['migration.recorded-orphan migration:"99"']);
    expect(await world.check()).toMatchObject({ unmoved: true, transition: "still" });
    await database.sql("DELETE FROM schema_migrations WHERE version = '99'");
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: "resolved" });
  });

  it("is incomplete where the ledger may not be read, and says what would mend it", async () => {
    await migrate(1, 2, 3);
    await database.sql("ALTER TABLE schema_migrations RENAME COLUMN version TO number");
    expect(await world.check()).toMatchObject({
      status: "INCOMPLETE",
      unreadable: [{ kind: "migration ledger", reason: expect.stringContaining("no column version") }],
    });
  });

  it("finds the ledger absent where nothing was ever recorded", async () => {
    await database.sql(SCRIPTS.join(" "));
    await database.sql("DROP TABLE schema_migrations");
    expect(await codes()).toEqual(["migration.ledger-absent migration:ledger"]);
  });

  it("hides by rule what somebody knows of", async () => {
    await migrate(1, 2, 3);
    await database.sql(recorded(99));
    const target = aTarget({ ignore: [{ kind: "migration", address: 'migration:"99"', reason: "from before" }] });
    expect(await world.check({}, target)).toMatchObject({
      status: "IN_SYNC",
      suppressed: [{ finding: { address: 'migration:"99"' } }],
    });
  });
});
