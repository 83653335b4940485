/** `driftwatch ledger --repair`: run as it is printed, ledger, files and live schema agree again. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { DEFAULT_PROFILES } from "../../lib/core/profile.ts";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { statementsOf } from "../../lib/sqltext/statements.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf, projectOf } from "../support/project.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

const SCRIPTS = [
  "CREATE TABLE users (id int PRIMARY KEY, name text, old text);",
  "ALTER TABLE users ADD COLUMN email text; CREATE INDEX users_email ON users (email);",
  "ALTER TABLE users DROP COLUMN old; CREATE TABLE posts (id int PRIMARY KEY, by int REFERENCES users);",
  "ALTER TABLE posts ADD COLUMN title text; ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
];

/** A ledger: how it is made, and how a migration is recorded in it. */
interface Kept {
  readonly layout: string;
  readonly table: string;
  readonly record: (n: number) => string;
}

const LEDGERS: readonly Kept[] = [
  {
    layout: "flyway",
    table: `CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL,
      type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL,
      installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL)`,
    record: (n) =>
      `INSERT INTO flyway_schema_history VALUES (${n}, '${n}', 'm', 'SQL', 'V${n}__m.sql', NULL, 'me', now(), 1, true)`,
  },
  {
    layout: "django",
    table:
      "CREATE TABLE django_migrations (id bigserial PRIMARY KEY, app varchar(255), name varchar(255), applied timestamptz)",
    record: (n) => `INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '000${n}_m', now())`,
  },
  {
    layout: "dbmate",
    table: "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)",
    record: (n) => `INSERT INTO schema_migrations VALUES ('${n}')`,
  },
];

let replayed: Snapshot;
let database: FreshDatabase;

beforeAll(async () => {
  const files = Object.fromEntries(SCRIPTS.map((script, at) => [`V${at + 1}__m.sql`, script]));
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  try {
    replayed = await replay(KINDS, projectOf(files), scratch, { scope: { ...EVERYTHING, profiles: DEFAULT_PROFILES } });
  } finally {
    await scratch.close();
  }
});
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

/** The same history as another tool would have it: Django's are named by app, and each needs the one before. */
function expectedOf(layout: string): string {
  const history = replayed.history!;
  const id = (n: number) => (layout === "django" ? `shop.000${n}_m` : String(n));
  const migrations = history.migrations.map((migration, at) => ({
    ...{ ...migration, id: id(at + 1), name: id(at + 1), checksum: null },
    needs: layout === "django" && at > 0 ? [id(at)] : [],
  }));
  const path = join(directoryOf({}), "expected.json");
  writeFileSync(path, packSnapshot({ ...replayed, history: { ...history, layout, migrations } }, path));
  return path;
}

const ledger = (expected: string, ...args: string[]) =>
  driftwatch(["ledger", expected, "--database-url", database.url, ...args]);

/** What somebody did to it, what is said of it, and which of the migrations are recorded after the repair. */
const INCIDENTS: readonly (readonly [
  name: string,
  scripts: readonly number[],
  recorded: readonly number[],
  more: string,
  states: RegExp,
  kept: readonly number[],
])[] = [
  ["present and not recorded, at the end", [1, 2, 3, 4], [1, 2, 3], "", /unrecorded-present: record/, [1, 2, 3, 4]],
  ["present and not recorded, in the middle", [1, 2, 3, 4], [1, 3, 4], "", /unrecorded-present: record/, [1, 2, 3, 4]],
  ["recorded and absent, at the end", [1, 2, 3], [1, 2, 3, 4], "", /recorded-missing: take back its record/, [1, 2, 3]],
  ["recorded and absent, twice at the end", [1, 2], [1, 2, 3, 4], "", /recorded-missing: take back its record/, [1, 2]],
  [
    "recorded and absent, a hole in the middle",
    [1, 3, 4],
    [1, 2, 3, 4],
    "",
    /recorded-missing: make what is missing of it/,
    [1, 2, 3, 4],
  ],
  [
    "half applied and recorded",
    [1, 2, 3, 4],
    [1, 2, 3, 4],
    "DROP INDEX users_email",
    /half-applied: make what is missing of it/,
    [1, 2, 3, 4],
  ],
  [
    "half applied and not recorded",
    [1, 2, 3],
    [1, 2],
    "DROP TABLE posts; CREATE TABLE posts (id int PRIMARY KEY, by int)",
    /half-applied: make what is missing of it, record it/,
    [1, 2, 3],
  ],
  [
    "several at once",
    [1, 3, 4],
    [1, 3],
    "ALTER TABLE users ALTER COLUMN name DROP NOT NULL; ALTER TABLE users ADD COLUMN email text",
    /half-applied.*half-applied/s,
    [1, 2, 3, 4],
  ],
];

