/** Each tool's files, recognised by themselves and read as the tool reads them. */

import { describe, expect, it } from "vitest";
import { Directory } from "../../lib/migrations/directory.ts";
import { readProject } from "../../lib/migrations/layouts/registry.ts";
import { recognised } from "../../lib/migrations/project.ts";
import { type Files, inDirectory } from "../support/project.ts";

const TABLE = "CREATE TABLE t (id int);\n";
const of = (files: Files, layout?: string, placeholders: Readonly<Record<string, string>> = {}) =>
  inDirectory(files, (path) => {
    const directory = new Directory(path);
    const name = layout ?? recognised(directory);
    const { migrations } = readProject(directory, name, { placeholders });
    return { layout: name, ids: migrations.map(({ id }) => id), migrations };
  });

const hole = (name: string): string => `$\{${name}}`;
const JOURNAL = JSON.stringify({
  entries: [
    { idx: 1, when: 200, tag: "0001_b" },
    { idx: 0, when: 100, tag: "0000_a" },
  ],
});

const SQITCH: Files = {
  "db/sqitch.plan": `%syntax-version=1.0.0
%project=shop

schema 2024-01-01T00:00:00Z Ann <ann@example.com> # the schema
@v1.0 2024-01-02T00:00:00Z Ann <ann@example.com> # 1.0
app/users [schema] 2024-01-03T00:00:00Z Ann <ann@example.com>
@v1.1 2024-01-04T00:00:00Z Ann <ann@example.com>
orders [app/users other:thing] 2024-01-05T00:00:00Z Ann <ann@example.com> # all of them
app/users [app/users@v1.1] 2024-01-06T00:00:00Z Ann <ann@example.com>
`,
  ...Object.fromEntries(
    ["schema", "app/users@v1.1", "orders", "app/users"].flatMap((name) => [
      [`db/deploy/${name}.sql`, `BEGIN;\n${TABLE}COMMIT;`],
      [`db/revert/${name}.sql`, "DROP TABLE t;"],
      [`db/verify/${name}.sql`, "SELECT 1/0;"],
    ]),
  ),
};

