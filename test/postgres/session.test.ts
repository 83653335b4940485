/** The read-only session: what it forbids, what it leaves behind, how it hands on rows. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TornRead } from "../../lib/core/row.ts";
import { CatalogueError, type Row, type Session } from "../../lib/core/session.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let database: FreshDatabase;
let session: Session;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`
    CREATE SCHEMA app;
    CREATE TABLE app.ledger (id int PRIMARY KEY);
    CREATE VIEW app.ledger_view AS SELECT l.id FROM app.ledger l, app.ledger m`);
  session = await openSession(database.endpoint);
});

afterAll(async () => {
  await session.close();
  await database.drop();
});

const rowsOf = async (sql: string, timeoutMs?: number): Promise<Row[]> => {
  const rows: Row[] = [];
  const count = await session.read(sql, (row) => rows.push(row), { timeoutMs });
  expect(count).toBe(rows.length);
  return rows;
};

const failureOf = (sql: string, timeoutMs?: number): Promise<CatalogueError> =>
  rowsOf(sql, timeoutMs).then(
    () => expect.unreachable("the statement succeeded"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(CatalogueError);
      return error as CatalogueError;
    },
  );

describe("limits", () => {
  it("forbids writing", async () => {
    expect(await failureOf("CREATE TABLE app.t ()")).toMatchObject({ sqlstate: "25006", retryable: false });
    expect(await failureOf("CREATE TEMP TABLE t ()")).toMatchObject({ sqlstate: "25006", retryable: false });
  });

  it("ends a statement at its time limit, though the limit travels in the same message", async () => {
    const start = Date.now();
    const error = await failureOf("SELECT pg_sleep(20)", 200);
    expect(error).toMatchObject({ sqlstate: "57014", retryable: true });
    expect(error.message).toBe("canceling statement due to statement timeout (SQLSTATE 57014)");
    expect(Date.now() - start).toBeLessThan(5_000);
  });

  it("has a time limit of its own for each session", async () => {
    const hasty = await openSession(database.endpoint, { timeoutMs: 100 });
    await expect(hasty.read("SELECT pg_sleep(20)", () => undefined)).rejects.toMatchObject({ sqlstate: "57014" });
    await hasty.close();
  });

  it("does not wait for a lock", async () => {
    const other = await connect(database.endpoint);
    await other.query("BEGIN; LOCK TABLE app.ledger IN ACCESS EXCLUSIVE MODE");
    const start = Date.now();
    expect(await failureOf("SELECT id FROM app.ledger")).toMatchObject({ sqlstate: "55P03", retryable: true });
    expect(Date.now() - start).toBeLessThan(5_000);
    await other.end();
  });
});

describe("after a read", () => {
  it("no lock and no transaction is left", async () => {
    const [row] = await rowsOf(`SELECT pg_backend_pid() AS pid, pg_get_viewdef(oid) AS definition
                                FROM pg_class WHERE relname = 'ledger_view'`);
    expect(row?.definition).toContain("app.ledger");
    expect(await database.sql(`SELECT relation::regclass FROM pg_locks WHERE pid = ${row?.pid}`)).toEqual([]);
    expect(await database.sql(`SELECT state, xact_start FROM pg_stat_activity WHERE pid = ${row?.pid}`)).toEqual([
      { state: "idle", xact_start: null },
    ]);
  });

  it("a failure leaves the session as good as before", async () => {
    expect(await failureOf("SELECT 1 / 0")).toMatchObject({ sqlstate: "22012", retryable: false });
    expect(await failureOf("SELECT * FROM app.gone")).toMatchObject({ sqlstate: "42P01", retryable: true });
    expect(await rowsOf("SELECT 1 AS one;")).toEqual([{ one: 1 }]);
  });

  it("a reader that throws is heard, and the session goes on", async () => {
    const failing = session.read("SELECT generate_series(1, 3)", () => {
      throw new Error("the reader's own");
    });
    await expect(failing).rejects.toThrow("the reader's own");
    expect(await rowsOf("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("close ends the connection, and may be repeated", async () => {
    const other = await openSession(database.endpoint);
    let pid: unknown;
    await other.read("SELECT pg_backend_pid() AS pid", (row) => {
      pid = row.pid;
    });
    await other.close();
    await other.close();
    await expect.poll(() => database.sql(`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid}`)).toEqual([]);
    await expect(other.read("SELECT 1", () => undefined)).rejects.toMatchObject({ code: "database-unreachable" });
  });
});

describe("reads", () => {
  it("take turns", async () => {
    const outcomes = await Promise.allSettled([
      rowsOf("SELECT 1 AS n"),
      rowsOf("SELECT 1 / 0"),
      rowsOf("SELECT 2 AS n"),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("of two that belong together see one moment, and others go on beside the second", async () => {
    await database.sql("CREATE TABLE app.seen (id int)");
    const wide = await openSession(database.endpoint, { wideFrom: 0 });
    const heard: unknown[] = [];
    const counting = (what: string, then = "") => ({
      sql: `SELECT (SELECT count(*)::int4 FROM app.seen) AS n, E'\\\\' AS backslash ${then}`,
      onRow: ({ n, backslash }: Row) => heard.push(`${what} ${n} ${backslash}`),
    });
    const writer = await connect(database.endpoint);
    try {
      await writer.query("SELECT pg_advisory_lock(1)");
      const { second } = await wide.readTwo(
        counting("first"),
        counting("second", "FROM (SELECT pg_advisory_xact_lock_shared(1)) waits"),
      );
      await writer.query("INSERT INTO app.seen VALUES (1)");
      const beside = counting("beside");
      await wide.read(beside.sql, beside.onRow);
      await writer.query("SELECT pg_advisory_unlock(1)");
      await second;
      expect(heard).toEqual(["first 0 \\", "beside 1 \\", "second 0 \\"]);
      await expect(
        wide.readTwo(counting("third"), { sql: "SELECT 1 / 0", onRow: () => {} }).then((it) => it.second),
      ).rejects.toBeInstanceOf(CatalogueError);
      const refuse = () => {
        throw new TornRead("this row will not do");
      };
      await expect(wide.readTwo({ sql: "SELECT 1", onRow: refuse }, counting("fourth"))).rejects.toBeInstanceOf(
        TornRead,
      );
      expect(await wide.read("SELECT 1", () => {})).toBe(1);
    } finally {
      await writer.end();
      await wide.close();
    }
  });

  it("hand rows on without keeping them", async () => {
    let peak = 0;
    let seen = 0;
    const before = process.memoryUsage().heapUsed;
    const count = await session.read("SELECT repeat('x', 1000) AS x FROM generate_series(1, 200000)", () => {
      seen += 1;
      if (seen % 5_000 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    });
    expect(count).toBe(200_000);
    // All the rows together are 200 MB.
    expect(peak).toBeLessThan(120_000_000);
  });

  it("report a lost connection as what it is", async () => {
    const victim = await openSession(database.endpoint);
    const lost = victim.read("SELECT pg_terminate_backend(pg_backend_pid())", () => undefined);
    await expect(lost).rejects.toMatchObject({
      code: "database-refused",
      message: expect.stringMatching(/terminating/),
    });
    await expect(victim.read("SELECT 1", () => undefined)).rejects.toMatchObject({ code: "database-unreachable" });
    await victim.close();
  });
});
