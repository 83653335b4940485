/** What Flyway records, held against its files: versions as it compares them, its checksums, its baselines. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { crc32 } from "../../lib/core/crc32.ts";
import type { LedgerReport } from "../../lib/core/ledger.ts";
import { DEFAULT_PROFILES } from "../../lib/core/profile.ts";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { statementsOf } from "../../lib/sqltext/statements.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf, type Files, projectOf } from "../support/project.ts";
import { driftwatch } from "./driftwatch.ts";

const LEDGER = `CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL,
  type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL,
  installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL);`;

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await database.sql(LEDGER);
});
afterEach(() => database.drop());

/** Records a run. */
const record = (version: string | null, description: string, type = "SQL", checksum: number | null = null) =>
  database.sql(
    `INSERT INTO flyway_schema_history SELECT count(*) + 1, ${version === null ? "NULL" : `'${version}'`}, '${description}', '${type}',
       'x', ${checksum}, 'me', now(), 1, true FROM flyway_schema_history`,
  );

async function expectedOf(files: Files, placeholders: Readonly<Record<string, string>> = {}): Promise<string> {
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  const path = join(directoryOf({}), "expected.json");
  try {
    const scope = { ...EVERYTHING, profiles: DEFAULT_PROFILES };
    writeFileSync(
      path,
      packSnapshot(await replay(KINDS, projectOf(files, { placeholders }), scratch, { scope }), path),
    );
  } finally {
    await scratch.close();
  }
  return path;
}

const ledger = (expected: string, ...args: string[]) =>
  driftwatch(["ledger", expected, "--database-url", database.url, ...args]);

/** The state of each migration, and that of the command. */
async function states(expected: string): Promise<readonly string[]> {
  const { code, stdout } = await ledger(expected, "--format", "json");
  const { migrations } = JSON.parse(stdout) as LedgerReport;
  return [...migrations.map(({ id, state, edited }) => `${id} ${state}${edited ? " edited" : ""}`), `exit ${code}`];
}

async function repair(expected: string): Promise<string> {
  const { stdout } = await ledger(expected, "--repair");
  for (const { sql } of await statementsOf(stdout)) await database.sql(sql);
  return stdout;
}

describe("a version", () => {
  const FILES = {
    "V001__init.sql": "CREATE TABLE one (id int);",
    "V2.0__two.sql": "CREATE TABLE two (id int);",
    "V2_01__three.sql": "CREATE TABLE three (id int);",
  };

  it.each([
    ["as its file has it", ["001", "2.0", "2.01"]],
    ["with other zeros", ["1", "2", "2.1.0"]],
  ])("is known %s", async (_how, versions) => {
    const expected = await expectedOf(FILES);
    await database.sql(Object.values(FILES).join(" "));
    for (const version of versions) await record(version, "m");
    expect(await states(expected)).toEqual(["001 applied", "2.0 applied", "2.01 applied", "exit 0"]);
    expect((await ledger(expected)).stdout).toContain("[X] 001 init");
  });

  it("is recorded as Flyway itself would, and taken back however it was recorded", async () => {
    const expected = await expectedOf(FILES);
    await database.sql(Object.values(FILES).join(" "));
    await record("001", "init");
    await record("10", "other");
    await repair(expected);
    const versions = () => database.sql("SELECT version, script FROM flyway_schema_history ORDER BY installed_rank");
    expect(await versions()).toEqual([
      { version: "001", script: "x" },
      { version: "10", script: "x" },
      { version: "2.0", script: "V2.0__two.sql" },
      { version: "2.01", script: "V2_01__three.sql" },
    ]);
    await database.sql("DROP TABLE three; UPDATE flyway_schema_history SET version = '2.1.0' WHERE version = '2.01'");
    await repair(expected);
    expect((await versions()).map(({ version }) => version)).toEqual(["001", "10", "2.0"]);
  });

  it("is within a baseline up to that of the baseline, which no repeatable migration is", async () => {
    const expected = await expectedOf({ ...FILES, "R__1_view.sql": "CREATE OR REPLACE VIEW v AS SELECT 1 AS a;" });
    await database.sql(`${FILES["V001__init.sql"]} ${FILES["V2.0__two.sql"]}`);
    await record("02", "<< Flyway Baseline >>", "BASELINE");
    expect(await states(expected)).toEqual(["001 applied", "2.0 applied", "2.01 pending", "1 view pending", "exit 0"]);
  });
});