describe("a layout", () => {
  it.each<[string, Files, readonly string[]]>([
    ["plain", { "10-b.sql": TABLE, "9-a.sql": TABLE, "9-a.down.sql": TABLE, "README.md": "" }, ["9-a", "10-b"]],
    [
      "flyway",
      {
        "sub/V2__b.sql": TABLE,
        "V1_10__c.sql": TABLE,
        "V1.9__a.sql": TABLE,
        "R__view_of_all.sql": TABLE,
        "U2__b.sql": "",
      },
      ["1.9", "1.10", "2", "view of all"],
    ],
    [
      "golang-migrate",
      { "000002_b.up.sql": TABLE, "000002_b.down.sql": "", "000010_c.up.sql": TABLE, "000001_a.up.sql": TABLE },
      ["1", "2", "10"],
    ],
    [
      "plain",
      {
        ...{ "1_a.sql": TABLE, "app/2_b.sql": TABLE, "down_payments/3_c.sql": TABLE },
        ...{ "rollback/1_a.sql": "", "DOWN/1_a.sql": "", "app/undo/2_b.sql": "", "verify/1_a.sql": "" },
      },
      ["1_a", "app/2_b", "down_payments/3_c"],
    ],
    ["sqitch", SQITCH, ["schema", "app/users@v1.1", "orders", "app/users"]],
    ["dbmate", { "20240101_a.sql": `-- migrate:up\n${TABLE}-- migrate:down\nDROP TABLE t;` }, ["20240101"]],
    ["goose", { "00001_a.sql": `-- +goose Up\n${TABLE}-- +goose Down\nDROP TABLE t;` }, ["1"]],
    ["sqlx", { "20240101_a_b.sql": `-- no-transaction\n${TABLE}` }, ["20240101"]],
    [
      "diesel",
      { "2024-01-02-000000_b/up.sql": TABLE, "2024-01-02-000000_b/down.sql": "", "00000000000000_a/up.sql": TABLE },
      ["00000000000000", "20240102000000"],
    ],
    ["node-pg-migrate", { "1_a.sql": `-- Up Migration\n${TABLE}-- Down Migration\nDROP TABLE t;` }, ["1_a"]],
    ["prisma", { "2_b/migration.sql": TABLE, "1_a/migration.sql": TABLE, "migration_lock.toml": "" }, ["1_a", "2_b"]],
    ["drizzle", { "meta/_journal.json": JOURNAL, "0000_a.sql": TABLE, "0001_b.sql": TABLE }, ["100", "200"]],
    ["rails", { "db/structure.sql": `${TABLE}INSERT INTO schema_migrations VALUES\n('2'),\n('1');\n` }, ["2"]],
    [
      "liquibase",
      { "log.sql": `--liquibase formatted sql\n--changeset ann:1\n${TABLE}--changeset bob:2 dbms:mysql\nSELECT 1;` },
      ["log.sql::1::ann"],
    ],
    [
      "plain",
      {
        "db/1.sql": TABLE,
        ".driftwatch/orders/1.up.sql": TABLE,
        ".git/x.sql": TABLE,
        "db/.old/0.sql": TABLE,
        "db/._1.sql": "\u0000",
      },
      ["db/1"],
    ],
  ])("of %s", (name, files, ids) => {
    expect(of(files)).toMatchObject({ layout: name, ids });
    for (const migration of of(files).migrations) expect(migration.script).toContain("CREATE TABLE t");
  });

  it("takes only the way forward of a file that has both, and knows its line", () => {
    const [migration] = of({ "1_a.sql": `-- +goose Up\n${TABLE}-- +goose Down\nDROP TABLE t;` }).migrations;
    expect(migration).toMatchObject({ script: TABLE.trimEnd(), line: 2 });
  });

  it.each<[string, Files, string]>([
    ["dbmate", { "1.sql": `-- migrate:up transaction:false\n${TABLE}` }, "message"],
    ["dbmate", { "1.sql": `-- migrate:up\n${TABLE}` }, "one"],
    ["goose", { "1_a.sql": `-- +goose NO TRANSACTION\n-- +goose Up\n${TABLE}` }, "each"],
    ["diesel", { "1_a/up.sql": TABLE, "1_a/metadata.toml": "run_in_transaction = false" }, "message"],
    ["flyway", { "V1__a.sql": TABLE, "V1__a.sql.conf": "executeInTransaction=false" }, "each"],
    ["flyway", { "V1__a.sql": TABLE }, "fitting"],
    ["liquibase", { "a.sql": `--liquibase formatted sql\n--changeset a:1 runInTransaction:false\n${TABLE}` }, "each"],
    ["prisma", { "1_a/migration.sql": TABLE }, "message"],
  ])("knows how %s runs a file: %j", (_name, files, transaction) => {
    expect(of(files).migrations).toMatchObject([{ transaction }]);
  });

  it("computes the checksums that the tools' ledgers hold", () => {
    const checksum = (files: Files) => of(files).migrations[0]?.checksum;
    for (const text of ["SELECT 1;\r\nSELECT 2;\n", "SELECT 1;\nSELECT 2;"])
      expect(checksum({ "V1__a.sql": text })).toBe("-1665099012");
    expect(checksum({ "1_a/migration.sql": "SELECT 1;\n" })).toBe(
      "b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd",
    );
    expect(checksum({ "1_a.sql": "-- no-transaction\nSELECT 1;\n" })).toMatch(/^580ac9811643326b[0-9a-f]{80}$/);
  });

  it("fills Flyway's placeholders", () => {
    const [migration] = of(
      { "V1__a.sql": `CREATE TABLE ${hole("who")}_t (v text DEFAULT '${hole("flyway:filename")}');` },
      undefined,
      {
        who: "app",
      },
    ).migrations;
    expect(migration?.script).toBe("CREATE TABLE app_t (v text DEFAULT 'V1__a.sql');");
  });
});

it("a way back may want an environment that nobody knows", () => {
  const back = `-- +goose Up\n${TABLE}-- +goose Down\n-- +goose ENVSUB ON\nDROP TABLE ${hole("T")};`;
  expect(of({ "1_a.sql": back }).ids).toEqual(["1"]);
});

