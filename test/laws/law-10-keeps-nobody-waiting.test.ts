/** Law 10, beside a migration: it is the monitor that gives way, and soon. */

import { beforeEach, describe, expect, it } from "vitest";
import { takeSnapshot } from "../../lib/index.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { counted } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { snapshotBy } from "../support/sessions.ts";

let database: FreshDatabase;
let migration: Awaited<ReturnType<typeof connect>>;

// To drop thousands of objects one by one takes more locks than a server has.
beforeEach(async () => {
  database = await freshDatabase();
  migration = await connect(database.endpoint);
  return async () => {
    await migration.end();
    await database.drop();
  };
});

/** What the monitor's sessions hold, or wait for, of relations called so. */
const HELD = (relation: string, granted: boolean) => `
  SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN pg_class c ON c.oid = l.relation
  WHERE a.application_name = 'driftwatch' AND a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND c.relname = '${relation}' AND l.granted = ${granted}`;

/** Asks until it is so; the test's own time limit ends it if it never is. */
async function until(...conditions: readonly string[]): Promise<void> {
  for (;;) {
    const answers = await Promise.all(conditions.map((sql) => database.sql(`SELECT EXISTS (${sql}) AS so`)));
    if (answers.every(([row]) => row?.so === true)) return;
  }
}

it("law 10: in a deadlock with a migration it is the monitor that gives up", async () => {
  await database.sql("CREATE TABLE one (a int); CREATE TABLE two (a int); CREATE VIEW both_of AS SELECT FROM one, two");
  await migration.query("BEGIN; ALTER TABLE two ADD COLUMN late int");
  // It reads the view: it has the first table and waits for the second.
  const reading = takeSnapshot(database.url, { tries: 1 }).then(
    () => "read",
    (error: Error) => error.message,
  );
  await until(HELD("one", true), HELD("two", false));
  await migration.query("ALTER TABLE one ADD COLUMN late int; COMMIT");
  expect(await reading).toContain("55P03");
  expect((await takeSnapshot(database.url)).objects.has("column:public.two.late")).toBe(true);
});

describe("law 10: no migration waits for longer than 300 ms", () => {
  const LOCK = `
    DO $$ DECLARE began timestamptz := clock_timestamp();
    BEGIN
      LOCK TABLE busy IN ACCESS EXCLUSIVE MODE;
      INSERT INTO waits SELECT extract(epoch FROM clock_timestamp() - began) * 1000;
    END $$`;

  /** The longest that a migration waited for the table while all was read three times. */
  async function longestWait(): Promise<number> {
    await database.sql("CREATE TABLE waits (ms float8)");
    let reading = true;
    const migrating = (async () => {
      while (reading) await migration.query(LOCK);
    })();
    try {
      for (let read = 0; read < 3; read++) await takeSnapshot(database.url).catch(() => undefined);
    } finally {
      reading = false;
      await migrating;
    }
    const [row] = await database.sql("SELECT count(*)::int4 AS tried, max(ms) AS longest FROM waits");
    expect(row?.tried).toBeGreaterThan(10);
    return Number(row?.longest);
  }

  const each = (count: number, statement: string) => `
    DO $$ BEGIN FOR i IN 1 .. ${count} LOOP EXECUTE format('${statement}', i); END LOOP; END $$`;

  it.each([
    ["views", "CREATE VIEW v%s AS SELECT a, b, a + %1$s AS c FROM busy WHERE b > %1$s"],
    ["rules", "CREATE TABLE t%s (a int); CREATE RULE r AS ON UPDATE TO t%1$s DO ALSO DELETE FROM busy WHERE a = new.a"],
    ["routines", "CREATE FUNCTION f%s() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM busy WHERE a > %1$s; END"],
    ["policies", "CREATE POLICY p%s ON busy USING (EXISTS (SELECT FROM busy other WHERE other.a = %1$s))"],
  ])(
    "that alters what 2,000 %s read",
    async (_what, statement) => {
      await database.sql(`CREATE TABLE busy (a int, b int); ${each(2_000, statement)}`);
      const longest = await longestWait();
      expect(longest).toBeLessThan(300);
    },
    120_000,
  );
});

describe("law 10: as many statements for 1,000 tables as for 10", () => {
  const tables = (from: number, to: number) => `
    DO $$ BEGIN FOR i IN ${from} .. ${to} LOOP
      EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, a text DEFAULT %L CHECK (a <> %1$L), b int GENERATED ALWAYS AS (id * 2) STORED)', i, 'x');
      EXECUTE format('CREATE INDEX ON t%s (lower(a)) WHERE b > 0', i);
      EXECUTE format('GRANT SELECT ON t%s TO PUBLIC; COMMENT ON TABLE t%1$s IS %L', i, 'one of many');
    END LOOP; END $$`;

  async function statementsOf(): Promise<number> {
    const session = await openSession(database.endpoint);
    const statements: string[] = [];
    try {
      await snapshotBy(counted(session, statements));
    } finally {
      await session.close();
    }
    return statements.length;
  }

  it("and a further one for each 200 views", async () => {
    await database.sql(tables(1, 10));
    const few = await statementsOf();
    await database.sql(tables(11, 1_000));
    expect(await statementsOf()).toBe(few);
    await database.sql(
      "DO $$ BEGIN FOR i IN 1 .. 601 LOOP EXECUTE format('CREATE VIEW v%s AS SELECT FROM t1', i); END LOOP; END $$",
    );
    expect(await statementsOf()).toBe(few + 3);
    expect(few).toBeLessThan(100);
  }, 60_000);
});
