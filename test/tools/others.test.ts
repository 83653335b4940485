/** Other real tools: what they record is what we read. */

import { afterEach, describe, expect, it } from "vitest";
import { directoryOf } from "../support/project.ts";
import { folder, incidents, type LiveDatabase, liveDatabase, python, replayOf, reportOn, run } from "./tools.ts";

const bin = (name: string): string => folder(`node_modules/.bin/${name}`);
const made: LiveDatabase[] = [];
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
});

async function fresh(): Promise<LiveDatabase> {
  const database = await liveDatabase();
  made.push(database);
  return database;
}

describe("Alembic", () => {
  const upgrade = (database: LiveDatabase, revision: string) =>
    run(python(), ["-c", UPGRADE, revision], folder("alembic"), database, { PYTHONDONTWRITEBYTECODE: "1" });
  const UPGRADE = `
import os, sys
from alembic import command
from alembic.config import Config
config = Config("alembic.ini")
config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"].replace("postgres:", "postgresql:", 1).replace("%", "%%"))
command.upgrade(config, sys.argv[1])`;

  it("is replayed from the base to the heads, and its one row stands for all that it needs", async () => {
    const expected = await replayOf("alembic", { python: python() });
    expect(expected.history?.migrations.map(({ id, needs }) => [id, needs])).toEqual(
      [
        ["a1", []],
        ["b2", ["a1"]],
        ["c3", ["a1"]],
        ["d4", ["b2", "c3"]],
      ].sort((a, b) =>
        order(
          expected.history!.migrations.map(({ id }) => id),
          a,
          b,
        ),
      ),
    );
    const database = await fresh();
    await upgrade(database, "heads");
    expect(incidents(await reportOn(expected, database))).toEqual({});
    await database.sql("DROP INDEX users_name");
    expect(incidents(await reportOn(expected, database))).toEqual({ c3: "recorded-missing" });
  });

  it("tells several heads, and what is pending after them", async () => {
    const expected = await replayOf("alembic", { python: python() });
    const database = await fresh();
    await upgrade(database, "b2");
    await upgrade(database, "c3");
    const report = await reportOn(expected, database);
    expect([...report.heads].sort()).toEqual(["b2", "c3"]);
    expect(report.migrations.at(-1)).toMatchObject({ id: "d4", state: "pending" });
  });
});

const order = (ids: readonly string[], [a]: readonly unknown[], [b]: readonly unknown[]): number =>
  ids.indexOf(String(a)) - ids.indexOf(String(b));

describe.each([
  ["dbmate", "dbmate", ["--no-dump-schema", "-d", folder("dbmate"), "up"], "20240102000000"],
  ["node-pg-migrate", "node-pg-migrate", ["up", "-m", folder("node-pg-migrate")], "1700000000002_name"],
] as const)("%s", (layout, program, args, last) => {
  it("records what our replay of its files expects", async () => {
    const expected = await replayOf(layout);
    expect(expected.history).toMatchObject({ layout });
    const database = await fresh();
    const url = layout === "dbmate" ? { DATABASE_URL: dbmateUrl(database.url) } : {};
    await run(bin(program), args, folder("."), database, url);
    expect(incidents(await reportOn(expected, database))).toEqual({});
    await database.sql(layout === "dbmate" ? "DROP INDEX users_id" : "ALTER TABLE users DROP COLUMN name");
    expect(incidents(await reportOn(expected, database))).toEqual({ [last]: "recorded-missing" });
  });
});

it("dbmate itself refuses beside others what runs in no transaction, and so do we", async () => {
  const files = {
    "1_t.sql":
      "-- migrate:up transaction:false\nCREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY ON t (id);\n-- migrate:down\n",
  };
  const directory = directoryOf(files);
  const database = await fresh();
  const args = ["--no-dump-schema", "-d", directory, "up"];
  await expect(
    run(bin("dbmate"), args, directory, database, { DATABASE_URL: dbmateUrl(database.url) }),
  ).rejects.toThrow(/cannot run inside a transaction block/);
  await expect(replayOf(directory)).rejects.toThrow(/1_t\.sql, line 3: CREATE INDEX CONCURRENTLY .* in one message/);
});

