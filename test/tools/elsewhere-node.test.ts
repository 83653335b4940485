/** Projects of Node whose own configuration names a database: it is left alone, and the scratch database is migrated. */

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseDatabaseUrl } from "../../lib/postgres/endpoint.ts";
import { directoryOf, type Files } from "../support/project.ts";
import { folder, type LiveDatabase, liveDatabase, replayOf, tablesOf } from "./tools.ts";

/** What the project's configuration names. */
let own: LiveDatabase;
beforeEach(async () => {
  own = await liveDatabase();
});
afterEach(() => own.drop());

function projectOf(files: Files): string {
  const path = directoryOf(files);
  symlinkSync(folder("node_modules"), join(path, "node_modules"));
  return path;
}

const KNEX: Files = {
  "migrations/1_users.cjs":
    "exports.up = (knex) => knex.raw('CREATE TABLE users (id int PRIMARY KEY)'); exports.down = () => 0;",
  "migrations/2_name.cjs":
    "exports.up = (knex) => knex.raw('ALTER TABLE users ADD name text'); exports.down = () => 0;",
};

describe("as it is, by its tool's own command", () => {
  const placed = () => {
    const { host, port, user, database } = parseDatabaseUrl(own.url, {});
    return { host, port, user, username: user, password: "secret", database };
  };

  it("Knex, with its connection in the knexfile", async () => {
    const config = { client: "pg", connection: { ...placed(), ssl: { rejectUnauthorized: false } } };
    const path = projectOf({ ...KNEX, "knexfile.js": `module.exports = ${JSON.stringify(config)};` });
    const { objects, history } = await replayOf(path);
    expect(history?.migrations.map(({ id }) => id)).toEqual(["1_users.cjs", "2_name.cjs"]);
    expect([...objects.keys()]).toContain("column:public.users.name");
    expect(await tablesOf(own)).toEqual([]);
  });

  it("Sequelize, with its connection in config/config.json", async () => {
    const path = projectOf({
      ".sequelizerc": "module.exports = {};",
      "config/config.json": JSON.stringify({ ...placed(), dialect: "postgres", native: true }),
      "migrations/1-users.js":
        "module.exports = { up: (q, { INTEGER }) => q.createTable('users', { id: INTEGER }), down: () => 0 };",
    });
    expect([...(await replayOf(path)).objects.keys()]).toContain("column:public.users.id");
    expect(await tablesOf(own)).toEqual([]);
  });

  it("TypeORM, with its connection in the data source", async () => {
    const path = projectOf({
      "package.json": '{ "type": "module" }',
      "data-source.js": `
        import { DataSource } from "typeorm";
        class Users1700000000001 {
          name = "Users1700000000001";
          up = (runner) => runner.query("CREATE TABLE users (id int PRIMARY KEY)");
          down = () => {};
        }
        export default new DataSource({ type: "postgres", ...${JSON.stringify(placed())}, migrations: [Users1700000000001] });`,
    });
    expect([...(await replayOf(path)).objects.keys()]).toContain("column:public.users.id");
    expect(await tablesOf(own)).toEqual([]);
  });
});

describe("a program of Node", () => {
  const program = (work: string): Files => ({ "migrate.mjs": work.replaceAll("OWN", JSON.stringify(own.url)) });
  const RECORD = `
    await client.query("CREATE TABLE IF NOT EXISTS knex_migrations (id int, name text, batch int, migration_time timestamptz)");
    await client.query("INSERT INTO knex_migrations SELECT 1, '1_users.cjs', 1, now() WHERE NOT EXISTS (TABLE knex_migrations)");`;

  it("has every client of pg connect to the scratch database, however it is made", async () => {
    const files = program(`
      import { createRequire } from "node:module";
      import { Socket } from "node:net";
      import pg, { Client, Pool } from "pg";
      const required = createRequire(import.meta.url)("pg");
      class Own extends Client {}
      const made = [
        new Client(OWN), new pg.Client({ connectionString: OWN, application_name: "x" }), new required.Client({ host: "db.invalid" }),
        new Pool({ connectionString: OWN }), new required.Pool({ database: "nosuch" }),
        new Own(OWN), new pg.native.Client(OWN), new Client({ connectionString: OWN, stream: () => new Socket() }),
        new Client({ connectionString: OWN, ssl: true, password: () => "secret" }),
      ];
      for (const each of made) {
        if (each instanceof Client) await each.connect();
        const { rows: [{ name, scratch }] } = await each.query(
          "SELECT current_database() AS name, current_setting('application_name') AS scratch");
        if (!name.startsWith("driftwatch_replay_")) throw new Error("was led to " + name);
        if (each === made[1] && scratch !== "x") throw new Error("was not given its settings");
        if (each !== made[0]) await each.end();
      }
      const [client] = made;
      ${RECORD}
      await client.end();`);
    const { history } = await replayOf(projectOf(files), { command: "node migrate.mjs" });
    expect(history?.migrations.map(({ id }) => id)).toEqual(["1_users.cjs"]);
    expect(await tablesOf(own)).toEqual([]);
  });

  it("that has another driver is kept from every other database", async () => {
    const speaking = (url: string) =>
      program(`
        import { once } from "node:events";
        import { connect } from "node:net";
        import pg from "pg";
        const url = new URL(${url}), host = url.searchParams.get("host") ?? url.hostname;
        const socket = connect(host[0] === "/" ? { path: host + "/.s.PGSQL." + url.port } : { host, port: url.port });
        await once(socket, "connect");
        const body = Buffer.from("\\0\\x03\\0\\0" + ["user", url.username, "database", url.pathname.slice(1), "", ""].join("\\0"), "latin1");
        const length = Buffer.alloc(4);
        length.writeInt32BE(body.length + 4);
        socket.write(Buffer.concat([length, body]));
        const [answer] = await once(socket, "data");
        if (answer[0] !== 82) throw new Error("was not let in");
        socket.destroy();
        const client = new pg.Client();
        await client.connect();
        ${RECORD}
        await client.end();`);
    const command = "node migrate.mjs";
    await expect(replayOf(projectOf(speaking("OWN")), { command })).rejects.toThrow(
      /another driver than pg asks for the database/,
    );
    const { history } = await replayOf(projectOf(speaking("process.env.DATABASE_URL")), { command });
    expect(history?.migrations.map(({ id }) => id)).toEqual(["1_users.cjs"]);
  });

  it("that is configured for another database than PostgreSQL is refused", async () => {
    const config = "module.exports = { client: 'sqlite3', connection: { filename: './dev.sqlite3' } };";
    const command = "npx knex migrate:up";
    await expect(replayOf(projectOf({ ...KNEX, "knexfile.js": config }), { command })).rejects.toThrow(
      /asks for sqlite3: only PostgreSQL can be replayed/,
    );
  });
});
