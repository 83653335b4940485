/** Projects whose own configuration names a database: a replay leaves that one alone, and runs on the scratch database. */

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { directoryOf, type Files } from "../support/project.ts";
import { type LiveDatabase, liveDatabase, python, replayOf, tablesOf } from "./tools.ts";

/** What the project's configuration names. */
let own: LiveDatabase;
beforeEach(async () => {
  own = await liveDatabase();
});
afterEach(() => own.drop());

describe("an Alembic project", () => {
  const INI = (url = "driver://user:pass@localhost/dbname") =>
    `[alembic]\nscript_location = .\nversion_locations = versions\nsqlalchemy.url = ${url.replaceAll("%", "%%")}\n`;
  const REVISIONS: Files = Object.fromEntries(
    [
      ["a1", "None", "CREATE TABLE users (id int PRIMARY KEY)"],
      ["b2", '"a1"', "ALTER TABLE users ADD COLUMN name text"],
    ].map(([id, after, sql]) => [
      `versions/${id}.py`,
      `from alembic import op\nrevision = "${id}"\ndown_revision = ${after}\ndef upgrade():\n    op.execute("${sql}")\n`,
    ]),
  );
  const RUN = `
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;
  const project = (env: string, ini = INI()): string =>
    directoryOf({
      ...REVISIONS,
      "alembic.ini": ini,
      "env.py": env.replaceAll("OWN", JSON.stringify(own.url.replace("postgres:", "postgresql:"))),
    });
  const replayed = (env: string, ini?: string) => replayOf(project(env, ini), { python: python() });

  it.each([
    [
      "in the option that it sets",
      `
import os
from alembic import context
from sqlalchemy import engine_from_config, pool
config = context.config
config.set_main_option("sqlalchemy.url", os.environ.get("NO_SUCH_VARIABLE", OWN).replace("%", "%%"))
engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
${RUN}`,
    ],
    [
      "in an engine of its own, with what its connections are to be given",
      `
from alembic import context
from sqlalchemy import create_engine
engine = create_engine(OWN, connect_args={"options": "-c search_path=app,public", "application_name": "x"})
${RUN.replace(
  "context.configure",
  'assert connection.exec_driver_sql("SHOW search_path").scalar() == "app,public"\n    context.configure',
)}`,
    ],
    [
      "in what an engine is told just before it connects",
      `
from alembic import context
from sqlalchemy import create_engine, event
engine = create_engine("postgresql+psycopg2://")
@event.listens_for(engine, "do_connect")
def place(dialect, record, cargs, cparams):
    cargs[:] = [OWN]
    cparams.clear()
${RUN}`,
    ],
  ])("%s", async (_where, env) => {
    const { objects, history } = await replayed(env);
    expect(history?.migrations.map(({ id, effects }) => [id, effects.length > 0])).toEqual([
      ["a1", true],
      ["b2", true],
    ]);
    expect([...objects.keys()]).toContain("column:public.users.name");
    expect(await tablesOf(own)).toEqual([]);
  });

  it("that makes its connections itself is refused, unless they go where it was told", async () => {
    const creating = (url: string) => `
import os, psycopg2
from alembic import context
from sqlalchemy import create_engine
engine = create_engine("postgresql://", creator=lambda: psycopg2.connect(${url}))
${RUN}`;
    await expect(replayed(creating("OWN"))).rejects.toThrow(
      /versions\/a1\.py: Alembic could not apply a1: .*connects to a database of its own/,
    );
    expect(await tablesOf(own)).toEqual([]);
    const { objects } = await replayed(creating('os.environ["DATABASE_URL"].replace("+psycopg2", "")'));
    expect([...objects.keys()]).toContain("column:public.users.name");
  });

  it("of another database than PostgreSQL is refused", async () => {
    const env = `
from alembic import context
from sqlalchemy import create_engine
engine = create_engine("sqlite:///left.db")
${RUN}`;
    await expect(replayed(env)).rejects.toThrow(/connects to sqlite: /);
  });

  it("keeps the driver that it names", async () => {
    const env = `
from alembic import context
from sqlalchemy import create_engine
url = context.config.get_main_option("sqlalchemy.url")
assert url.startswith("postgresql+pg8000://"), url
engine = create_engine(url.replace("pg8000", "psycopg2"))
${RUN}`;
    const { objects } = await replayed(env, INI("postgresql+pg8000://ann:secret@db.example.com/orders"));
    expect([...objects.keys()]).toContain("column:public.users.name");
  });

  const ASYNC = `
import asyncio
from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import create_async_engine
def run(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
async def main():
    engine = create_async_engine(URL, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()
asyncio.run(main())
`;

  it.each([
    [
      "by its ini",
      'context.config.get_main_option("sqlalchemy.url")',
      INI("postgresql+asyncpg://ann@db.invalid/orders"),
    ],
    ["by its own URL", 'OWN.replace("postgresql:", "postgresql+asyncpg:")', INI()],
    ["by what the environment says", '__import__("os").environ["DATABASE_URL"]', INI()],
  ])("of asyncio keeps its driver, %s", async (_how, url, ini) => {
    const { objects } = await replayed(ASYNC.replace("URL", url), ini);
    expect([...objects.keys()]).toContain("column:public.users.name");
    expect(await tablesOf(own)).toEqual([]);
  });

  it.each([
    ["runs nothing", "", /a1: .*ran no migrations/],
    [
      "keeps nothing of what it ran",
      `
from alembic import context
from sqlalchemy import create_engine
engine = create_engine(OWN)
${RUN.replace(
  "        context.run_migrations()\n",
  "        context.run_migrations()\n        connection.exec_driver_sql('ROLLBACK')\n",
)}`,
      /a1\.py: Alembic says that it applied a1, but .* scratch database does not/,
    ],
  ])("that %s is an error", async (_what, env, error) => {
    await expect(replayed(env)).rejects.toThrow(error);
  });
});

it("an Ecto project is refused before anything is run, unless its configuration is told by the environment", async () => {
  const files = (repo: string) => ({ "mix.exs": "", "config/dev.exs": `config :shop, Shop.Repo, ${repo}\n` });
  await expect(replayOf(directoryOf(files('database: "shop_dev"')))).rejects.toThrow(
    /config\/dev\.exs names a database, which Ecto would migrate/,
  );
  const told = directoryOf(files('url: System.get_env("DATABASE_URL") || "ecto://localhost/shop_dev"'));
  await expect(replayOf(told, { layout: "ecto", command: "echo run; exit 3" })).rejects.toThrow(/ended with 3: run/);
});
