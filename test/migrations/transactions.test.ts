/** What cannot run in a transaction is handled as each tool handles it: run, or refused with the file and the line. */

import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch, type Scratch } from "../../lib/migrations/scratch.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { type Files, projectOf } from "../support/project.ts";

let scratch: Scratch;
beforeAll(async () => {
  scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
});
afterAll(() => scratch.close());

/** Addresses of the tables and indexes that the files come to, in a database that is emptied after. */
async function comesTo(files: Files, layout: string): Promise<string[]> {
  const clean = await connect(scratch.endpoint);
  try {
    await clean.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    await replay(KINDS, projectOf(files, { layout }), scratch, { scope: EVERYTHING }).catch(async (error) => {
      const { rows } = await clean.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
      throw Object.assign(error, { left: rows.map(({ relname }) => relname) });
    });
    const { rows } = await clean.query(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname",
    );
    return rows.map(({ relname }) => relname);
  } finally {
    await clean.end();
  }
}

const TABLE = "CREATE TABLE t (id int);\n";
const INDEX = "CREATE INDEX CONCURRENTLY t_id ON t (id);\n";
const BOTH = `${TABLE}${INDEX}`;
const FAILS = `${TABLE}CREATE TABLE u (id int);\nSELECT 1/0;\n`;

describe("a statement that runs in no transaction", () => {
  it.each<[string, string, Files]>([
    ["Flyway", "flyway", { "V1__t.sql": TABLE, "V2__i.sql": INDEX }],
    ["Flyway, with mixed=true", "flyway", { "V1__t.sql": BOTH, "flyway.conf": "flyway.mixed=true" }],
    ["golang-migrate", "golang-migrate", { "1_t.up.sql": TABLE, "2_i.up.sql": INDEX }],
    ["dbmate", "dbmate", { "1.sql": `-- migrate:up\n${TABLE}`, "2.sql": `-- migrate:up transaction:false\n${INDEX}` }],
    ["goose, both in one file", "goose", { "1_t.sql": `-- +goose NO TRANSACTION\n-- +goose Up\n${BOTH}` }],
    ["sqlx", "sqlx", { "1_t.sql": TABLE, "2_i.sql": `-- no-transaction\n${INDEX}` }],
    [
      "Diesel",
      "diesel",
      { "1_t/up.sql": TABLE, "2_i/up.sql": INDEX, "2_i/metadata.toml": "run_in_transaction = false" },
    ],
    ["Prisma", "prisma", { "1_t/migration.sql": TABLE, "2_i/migration.sql": INDEX }],
    [
      "Liquibase, both in one change set",
      "liquibase",
      { "l.sql": `--liquibase formatted sql\n--changeset a:1 runInTransaction:false\n${BOTH}` },
    ],
    [
      "a dump of Rails",
      "rails",
      {
        "structure.sql": `${BOTH}INSERT INTO schema_migrations VALUES ('1');\n`.replace(
          "INSERT",
          "CREATE TABLE schema_migrations (version varchar PRIMARY KEY);\nINSERT",
        ),
      },
    ],
  ])("is run as %s runs it", async (_tool, layout, files) => {
    expect(await comesTo(files, layout)).toEqual(expect.arrayContaining(["t", "t_id"]));
  });

  const INSIDE = /CREATE INDEX CONCURRENTLY cannot run inside a transaction block/;
  const MESSAGE =
    /line 2: CREATE INDEX CONCURRENTLY .* cannot run beside other statements, which its tool sends in one message/;
  it.each<[string, string, Files, RegExp]>([
    ["Flyway", "flyway", { "V1__t.sql": BOTH }, /V1__t\.sql, line 2: .* which its tool refuses; .*flyway\.mixed=true/],
    [
      "Flyway, whatever the file's own settings say",
      "flyway",
      { "V1__t.sql": BOTH, "V1__t.sql.conf": "executeInTransaction=false" },
      /V1__t\.sql, line 2: .* which its tool refuses/,
    ],
    ["golang-migrate, in a file of two", "golang-migrate", { "1_t.up.sql": BOTH }, MESSAGE],
    ["Prisma, in a file of two", "prisma", { "1_t/migration.sql": BOTH }, MESSAGE],
    ["dbmate", "dbmate", { "1.sql": `-- migrate:up\n${TABLE}`, "2.sql": `-- migrate:up\n${INDEX}` }, INSIDE],
    ["dbmate, in a file of two", "dbmate", { "1.sql": `-- migrate:up transaction:false\n${BOTH}` }, /1\.sql, line 3: /],
    ["goose", "goose", { "1_t.sql": `-- +goose Up\n${BOTH}` }, INSIDE],
    ["sqlx", "sqlx", { "1_t.sql": BOTH }, INSIDE],
    ["Diesel", "diesel", { "1_t/up.sql": BOTH }, INSIDE],
    [
      "Drizzle",
      "drizzle",
      { "meta/_journal.json": '{"entries": [{"idx": 0, "when": 1, "tag": "0_t"}]}', "0_t.sql": BOTH },
      INSIDE,
    ],
    ["node-pg-migrate", "node-pg-migrate", { "1_t.sql": `-- Up Migration\n${BOTH}` }, INSIDE],
    ["Liquibase", "liquibase", { "l.sql": `--liquibase formatted sql\n--changeset a:1\n${BOTH}` }, INSIDE],
  ])("is refused as %s refuses it, by file and line", async (_tool, layout, files, message) => {
    await expect(comesTo(files, layout)).rejects.toThrow(message);
  });
});

describe("a script that fails half way", () => {
  it.each<[string, string, Files, readonly string[]]>([
    ["is undone by Flyway", "flyway", { "V1__t.sql": FAILS }, []],
    ["is undone by golang-migrate: it is one message", "golang-migrate", { "1_t.up.sql": FAILS }, []],
    ["is undone by Prisma: it is one message", "prisma", { "1_t/migration.sql": FAILS }, []],
    [
      "is undone by dbmate, even without a transaction",
      "dbmate",
      { "1.sql": `-- migrate:up transaction:false\n${FAILS}` },
      [],
    ],
    ["is undone by goose", "goose", { "1_t.sql": `-- +goose Up\n${FAILS}` }, []],
    [
      "stays half done by goose without a transaction",
      "goose",
      { "1_t.sql": `-- +goose NO TRANSACTION\n-- +goose Up\n${FAILS}` },
      ["t", "u"],
    ],
  ])("%s", async (_what, layout, files, left) => {
    await expect(comesTo(files, layout)).rejects.toMatchObject({
      message: expect.stringContaining("division by zero"),
      left,
    });
  });
});
