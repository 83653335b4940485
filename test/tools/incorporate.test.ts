/** A hotfix in the live database becomes a migration of the project's tool, which runs it itself, up and down. */

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { driftwatch } from "../cli/driftwatch.ts";
import { folder, type LiveDatabase, liveDatabase, output, python, run } from "./tools.ts";

const HOTFIX = `
  CREATE TABLE hotfix (id int PRIMARY KEY, share text DEFAULT '100% "quoted" \\ :name [[:alpha:]] \\:z \\: :a:b \\\\:c :é :$');
  CREATE FUNCTION twice(x int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN x::bigint * 2; -- 50%; %s :x
END
$$`;

/** What Django takes the fields of a model to be once all migrations have run. */
const FIELDS = `
import os, json, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
from django.db.migrations.loader import MigrationLoader
django.setup()
fields = MigrationLoader(None).project_state().models["shop", "product"].fields
print(json.dumps({name: [type(field).__name__, field.null, getattr(field, "max_length", None)] for name, field in fields.items()}))`;

let live: LiveDatabase;
let project: string;
beforeEach(async () => {
  live = await liveDatabase();
  project = mkdtempSync(join(tmpdir(), "driftwatch-incorporate-"));
});
afterEach(async () => {
  rmSync(project, { recursive: true });
  await live.drop();
});

const incorporated = (layout: string, ...args: string[]) =>
  driftwatch([
    ...["plan", project, live.url, "--incorporate", "--layout", layout, "--message", "Hot fix", "--python", python()],
    ...["--scratch-url", live.url, "--prove", ...args],
  ]);

describe("a hotfix", () => {
  it("becomes a migration of a Django app, after its last one, that goes up and down", async () => {
    cpSync(folder("django"), project, { recursive: true });
    const manage = (...args: string[]) =>
      run(python(), ["manage.py", ...args], project, live, {
        ...{ PYTHONDONTWRITEBYTECODE: "1", DEFAULT_DB: live.name, ARCHIVE_DB: live.name },
      });
    await manage("migrate", "--verbosity", "0");
    await live.sql(HOTFIX);
    await live.sql(
      "ALTER TABLE shop_product ADD COLUMN hotfix varchar(40), ADD COLUMN weight numeric(8,3) NOT NULL DEFAULT 0",
    );
    const { code, stdout, stderr } = await incorporated("django", "--app", "shop");
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/shop\/migrations\/0012_hot_fix\.py\nProved/);
    const text = readFileSync(join(project, "shop/migrations/0012_hot_fix.py"), "utf8");
    expect(text).toContain('dependencies = [("shop", "0011_no_index")]');
    const told = await output(python(), ["-c", FIELDS], project, live, {
      ...{ PYTHONDONTWRITEBYTECODE: "1", DEFAULT_DB: live.name, ARCHIVE_DB: live.name },
    });
    expect(JSON.parse(told)).toMatchObject({ hotfix: ["CharField", true, 40], weight: ["DecimalField", false, null] });
    await manage("migrate", "shop", "0012", "--fake", "--verbosity", "0");
    await manage("migrate", "shop", "0011", "--verbosity", "0");
    await manage("migrate", "shop", "0012", "--verbosity", "0");
    expect((await incorporated("django", "--app", "shop")).stdout).toMatch(/^Nothing to do/);
  });

  it("becomes a revision of Alembic, after its head, that goes up and down", async () => {
    cpSync(folder("alembic"), project, { recursive: true });
    const alembic = (what: string, revision: string) =>
      run(python(), ["-c", ALEMBIC, what, revision], project, live, { PYTHONDONTWRITEBYTECODE: "1" });
    await alembic("upgrade", "heads");
    await live.sql(HOTFIX);
    const { code, stdout, stderr } = await incorporated("alembic");
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
    const file = readdirSync(join(project, "versions")).find((name) => name.endsWith("_hot_fix.py")) ?? "";
    const text = readFileSync(join(project, "versions", file), "utf8");
    expect(text).toContain('down_revision = "d4"');
    await alembic("stamp", "head");
    await alembic("downgrade", "d4");
    await alembic("upgrade", "head");
    expect((await incorporated("alembic")).stdout).toMatch(/^Nothing to do/);
  });
});

