/** `driftwatch plan --incorporate` and `--ignore`: the live schema is right, or is left alone. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { directoryOf, type Files } from "../support/project.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

const TABLE = "CREATE TABLE orders (id int PRIMARY KEY, total int);\n";
const DRIFT = `
  ALTER TABLE orders ADD COLUMN note text;
  CREATE INDEX by_total ON orders (total);
  CREATE FUNCTION twice(x int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  -- a line; and '\${hole}' :name
  RETURN x * 2;
END
$$`;

let live: FreshDatabase;
beforeAll(async () => {
  live = await freshDatabase();
  await live.sql(`${TABLE}${DRIFT}`);
});
afterAll(() => live.drop());

const journal = JSON.stringify({
  version: "7",
  dialect: "postgresql",
  entries: [{ idx: 0, version: "7", when: 100, tag: "0000_a", breakpoints: true }],
});

const STRUCTURE = `${TABLE}CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
INSERT INTO schema_migrations (version) VALUES
('20240101000000');
`;

/** Of each layout a project, and what the new migration's files are called. */
const PROJECTS: readonly (readonly [layout: string, files: Files, names: RegExp])[] = [
  [
    "flyway",
    { "sql/V007__orders.sql": TABLE, "sql/U007__orders.sql": "" },
    /^sql\/U008__hot_fix\.sql,sql\/V008__hot_fix\.sql,sql\/V008__hot_fix\.sql\.conf$/,
  ],
  ["flyway", { "V1_2__orders.sql": TABLE }, /^V1_3__hot_fix\.sql,V1_3__hot_fix\.sql\.conf$/],
  ["golang-migrate", { "000009_orders.up.sql": TABLE }, /^000010_hot_fix\.down\.sql,000010_hot_fix\.up\.sql$/],
  ["dbmate", { "20240101000000_orders.sql": `-- migrate:up\n${TABLE}-- migrate:down\n` }, /^20\d{12}_hot_fix\.sql$/],
  ["goose", { "00001_orders.sql": `-- +goose Up\n${TABLE}-- +goose Down\n` }, /^00002_hot_fix\.sql$/],
  ["sqlx", { "20240101000000_orders.sql": TABLE }, /^20\d{12}_hot_fix\.sql$/],
  [
    "sqlx",
    { "0001_orders.up.sql": TABLE, "0001_orders.down.sql": "" },
    /^0002_hot_fix\.down\.sql,0002_hot_fix\.up\.sql$/,
  ],
  ["prisma", { "20240101000000_orders/migration.sql": TABLE }, /^20\d{12}_hot_fix\/migration\.sql$/],
  [
    "drizzle",
    { "meta/_journal.json": journal, "meta/0000_snapshot.json": '{"id":"a","prevId":"0"}', "0000_a.sql": TABLE },
    /^0001_hot_fix\.sql,meta\/0001_snapshot\.json$/,
  ],
  [
    "diesel",
    { "2024-01-01-000000_orders/up.sql": TABLE },
    /^20\d\d-\d\d-\d\d-\d{6}_hot_fix\/down\.sql,20\d\d-\d\d-\d\d-\d{6}_hot_fix\/up\.sql$/,
  ],
  [
    "node-pg-migrate",
    { "1700000000000_orders.sql": `-- Up Migration\n${TABLE}-- Down Migration\n` },
    /^1\d{12}_hot_fix\.sql$/,
  ],
  [
    "liquibase",
    { "changes/0001_orders.sql": `--liquibase formatted sql\n--changeset ann:1\n${TABLE}` },
    /^changes\/0002_hot_fix\.sql$/,
  ],
  ["rails", { "db/structure.sql": STRUCTURE }, /^db\/migrate\/20\d{12}_hot_fix\.rb$/],
  ["sql", { "01-orders.sql": TABLE, "01-orders.down.sql": "" }, /^02-hot_fix\.down\.sql,02-hot_fix\.sql$/],
];

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

const MOOD = `CREATE TYPE mood AS ENUM ('sad');\n${TABLE}`;
/** Each sends a file as one message, which is a transaction unless there is one statement in it. */
const TOGETHER: readonly (readonly [layout: string, files: Files])[] = [
  ["golang-migrate", { "000009_orders.up.sql": MOOD }],
  ["diesel", { "2024-01-01-000000_orders/up.sql": MOOD }],
  ["sqlx", { "20240101000000_orders.sql": MOOD }],
];