describe("files that two tools call the same", () => {
  const CRATE = '[package]\nname = "shop"\n[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n';
  const BOTH = { "20240101120000_a.up.sql": TABLE, "20240101120000_a.down.sql": "" };
  const SIMPLE = { "20240101120000_a.sql": TABLE };
  it.each<[string, string, Files]>([
    ["sqlx", "both ways", { ...BOTH, "Cargo.toml": CRATE }],
    ["sqlx", "one way", { ...SIMPLE, "Cargo.toml": CRATE }],
    ["sqlx", "of a workspace", { ...SIMPLE, "Cargo.toml": "[workspace.dependencies.sqlx]\nversion = '0.8'" }],
    ["golang-migrate", "of another crate", { ...BOTH, "Cargo.toml": '[dependencies]\nsqlx-like = "1"' }],
    ["golang-migrate", "of no crate", BOTH],
    ["plain", "of no crate", SIMPLE],
    ["dbmate", "by a mark in them", { "1_a.sql": `-- migrate:up\n${TABLE}`, "Cargo.toml": CRATE }],
  ])("are of %s: %s", (layout, _how, files) => {
    expect(of(files).layout).toBe(layout);
  });

  it("are known by what lies above them", () => {
    const files = { "Cargo.toml": CRATE, "db/migrations/20240101120000_a.up.sql": TABLE };
    expect(inDirectory(files, (path) => recognised(new Directory(`${path}/db/migrations`)))).toBe("sqlx");
  });

  it("are nobody's where there is a program of each", () => {
    expect(() => of({ ...BOTH, "Cargo.toml": CRATE, "go.mod": "module shop" })).toThrow(
      /of sqlx and of golang-migrate; choose one: --layout sqlx or --layout golang-migrate/,
    );
  });
});

describe("files that cannot be", () => {
  it.each<[string, Files, string | undefined, RegExp]>([
    ["none at all", {}, undefined, /holds no SQL files; give the directory/],
    ["none of the tool", { "README.md": "" }, "flyway", /holds no migration of Flyway/],
    [
      "those of two tools",
      { "V1__a.sql": TABLE, "1_a/migration.sql": TABLE },
      undefined,
      /of Prisma and of Flyway; choose one: --layout prisma or/,
    ],
    ["two of one version", { "V1__a.sql": TABLE, "V01.0__b.sql": TABLE }, undefined, /have the same version 1; rename/],
    [
      "not UTF-8",
      { "1.sql": Buffer.from("SELECT 1;\nSELECT 'caf\xe9'", "latin1") },
      undefined,
      /1\.sql is not UTF-8 \(line 2\); save it/,
    ],
    [
      "a placeholder nobody gave",
      { "V1__a.sql": `SELECT '${hole("x")}'` },
      undefined,
      /uses the placeholder x.*--placeholder x=VALUE/,
    ],
    [
      "two plans",
      { "a/sqitch.plan": "", "b/sqitch.plan": "" },
      undefined,
      /holds a\/sqitch\.plan and b\/sqitch\.plan; give the directory of one/,
    ],
    [
      "a plan that names what is gone",
      { "sqitch.plan": "users 2024-01-01T00:00:00Z Ann <ann@example.com>\n", "revert/users.sql": "" },
      undefined,
      /sqitch\.plan names users, and there is no deploy\/users\.sql; give/,
    ],
    ["code", { "1_a.sql": `-- +goose Up\n${TABLE}`, "2_b.go": "" }, undefined, /2_b\.go is a migration in Go/],
    [
      "variables of an environment",
      { "1_a.sql": `-- +goose Up\n-- +goose ENVSUB ON\n${TABLE}` },
      undefined,
      /1_a\.sql has -- \+goose ENVSUB ON: .*; replay with --command, through goose itself/,
    ],
    [
      "a journal that names what is gone",
      { "meta/_journal.json": JOURNAL },
      undefined,
      /names 0000_a\.sql, which is not there/,
    ],
    ["no journal", { "meta/_journal.json": "{" }, undefined, /is no journal of Drizzle/],
    [
      "a file without its mark",
      { "1.sql": `-- migrate:up\n${TABLE}`, "2.sql": TABLE },
      undefined,
      /2\.sql has no line -- migrate:up/,
    ],
    ["of an unknown layout", { "1.sql": TABLE }, "flywya", /there is no layout flywya; choose one of: prisma/],
  ])("%s", (_what, files, layout, message) => {
    expect(() => of(files, layout)).toThrow(message);
  });
});