describe.each(LEDGERS)("the repair of a ledger of $layout", ({ layout, table, record }) => {
  it.each(INCIDENTS)("%s", async (_name, scripts, recorded, more, states, kept) => {
    const expected = expectedOf(layout);
    await database.sql([table, ...scripts.map((n) => SCRIPTS[n - 1]), more].join(";\n"));
    await database.sql("INSERT INTO users VALUES (7, 'ann')");
    for (const n of recorded) await database.sql(record(n));
    const before = await ledger(expected);
    expect(before.code, before.stdout).toBe(2);
    const { code, stdout, stderr } = await ledger(expected, "--repair");
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(stdout).toMatch(states);
    expect(stdout).not.toContain("What will still not agree");
    for (const { sql } of await statementsOf(stdout)) await database.sql(sql);
    const after = await ledger(expected, "--format", "json");
    expect(after.code, after.stdout).toBe(0);
    const judged = JSON.parse(after.stdout) as { migrations: { recorded: boolean }[] };
    expect(judged.migrations.flatMap((migration, at) => (migration.recorded ? [at + 1] : []))).toEqual(kept);
    expect(await database.sql("SELECT id, name FROM users")).toEqual([{ id: 7, name: "ann" }]);
    // Convergent: there is nothing left to repair.
    const again = await ledger(expected, "--repair");
    expect(again.stdout.replaceAll(/\s+(-- )?/g, " ")).toMatch(/: 0 migrations\. Nothing of it/);
  });
});

describe("the repair", () => {
  const [, , dbmate] = LEDGERS as [Kept, Kept, Kept];
  const spoil = async (...recorded: number[]) => {
    await database.sql([dbmate.table, ...SCRIPTS].join(";\n"));
    for (const n of recorded) await database.sql(dbmate.record(n));
    return expectedOf(dbmate.layout);
  };
  const versions = () => database.sql("SELECT version FROM schema_migrations ORDER BY 1");

  it("is run only where the name of the database is given", async () => {
    const expected = await spoil(1, 2, 3);
    const refused = await ledger(expected, "--repair", "--apply");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/nobody to ask.*--confirm/) });
    expect(await ledger(expected, "--repair", "--apply", "--confirm", "prod")).toMatchObject({ code: 1 });
    expectRefusal(await ledger(expected, "--apply"), /--apply is for --repair/);
    expect(await versions()).toHaveLength(3);
    const { code, stdout } = await ledger(expected, "--repair", "--apply", "--confirm", database.name);
    expect(code).toBe(0);
    expect(stdout).toMatch(/INSERT INTO "public"\."schema_migrations" \(version\) VALUES \('4'\);.*nothing wrong/s);
    expect(await versions()).toHaveLength(4);
  });

  it("is run on a terminal when the name has been typed", async () => {
    const expected = await spoil(1, 2, 3);
    const person = { input: new PassThrough(), output: new PassThrough() };
    const asked = new Promise<void>((resolve) => {
      person.output.on("data", (text) => String(text).includes("Type the name") && resolve());
    });
    const running = driftwatch(["ledger", expected, "--database-url", database.url, "--repair", "--apply"], {
      person,
    });
    await asked;
    person.input.write(`${database.name}\r`);
    expect(await running).toMatchObject({ code: 0 });
    expect(await versions()).toHaveLength(4);
  });

  it("is tried on a scratch database where that is asked for, before it is run", async () => {
    const expected = await spoil(1, 2, 3, 4);
    await database.sql("DROP INDEX users_email; CREATE VIEW names AS SELECT name FROM users");
    const proving = ["--repair", "--prove", "--scratch-url", databaseUrl(inject("server"), "postgres")];
    const shown = await ledger(expected, ...proving, "--format", "json");
    expect(JSON.parse(shown.stdout)).toMatchObject({ effects: { steps: [{}] }, proof: { outcome: "proved" } });
    const run = await ledger(expected, ...proving, "--apply", "--confirm", database.name);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining("-- The effects: proved: run on a scratch") });
    expectRefusal(await ledger(expected, "--prove"), /--prove is for --repair/);
  });

  it("leaves to a person what only one can decide", async () => {
    const expected = await spoil(1, 2, 3, 4, 9);
    const { code, stdout } = await ledger(expected, "--repair");
    expect(code).toBe(2);
    expect(stdout).toMatch(/9: recorded-orphan: by hand; it is recorded and has no file/);
    expect(stdout).not.toContain("DELETE");
  });

  it("needs a ledger", async () => {
    await database.sql(SCRIPTS[0] ?? "");
    expectRefusal(await ledger(expectedOf("dbmate"), "--repair"), /there is no ledger to repair/);
  });
});
