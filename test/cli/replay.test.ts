/** `driftwatch replay` of what cannot be: one line, nothing written, nothing left; and no part passed off as the whole. */

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { directoryOf, type Files } from "../support/project.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

let server: OwnServer;
let admin: OwnDatabase;
let out: string;

beforeAll(async () => {
  server = await ownServer();
  admin = await server.database("live");
  await admin.sql("CREATE ROLE watcher LOGIN; CREATE ROLE maker LOGIN CREATEDB");
  out = mkdtempSync(join(tmpdir(), "driftwatch-replay-"));
});
afterAll(async () => {
  rmSync(out, { recursive: true });
  await server.stop();
});

const TABLE = (name: string) => `CREATE TABLE ${name} (id int PRIMARY KEY);\n`;
const expected = () => join(out, "expected.json.gz");
const replay = (files: Files, ...args: readonly string[]) => {
  const scratch = args.includes("--scratch-url") ? [] : ["--scratch-url", admin.url()];
  return driftwatch(["replay", "--migrations", directoryOf(files), "--out", expected(), ...scratch, ...args]);
};
const leftBehind = async () =>
  (await admin.sql("SELECT datname FROM pg_database WHERE datname LIKE 'driftwatch_replay_%'")).length;

describe("a replay that cannot be", () => {
  it.each<[string, Files, RegExp]>([
    ["of an empty directory", {}, /holds no SQL files; give the directory that holds the migrations/],
    ["of a directory without migrations", { "README.md": "" }, /holds no SQL files/],
    [
      "of mixed layouts",
      { "V1__a.sql": TABLE("a"), "000001_a.up.sql": TABLE("a") },
      /looks like the migrations of Flyway and of golang-migrate; choose one: --layout flyway or --layout golang-migrate/,
    ],
    [
      "of duplicate versions (Flyway)",
      { "V1__a.sql": TABLE("a"), "V1.0__b.sql": TABLE("b") },
      /V1\.0__b\.sql and V1__a\.sql have the same version 1; rename one of them/,
    ],
    [
      "of duplicate versions (golang-migrate)",
      { "1_a.up.sql": TABLE("a"), "01_b.up.sql": TABLE("b") },
      /have the same version 1/,
    ],
    [
      "of duplicate versions (dbmate)",
      { "1_a.sql": `-- migrate:up\n${TABLE("a")}`, "1_b.sql": `-- migrate:up\n${TABLE("b")}` },
      /have the same version 1/,
    ],
    [
      "of duplicate times (Drizzle)",
      {
        "meta/_journal.json": JSON.stringify({
          entries: [
            { idx: 0, when: 1, tag: "0_a" },
            { idx: 1, when: 1, tag: "1_b" },
          ],
        }),
        ...{ "0_a.sql": TABLE("a"), "1_b.sql": TABLE("b") },
      },
      /0_a\.sql and 1_b\.sql have the same time 1/,
    ],
    [
      "of a journal with a gap (Drizzle)",
      { "meta/_journal.json": JSON.stringify({ entries: [{ idx: 0, when: 1, tag: "0_a" }] }) },
      /names 0_a\.sql, which is not there/,
    ],
    [
      "of a file that is not UTF-8, though all others could be run",
      { "1.sql": TABLE("a"), "2.sql": Buffer.from("SELECT 1;\nSELECT 'caf\xe9';", "latin1") },
      /2\.sql is not UTF-8 \(line 2\); save it as UTF-8/,
    ],
    [
      "of a statement that fails after others that did not",
      { "1.sql": TABLE("a"), "2.sql": `${TABLE("b")}\nALTER TABLE c ADD d int;\n`, "3.sql": TABLE("e") },
      /2\.sql, line 3: relation "c" does not exist \(SQLSTATE 42P01\) in: ALTER TABLE c ADD d int;? ?; /,
    ],
  ])("%s is one line, writes nothing and leaves nothing", async (_what, files, line) => {
    expectRefusal(await replay(files), line);
    expect(existsSync(expected())).toBe(false);
    expect(await leftBehind()).toBe(0);
  });

  it.each([
    [
      "nosuch=1",
      /the setting nosuch=1 is refused by the scratch server: unrecognized .* "nosuch"; give --setting a name/,
    ],
    [
      "TimeZone=Nowhere",
      /the setting TimeZone=Nowhere is refused .*: invalid value for parameter "TimeZone": "Nowhere"; /,
    ],
  ])("with --setting %s is one line", async (setting, line) => {
    const refused = await replay({ "1.sql": TABLE("a") }, "--setting", setting);
    expectRefusal(refused, line);
    expect(refused.stderr).toContain("[bad-argument]");
    expect(await leftBehind()).toBe(0);
  });

  it("on a server without the right to create a database names the right", async () => {
    const refused = await replay({ "1.sql": TABLE("a") }, "--scratch-url", admin.url("watcher"));
    expectRefusal(
      refused,
      /no scratch database could be made on the server: permission denied to create database.*; let watcher create databases: ALTER ROLE … CREATEDB/,
    );
    expect(existsSync(expected())).toBe(false);
  });

  it("by a role that may not do what a migration does names the migration, and drops its database", async () => {
    const files = { "1.sql": TABLE("a"), "2.sql": "CREATE ROLE other;" };
    const refused = await replay(files, "--scratch-url", admin.url("maker"));
    expectRefusal(refused, /2\.sql, line 1: permission denied to create role.*; let the scratch role do it/);
    expect(await leftBehind()).toBe(0);
  });
});