describe("a baseline migration", () => {
  const BASE = "CREATE TABLE one (id int, more text);";
  const FILES = {
    "V1__one.sql": "CREATE TABLE one (id int);",
    "V1.1__more.sql": "ALTER TABLE one ADD COLUMN more text;",
    "B1.1__base.sql": BASE,
    "B1__older.sql": "CREATE TABLE never (id int);",
    "V2__two.sql": "CREATE TABLE two (id int);",
  };

  it("is run first on an empty database, and only what is above it then", async () => {
    const expected = await expectedOf(FILES);
    expect(await states(expected)).toEqual(["1.1 pending", "2 pending", "exit 0"]);
    const { stderr, code } = await driftwatch([
      ...["replay", "--migrations", directoryOf(FILES), "--out", join(directoryOf({}), "replayed.json")],
      ...["--scratch-url", databaseUrl(inject("server"), "postgres")],
    ]);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /stands for these, which are not run: B1__older\.sql, V1__one\.sql, V1\.1__more\.sql/,
      ),
    });
  });

  it("that was run stands for all up to its version", async () => {
    const expected = await expectedOf(FILES);
    await database.sql(`${BASE} ${FILES["V2__two.sql"]}`);
    await record("1.1", "base", "SQL_BASELINE", crc32(BASE) | 0);
    await record("2", "two");
    expect(await states(expected)).toEqual(["1.1 applied", "2 applied", "exit 0"]);
    await database.sql("UPDATE flyway_schema_history SET checksum = 7 WHERE version = '1.1'");
    expect(await states(expected)).toEqual(["1.1 applied edited", "2 applied", "exit 2"]);
  });

  it("is for new databases: older ones have what it stands for", async () => {
    const expected = await expectedOf(FILES);
    await database.sql([FILES["V1__one.sql"], FILES["V1.1__more.sql"], FILES["V2__two.sql"]].join(" "));
    await record("1", "one", "SQL", 1);
    await record("1.1", "more", "SQL", 2);
    await record("2", "two");
    expect(await states(expected)).toEqual(["1.1 applied", "2 applied", "exit 0"]);
    await database.sql("DROP TABLE one");
    expect(await states(expected)).toEqual(["1.1 recorded-missing", "2 applied", "exit 2"]);
  });

  it("of which the record was lost is recorded as one", async () => {
    const expected = await expectedOf(FILES);
    await database.sql(BASE);
    expect(await states(expected)).toEqual(["1.1 unrecorded-present", "2 pending", "exit 2"]);
    await repair(expected);
    expect(await database.sql("SELECT version, type, checksum FROM flyway_schema_history")).toEqual([
      { version: "1.1", type: "SQL_BASELINE", checksum: crc32(BASE) | 0 },
    ]);
    expect(await states(expected)).toEqual(["1.1 applied", "2 pending", "exit 0"]);
  });
});

describe("a repeatable migration", () => {
  const hole = (name: string) => `$${`{${name}}`}`;
  const TABLE = "CREATE TABLE t (id int, name text);";
  const view = (column: string) => `CREATE OR REPLACE VIEW v AS SELECT ${column} FROM t; -- ${hole("owner")}`;
  const files = (script: string) => ({ "V1__t.sql": TABLE, "R__views.sql": script });

  async function deployed(script: string, checksum: number): Promise<void> {
    await database.sql(`${TABLE} ${script}`);
    await record("1", "t");
    await record(null, "views", "SQL", checksum);
  }

  it.each([
    ["with its placeholders filled", view("id").replace(hole("owner"), "ann")],
    ["as it stands in the file", view("id")],
  ])("is known by the checksum of its text %s", async (_how, recorded) => {
    const expected = await expectedOf(files(view("id")), { owner: "ann" });
    await deployed(view("id"), crc32(recorded) | 0);
    expect(await states(expected)).toEqual(["1 applied", "views applied", "exit 0"]);
    await database.sql("DROP VIEW v");
    expect(await states(expected)).toEqual(["1 applied", "views recorded-missing", "exit 2"]);
  });

  it("that was edited is run again: what it makes is there meanwhile, however it is defined", async () => {
    const expected = await expectedOf(
      files(`${view("id, name")}\nCOMMENT ON VIEW v IS 'new'; CREATE OR REPLACE VIEW w AS SELECT 1 AS a;`),
      { owner: "ann" },
    );
    await deployed(`${view("id")}\n; CREATE VIEW w AS SELECT 1 AS a`, 7);
    expect(await states(expected)).toEqual(["1 applied", "views pending", "exit 0"]);
    expect((await ledger(expected)).stdout).toMatch(
      /1 recorded, 1 pending, nothing wrong\n.*\[ \] views\n +its file has changed since it was run/s,
    );
    await database.sql("DROP VIEW w");
    expect(await states(expected)).toEqual(["1 applied", "views half-applied", "exit 2"]);
    await database.sql("DROP VIEW v");
    expect(await states(expected)).toEqual(["1 applied", "views recorded-missing", "exit 2"]);
    expect(await repair(expected)).toContain("its tool runs it again");
    expect(await states(expected)).toEqual(["1 applied", "views pending", "exit 0"]);
  });

  it("whose run failed is not one to be run again", async () => {
    const expected = await expectedOf(files(view("id")), { owner: "ann" });
    await deployed(view("id"), 7);
    await database.sql("UPDATE flyway_schema_history SET success = false WHERE version IS NULL");
    expect(await states(expected)).toEqual(["1 applied", "views failed-or-dirty", "exit 2"]);
  });
});