/** Its own words for a unix socket. */
const dbmateUrl = (text: string): string => {
  const url = new URL(text);
  const socket = url.searchParams.get("host");
  return `postgres://${url.username}@${socket ? "" : url.host}${url.pathname}?${socket ? `socket=${socket}&` : ""}sslmode=disable`;
};

describe("any other tool", () => {
  it("is run until its ledger does not grow any more", async () => {
    const command = `${bin("knex")} migrate:up --knexfile knexfile.cjs`;
    const expected = await replayOf("knex", { layout: "knex", command });
    expect(expected.history).toMatchObject({
      layout: "knex",
      migrations: [{ id: "1_users.cjs" }, { id: "2_name.cjs", effects: [{ address: "column:public.users.name" }] }],
    });
    const database = await fresh();
    await run(bin("knex"), ["migrate:latest", "--knexfile", "knexfile.cjs"], folder("knex"), database);
    expect(incidents(await reportOn(expected, database))).toEqual({});
  });

  it("that applies all at once gives one step that stands for all", async () => {
    const command = `${bin("knex")} migrate:latest --knexfile knexfile.cjs`;
    const { history } = await replayOf("knex", { command });
    expect(history).toMatchObject({ layout: "knex", migrations: [{ id: "2_name.cjs", replaces: ["1_users.cjs"] }] });
  });

  it("Sequelize is run one migration at a time, by its own command", async () => {
    const expected = await replayOf("sequelize");
    expect(expected.history).toMatchObject({
      layout: "sequelize",
      migrations: [{ id: "1-users.cjs" }, { id: "2-name.cjs", effects: [{ address: "column:public.users.name" }] }],
    });
    const database = await fresh();
    await run(bin("sequelize-cli"), ["db:migrate"], folder("sequelize"), database);
    expect(incidents(await reportOn(expected, database))).toEqual({});
    await database.sql("ALTER TABLE users DROP COLUMN name");
    expect(incidents(await reportOn(expected, database))).toEqual({ "2-name.cjs": "recorded-missing" });
    await run(bin("sequelize-cli"), ["db:migrate:undo:all"], folder("sequelize"), await fresh());
  });

  it("TypeORM applies all at once, by its own command: one step that stands for all", async () => {
    const expected = await replayOf("typeorm");
    expect(expected.history).toMatchObject({
      layout: "typeorm",
      migrations: [{ id: "Name1700000000002", replaces: ["Users1700000000001"] }],
    });
    const database = await fresh();
    const migrate = () => run(bin("typeorm"), ["migration:run", "-d", "data-source.js"], folder("typeorm"), database);
    await migrate();
    expect(incidents(await reportOn(expected, database))).toEqual({});
    await database.sql("ALTER TABLE users DROP COLUMN name");
    expect(incidents(await reportOn(expected, database))).toEqual({ Name1700000000002: "half-applied" });
    await database.sql("DROP TABLE users, migrations");
    await migrate();
    expect(incidents(await reportOn(expected, database))).toEqual({});
  });

  it("that keeps its versions as Ecto does is known by its name", async () => {
    const command = `psql "$DATABASE_URL" -q -c 'CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
      CREATE TABLE IF NOT EXISTS users (id int); INSERT INTO schema_migrations VALUES (20240101000000, now()) ON CONFLICT DO NOTHING'`;
    const expected = await replayOf("knex", { layout: "ecto", command });
    expect(expected.history).toMatchObject({ layout: "ecto", migrations: [{ id: "20240101000000" }] });
    const database = await fresh();
    await run("sh", ["-c", command], folder("knex"), database);
    expect(incidents(await reportOn(expected, database))).toEqual({});
  });

  it("that fails is an error of one line, with what it said last", async () => {
    await expect(replayOf("knex", { command: "echo broken >&2; exit 3" })).rejects.toThrow(/ended with 3: broken; /);
    await expect(replayOf("knex", { command: "true" })).rejects.toThrow(/left no ledger that is known/);
  });
});