describe("a replay that can be", () => {
  it("of numbers with a gap says so, and a ledger that has the missing one finds it an orphan", async () => {
    const files = (...numbers: number[]): Files =>
      Object.fromEntries(numbers.map((n) => [`${n}_t.sql`, `-- migrate:up\n${TABLE(`t${n}`)}`]));
    const { code, stderr } = await replay(files(1, 2, 4));
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("leave out 3\n") });
    await admin.sql(`
      ${[1, 2, 3, 4].map((n) => TABLE(`t${n}`)).join("")} CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
      INSERT INTO schema_migrations VALUES ('1'), ('2'), ('3'), ('4')`);
    const ledger = await driftwatch(["ledger", expected(), "--database-url", admin.url(), "--format", "json"]);
    expect(ledger.code).toBe(2);
    const { migrations, unattributed } = JSON.parse(ledger.stdout);
    expect(migrations.at(-1)).toMatchObject({ id: "3", state: "recorded-orphan" });
    expect(unattributed).toContain("table:public.t3");
    for (const numbers of [
      [10, 20, 30],
      [20240101, 20240102, 20240105],
    ])
      expect((await replay(files(...numbers))).stderr).not.toContain("leave out");

    // A ledger whose shape is unknown is not read, and never taken for an empty one.
    await admin.sql("ALTER TABLE schema_migrations RENAME version TO number");
    const strange = await driftwatch(["ledger", expected(), "--database-url", admin.url(), "--format", "json"]);
    expect(strange.code).toBe(3);
    expect(JSON.parse(strange.stdout).ledger).toMatchObject({
      found: "unreadable",
      reason: "it has no column version",
    });
  });

  it("runs no way back and no check, and says which by their folder alone it took for one", async () => {
    const files = { "001_a.sql": TABLE("a"), "rollback/001_a.sql": "DROP TABLE a;", "verify/001_a.sql": "SELECT 1/0;" };
    const { code, stderr } = await replay(files);
    expect(code).toBe(0);
    expect(stderr).toContain("no migrations of plain SQL files, and not run: rollback/001_a.sql, verify/001_a.sql\n");
    expect(stderr).toContain("replayed 1 migration (plain)");
    const plan = "a 2024-01-01T00:00:00Z Ann <ann@example.com>\n";
    const sqitch = await replay({
      ...{ "sqitch.plan": plan, "deploy/a.sql": `BEGIN;\n${TABLE("a")}COMMIT;`, "revert/a.sql": "DROP TABLE a;" },
    });
    expect(sqitch).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^[^\n]*replayed 1 migration \(sqitch\)[^\n]*\n$/),
    });
  });

  it("tells which files it did not run", async () => {
    const { code, stderr } = await replay({
      ...{ "V1__a.sql": TABLE("a"), "U1__a.sql": "DROP TABLE a", "v2__b.sql": TABLE("b") },
      "afterMigrate.sql": "SELECT 1",
    });
    expect(code).toBe(0);
    expect(stderr).toContain("driftwatch: no migrations of Flyway, and not run: afterMigrate.sql, v2__b.sql\n");
  });
});