/** What each of them would take for a parameter, an escape or the end of a text. */
const HOSTILE = `
  CREATE TABLE hotfix (id int PRIMARY KEY, share text DEFAULT '100% ? ?? \\? "quoted" \\ :name $1 @x \`tick\` \${hole} \r', d jsonb CHECK (d ? 'a'));
  CREATE FUNCTION twice(x int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN x::bigint * 2; -- ?; \`\${hole}\` "%s" #{x}
END
$$`;

const bin = (name: string) => folder(`node_modules/.bin/${name}`);

interface Story {
  readonly title: string;
  readonly layout: string;
  /** Beside what its folder has. */
  readonly files: Readonly<Record<string, string>>;
  readonly copied: boolean;
  readonly args: readonly string[];
  readonly migrate: readonly string[];
  readonly undo: readonly string[];
  readonly file: RegExp;
  /** The tool is told that the hotfix is there already. */
  readonly record: (file: string) => string;
}

const STORIES: readonly Story[] = [
  {
    ...{ title: "Knex", layout: "knex", files: {}, copied: true },
    args: ["--command", "npx knex migrate:up --knexfile knexfile.cjs"],
    migrate: ["knex", "migrate:latest", "--knexfile", "knexfile.cjs"],
    undo: ["knex", "migrate:down", "--knexfile", "knexfile.cjs"],
    file: /^3_hot_fix\.cjs$/,
    record: (file) => `INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('${file}', 2, now())`,
  },
  {
    ...{ title: "Sequelize", layout: "sequelize", files: {}, copied: true, args: [] },
    migrate: ["sequelize-cli", "db:migrate"],
    undo: ["sequelize-cli", "db:migrate:undo"],
    file: /^3-hot-fix\.cjs$/,
    record: (file) => `INSERT INTO "SequelizeMeta" VALUES ('${file}')`,
  },
  {
    ...{ title: "TypeORM", layout: "typeorm", copied: false, args: [] },
    files: {
      "data-source.js": `const { DataSource } = require("typeorm");
const { PGHOST: host, PGPORT, PGUSER: username, PGDATABASE: database } = process.env;
module.exports = new DataSource({
  ...{ type: "postgres", host, port: Number(PGPORT), username, database },
  migrations: [\`\${__dirname}/migrations/*.js\`],
});`,
      "migrations/1700000000001-Users.js": `module.exports = class Users1700000000001 {
  async up(runner) { await runner.query("CREATE TABLE users (id int PRIMARY KEY)"); }
  async down(runner) { await runner.query("DROP TABLE users"); }
};`,
    },
    migrate: ["typeorm", "migration:run", "-d", "data-source.js"],
    undo: ["typeorm", "migration:revert", "-d", "data-source.js"],
    file: /^\d{13}-HotFix\.js$/,
    record: (file) =>
      `INSERT INTO migrations (timestamp, name) VALUES (${file.slice(0, 13)}, 'HotFix${file.slice(0, 13)}')`,
  },
];

describe("a hotfix in the way of a tool of JavaScript's", () => {
  it.each(STORIES)("$title: goes up and down", async ({ layout, files, copied, args, migrate, undo, file, record }) => {
    if (copied) cpSync(folder(layout), project, { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(project, path, ".."), { recursive: true });
      writeFileSync(join(project, path), content);
    }
    symlinkSync(folder("node_modules"), join(project, "node_modules"));
    const tool = ([name = "", ...words]: readonly string[]) => run(bin(name), words, project, live);
    await tool(migrate);
    await live.sql(HOSTILE);
    const { code, stdout, stderr } = await incorporated(layout, ...args);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/\nProved/);
    const written = readdirSync(join(project, "migrations")).find((name) => file.test(name)) ?? "";
    await live.sql(record(written));
    await tool(undo);
    await expect(live.sql("SELECT FROM hotfix")).rejects.toThrow(/does not exist/);
    await tool(migrate);
    expect((await incorporated(layout, ...args)).stdout).toMatch(/^Nothing to do/);
  });
});

const ALEMBIC = `
import os, sys
from alembic import command
from alembic.config import Config
config = Config("alembic.ini")
config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"].replace("postgres:", "postgresql:", 1).replace("%", "%%"))
getattr(command, sys.argv[1])(config, sys.argv[2])`;
