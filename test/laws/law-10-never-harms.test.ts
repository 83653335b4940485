/** Law 10: the monitor reads only, takes no lock above ACCESS SHARE, keeps none, and every statement is bounded. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { takeSnapshot } from "../../lib/index.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  for (const part of RICH_SCHEMA) await database.sql(part);
});
afterAll(() => database.drop());

// Every backend locks its database for the moment in which it starts.
const LOCKS = `
  SELECT DISTINCT l.mode, l.locktype FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE a.application_name = 'driftwatch' AND a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND l.locktype NOT IN ('virtualxid') AND l.classid IS DISTINCT FROM 'pg_database'::regclass`;

it("law 10: no lock above ACCESS SHARE while it reads", async () => {
  const watcher = await connect(database.endpoint);
  await watcher.query("SET application_name = 'watcher'");
  const modes = new Set<string>();
  try {
    let reading = true;
    const done = (async () => {
      for (let read = 0; read < 8; read++) await takeSnapshot(database.url);
      reading = false;
    })();
    while (reading) for (const { mode } of (await watcher.query(LOCKS)).rows) modes.add(String(mode));
    await done;
  } finally {
    await watcher.end();
  }
  expect([...modes]).toEqual(["AccessShareLock"]);
});

it("law 10: no lock outlives its statement", async () => {
  const session = await openSession(database.endpoint);
  try {
    await session.read("SELECT pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relkind = 'v'", () => {});
    expect(await database.sql(LOCKS)).toEqual([]);
  } finally {
    await session.close();
  }
});

it("law 10: nothing can be written through a session", async () => {
  const session = await openSession(database.endpoint);
  try {
    for (const statement of ["CREATE TABLE harm ()", "DELETE FROM app.users", "SELECT nextval('app.seq_plain')"])
      await expect(
        session.read(statement, () => {}),
        statement,
      ).rejects.toMatchObject({ sqlstate: "25006" });
  } finally {
    await session.close();
  }
});

it("law 10: a statement ends at its time limit, and waiting for a lock ends sooner than a deadlock is looked for", async () => {
  const session = await openSession(database.endpoint, { timeoutMs: 200 });
  const holder = await connect(database.endpoint);
  try {
    await expect(session.read("SELECT pg_sleep(10)", () => {})).rejects.toMatchObject({ sqlstate: "57014" });
    await holder.query("BEGIN; LOCK TABLE app.users");
    const started = performance.now();
    const waiting = session.read("SELECT count(*) FROM app.users", () => {}, { timeoutMs: 5_000 });
    await expect(waiting).rejects.toMatchObject({ sqlstate: "55P03" });
    expect(performance.now() - started).toBeLessThan(1_000);
  } finally {
    await holder.end();
    await session.close();
  }
});