const incorporated = (project: string, layout: string, ...args: string[]) =>
  incorporatedFrom(live.url, project, layout, ...args);
const incorporatedFrom = (url: string, project: string, layout: string, ...args: string[]) =>
  driftwatch([
    ...["plan", project, url, "--incorporate", "--layout", layout, "--message", "Hot fix"],
    ...["--scratch-url", live.url, ...args],
  ]);

describe("driftwatch plan --incorporate", () => {
  it.each(PROJECTS)("writes and proves a migration of %s", async (layout, files, names) => {
    const project = directoryOf(files);
    const { code, stdout, stderr } = await incorporated(project, layout);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/\nProved: replayed, the migrations and the new one come to the live schema\.\n$/);
    const added = filesIn(project).filter((name) => !(name in files));
    expect(added.join(",")).toMatch(names);
    for (const name of added) expect(stdout).toContain(name);
    const again = await incorporated(project, layout);
    expect(again).toEqual({ code: 0, stdout: "Nothing to do: actual is as expected.\n", stderr: "" });
  });

  it.each(TOGETHER)("gives what runs in no transaction a file that %s can run", async (layout, files) => {
    const project = directoryOf(files);
    const beside = await freshDatabase();
    try {
      await beside.sql(`CREATE TYPE mood AS ENUM ('sad'); ${TABLE}`);
      await beside.sql("ALTER TYPE mood ADD VALUE 'happy'; ALTER TYPE mood ADD VALUE 'glad'");
      await beside.sql(`${DRIFT}; CREATE INDEX by_note ON orders (note)`);
      const { code, stdout, stderr } = await incorporatedFrom(beside.url, project, layout, "--online");
      expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
      const texts = filesIn(project)
        .filter((name) => !(name in files))
        .map((name) => readFileSync(join(project, name), "utf8"));
      for (const text of texts) {
        expect(text.match(/CONCURRENTLY/g) ?? []).toHaveLength(text.includes("CONCURRENTLY") ? 1 : 0);
        // What a function needs to be made is set where it is made, and no longer.
        const [made, set, reset] = [/CREATE OR REPLACE FUNCTION/, /^SET check_function/m, /^RESET check_function/m];
        expect([set.test(text), reset.test(text)]).toEqual([made.test(text), made.test(text)]);
      }
    } finally {
      await beside.drop();
    }
  });

  it("writes the first migration of a project that has none, where its tool is named", async () => {
    const project = directoryOf({});
    expect(await incorporated(project, "golang-migrate")).toMatchObject({ code: 0, stderr: "" });
    expect(filesIn(project)).toEqual(["000001_hot_fix.down.sql", "000001_hot_fix.up.sql"]);
    expectRefusal(await driftwatch(["diff", directoryOf({}), live.url]), /holds no SQL files/);
  });

  it("refuses what is online where a tool knows nothing but transactions", async () => {
    const project = directoryOf({ "0001_a.sql": `-- Up Migration\n${TABLE}` });
    expectRefusal(
      await incorporated(project, "node-pg-migrate", "--online"),
      /runs every migration in a transaction.*--online/,
    );
  });

  it("puts the way back where the tool has one", async () => {
    const project = directoryOf({ "000001_orders.up.sql": TABLE });
    await incorporated(project, "golang-migrate");
    const other = await freshDatabase();
    try {
      await other.sql(`${TABLE}${DRIFT}`);
      await other.sql(readFileSync(join(project, "000002_hot_fix.down.sql"), "utf8"));
      expect(await driftwatch(["diff", "--profile", "none", directoryOf({ "1.sql": TABLE }), other.url])).toMatchObject(
        {
          code: 0,
        },
      );
    } finally {
      await other.drop();
    }
  });

  it("keeps a journal: what was in it, and the new one", async () => {
    const project = directoryOf({ "meta/_journal.json": journal, "0000_a.sql": TABLE });
    await incorporated(project, "drizzle");
    const { entries } = JSON.parse(readFileSync(join(project, "meta/_journal.json"), "utf8"));
    expect(entries).toMatchObject([{ tag: "0000_a" }, { idx: 1, tag: "0001_hot_fix", breakpoints: true }]);
  });

  it("goes on in the one file that a project has for all its change sets", async () => {
    const log = `--liquibase formatted sql\n--changeset ann:1\n${TABLE}--changeset ann:2\nSELECT 1;\n--rollback empty\n`;
    const project = directoryOf({ "log.sql": log });
    expect(await incorporated(project, "liquibase", "--online")).toMatchObject({ code: 0, stderr: "" });
    expect(filesIn(project)).toEqual(["log.sql"]);
    const text = readFileSync(join(project, "log.sql"), "utf8");
    expect(text.startsWith(log)).toBe(true);
    // What is built beside writes has a change set of its own.
    expect(text.match(/^--changeset driftwatch:\d{14}-hot_fix_\d .*$/gm)).toEqual([
      expect.not.stringContaining("runInTransaction"),
      expect.stringMatching(/ splitStatements:false .* runInTransaction:false$/),
      expect.not.stringContaining("runInTransaction"),
    ]);
    expect(text).toMatch(/^--rollback DROP INDEX "public"\."by_total";$/m);
  });

  it("refuses a migration in Ruby that structure.sql does not know of", async () => {
    const files = {
      "structure.sql": STRUCTURE,
      "migrate/20240202000000_later.rb": "class Later < ActiveRecord::Migration[7.1]\n  def change\n  end\nend\n",
    };
    expectRefusal(
      await incorporated(directoryOf(files), "rails"),
      /migrate\/20240202000000_later\.rb is a migration in Ruby.*rails db:migrate/,
    );
  });

  it("writes nothing on a dry run, and nothing that is DANGER", async () => {
    const project = directoryOf({ "1.sql": `${TABLE}CREATE TABLE gone (id int);` });
    const { code, stdout, stderr } = await incorporated(project, "sql", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2_hot_fix\.sql:\n\n.*DROP TABLE "public"\."gone";/s);
    expect(stderr).toMatch(/DANGER step/);
    expectRefusal(await incorporated(project, "sql"), /1 DANGER step: .*gone/);
    expect(readdirSync(project)).toEqual(["1.sql"]);
    expect(await incorporated(project, "sql", "--allow-danger")).toMatchObject({ code: 0 });
    expect(existsSync(join(project, "2_hot_fix.sql"))).toBe(true);
  });

  it("says in one line what it lacks", async () => {
    const file = join(directoryOf({}), "expected.json");
    writeFileSync(file, "{}");
    const lacking = ["plan", file, live.url, "--incorporate", "--message", "x"];
    expectRefusal(
      await driftwatch(lacking),
      /--incorporate needs --migrations, since ".*expected.json" is no directory/,
    );
  });
});

describe("driftwatch plan --ignore", () => {
  it("prints rules that hide the difference, with reason and expiry", async () => {
    const project = directoryOf({ "1.sql": TABLE });
    const args = ["plan", project, live.url, "--scratch-url", live.url, "--ignore", "--reason", "until 44"];
    expectRefusal(await driftwatch(args), /--ignore needs --expires/);
    const { code, stdout } = await driftwatch([...args, "--expires", "2999-12-31"]);
    expect(code).toBe(0);
    const rules = JSON.parse(stdout);
    expect(rules).toHaveLength(3);
    expect(rules[0]).toMatchObject({ verb: "added", reason: "until 44", expires: "2999-12-31" });
    const path = join(project, "rules.json");
    writeFileSync(path, stdout);
    expect(await driftwatch(["diff", project, live.url, "--ignore-file", path])).toMatchObject({ code: 0 });
  });

  it("refuses rules that would hide nothing any more", async () => {
    const args = [
      "plan",
      directoryOf({ "1.sql": TABLE }),
      live.url,
      "--scratch-url",
      live.url,
      "--ignore",
      "--reason",
      "x",
      "--expires",
    ];
    expectRefusal(await driftwatch([...args, "2020-01-01"]), /2020-01-01 is over/);
    expectRefusal(await driftwatch([...args, "soon"]), /"soon" is no date; give the last day/);
  });
});
