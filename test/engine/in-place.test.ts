/** What is built anew, or made of what is there: at no moment of the plan is the table without it. */

import { afterAll, describe, expect, it } from "vitest";
import type { PlanStep } from "../../lib/core/plan.ts";
import { planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { fingerprint } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { DatabasePool } from "../support/database-pool.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

/** The steps, and how many of what is asked for there were at the least while they ran. */
async function played(actual: string, expected: string, count: string, online: boolean) {
  const [database, wanted] = [await pool.take(), await pool.take()];
  try {
    await database.sql(actual);
    await wanted.sql(expected);
    const sides = { expected: await wanted.snapshot(), actual: await database.snapshot() };
    const asked = { rules: [], at: "2026-11-30" };
    const { up } = planBetween(KINDS, sides, {}, asked, await withParser({}), online);
    const counted: number[] = [];
    for (const { sql } of up.steps) {
      await database.run([sql]);
      const [row] = await database.sql(`SELECT count(*)::int AS there ${count}`);
      counted.push(row?.there);
    }
    expect(fingerprint(await database.reread())).toBe(fingerprint(sides.expected));
    return { steps: up.steps, least: Math.min(...counted) };
  } finally {
    await pool.giveBack(database);
    await pool.giveBack(wanted);
  }
}

const hazardsOf = (steps: readonly PlanStep[]) => steps.map(({ hazards }) => hazards);
const UNIQUE = "FROM pg_index WHERE indrelid = 'orders'::regclass AND indisunique AND indisvalid";

describe("an index that becomes that of a constraint", () => {
  const TABLE = "CREATE TABLE orders (id int NOT NULL, note text);";
  const INDEX = "CREATE UNIQUE INDEX orders_id ON orders (id)";

  it.each([
    ["a unique constraint of its name", INDEX, "CONSTRAINT orders_id UNIQUE (id)"],
    ["the primary key, under another name", INDEX, "PRIMARY KEY (id)"],
    ["one that can wait", INDEX, "CONSTRAINT orders_id UNIQUE (id) DEFERRABLE INITIALLY DEFERRED"],
    [
      "one with its options and what else it carries",
      `${INDEX} INCLUDE (note) WITH (fillfactor = 70)`,
      "CONSTRAINT orders_id UNIQUE (id) INCLUDE (note) WITH (fillfactor = 70)",
    ],
  ])("becomes that of %s, and is not built again", async (_what, index, constraint) => {
    for (const online of [false, true]) {
      const { steps, least } = await played(
        `${TABLE} ${index}`,
        `${TABLE} ALTER TABLE orders ADD ${constraint}`,
        UNIQUE,
        online,
      );
      expect(hazardsOf(steps)).toEqual([["access-exclusive-lock"]]);
      expect(steps[0]).toMatchObject({ risk: "safe", transactional: true });
      expect(least).toBe(1);
    }
  });

  it.each([false, true])("keeps the foreign keys that hold on to it, online: %s", async (online) => {
    const LINES = `CREATE TABLE lines (order_id int, CONSTRAINT of_order FOREIGN KEY (order_id) REFERENCES orders (id));
      COMMENT ON CONSTRAINT of_order ON lines IS 'whose it is';`;
    const keyed = `${TABLE} ALTER TABLE orders ADD CONSTRAINT orders_id UNIQUE (id); ${LINES}`;
    const { steps, least } = await played(
      `${TABLE} ${INDEX}; ${LINES}`,
      keyed,
      "FROM pg_constraint WHERE contype = 'f'",
      online,
    );
    expect(steps.map(({ sql }) => sql.replaceAll('"', ""))).toEqual([
      "ALTER TABLE public.orders ADD CONSTRAINT orders_id UNIQUE USING INDEX orders_id",
    ]);
    expect(least).toBe(1);
    const changed = await played(
      `${TABLE} ${INDEX}; ${LINES}`,
      keyed.replace("'whose it is'", "'its'"),
      UNIQUE,
      online,
    );
    expect(changed.steps.some(({ sql }) => sql.includes("'its'"))).toBe(true);
  });

  it("stays while its columns become NOT NULL", async () => {
    const nullable = `CREATE TABLE orders (id int, note text); ${INDEX}`;
    const { steps, least } = await played(nullable, `${TABLE} ALTER TABLE orders ADD PRIMARY KEY (id)`, UNIQUE, false);
    expect(hazardsOf(steps).flat()).not.toContain("index-build");
    expect(least).toBe(1);
  });

  it.each([
    ["its options are others", `${TABLE} ${INDEX} WITH (fillfactor = 70)`],
    ["something is said of it", `${TABLE} ${INDEX}; COMMENT ON INDEX orders_id IS 'by its number'`],
    ["its column is retyped", `CREATE TABLE orders (id bigint NOT NULL, note text); ${INDEX}`],
    [
      "the table is partitioned",
      `CREATE TABLE orders (id int NOT NULL, note text) PARTITION BY RANGE (id); ${INDEX}`,
      "CREATE TABLE orders (id int NOT NULL, note text) PARTITION BY RANGE (id);",
    ],
  ])("is built again where %s", async (_what, actual, table = TABLE) => {
    const expected = `${table} ALTER TABLE orders ADD CONSTRAINT orders_id UNIQUE (id)`;
    const { steps } = await played(actual, expected, UNIQUE, false);
    expect(hazardsOf(steps).flat()).toContain("index-build");
  });
});

describe("with --online", () => {
  const TABLE = "CREATE TABLE orders (id int NOT NULL, other int NOT NULL, note text);";
  const READ = "FROM pg_index WHERE indrelid = 'orders'::regclass AND indisvalid AND indkey[0] = 1";

  it.each([
    ["an index over more columns", "CREATE INDEX i ON orders (id)", "CREATE INDEX i ON orders (id, other)", READ],
    [
      "an index on a column that gets a wider type",
      "CREATE INDEX i ON orders (id)",
      "CREATE INDEX i ON orders (id, other); ALTER TABLE orders ALTER id TYPE bigint",
      READ,
    ],
    [
      "an index with what was said of it",
      "CREATE INDEX i ON orders (id) INCLUDE (note); COMMENT ON INDEX i IS 'read'; ALTER TABLE orders CLUSTER ON i",
      "CREATE INDEX i ON orders (id DESC); COMMENT ON INDEX i IS 'read'; ALTER TABLE orders CLUSTER ON i",
      READ,
    ],
    [
      "an index of a name that leaves no room",
      `CREATE INDEX ${"i".repeat(63)} ON orders (id)`,
      `CREATE INDEX ${"i".repeat(63)} ON orders (id, other)`,
      READ,
    ],
    [
      "the index that identifies rows",
      "CREATE UNIQUE INDEX i ON orders (id); ALTER TABLE orders REPLICA IDENTITY USING INDEX i",
      "CREATE UNIQUE INDEX i ON orders (other); ALTER TABLE orders REPLICA IDENTITY USING INDEX i",
      UNIQUE,
    ],
    [
      "a key over other columns, which foreign keys refer to",
      "ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id); CREATE TABLE items (o int REFERENCES orders (id))",
      "ALTER TABLE orders ADD CONSTRAINT k UNIQUE (other); CREATE TABLE items (o int REFERENCES orders (other))",
      UNIQUE,
    ],
    [
      "a key under another name, which foreign keys refer to",
      "ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id); CREATE TABLE items (o int REFERENCES orders (id))",
      "ALTER TABLE orders ADD CONSTRAINT l PRIMARY KEY (id); CREATE TABLE items (o int REFERENCES orders (id) ON DELETE CASCADE)",
      UNIQUE,
    ],
    [
      "a primary key that foreign keys refer to, and that is over another column",
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (id); CREATE TABLE items (o int REFERENCES orders (id))",
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (other), ADD CONSTRAINT l UNIQUE (id); CREATE TABLE items (o int REFERENCES orders (id))",
      UNIQUE,
    ],
    [
      "a primary key, whose column may be empty afterwards",
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (id)",
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (other), ALTER id DROP NOT NULL",
      UNIQUE,
    ],
    [
      "a check",
      "ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0)",
      "ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 1)",
      "FROM pg_constraint WHERE conname = 'k'",
    ],
    [
      "a foreign key",
      "CREATE TABLE shops (id int PRIMARY KEY); ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES shops",
      "CREATE TABLE shops (id int PRIMARY KEY); ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES shops ON DELETE CASCADE",
      "FROM pg_constraint WHERE conname = 'k'",
    ],
  ])("%s is there before the old one goes", async (_what, actual, expected, count) => {
    const { least } = await played(`${TABLE} ${actual}`, `${TABLE} ${expected}`, count, true);
    expect(least).toBeGreaterThan(0);
  });

  it("an index goes before what it calls is built anew, and comes back after that", async () => {
    const made = (type: string) =>
      `CREATE FUNCTION half(int) RETURNS ${type} IMMUTABLE LANGUAGE sql AS 'SELECT $1::${type} / 2'; ${TABLE}`;
    const { least } = await played(
      `${made("int")} CREATE INDEX i ON orders (half(id))`,
      `${made("bigint")} CREATE INDEX i ON orders (half(id), other)`,
      "FROM pg_class WHERE relname = 'i'",
      true,
    );
    expect(least).toBe(0);
  });

  it("an index goes before its column gets a type that its operators are not for", async () => {
    const { least } = await played(
      `${TABLE} CREATE INDEX i ON orders USING brin (id int4_minmax_multi_ops)`,
      `${TABLE} ALTER TABLE orders ALTER id TYPE bigint; CREATE INDEX i ON orders USING brin (id int8_minmax_multi_ops)`,
      "FROM pg_class WHERE relname = 'i'",
      true,
    );
    expect(least).toBe(0);
  });

  it("a foreign key lets go of a key once the one that takes its place is built", async () => {
    const made = (key: string) =>
      `${TABLE} ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id) ${key}; CREATE TABLE items (o int REFERENCES orders (id))`;
    const { steps } = await played(made(""), made("INCLUDE (note)"), "", true);
    const [built, lets] = [/^CREATE UNIQUE INDEX CONCURRENTLY/, /DROP CONSTRAINT "items_o_fkey"/].map((word) =>
      steps.findIndex(({ sql }) => word.test(sql)),
    );
    expect(built).toBe(0);
    expect(lets).toBe(1);
  });

  it("what goes only to be built anew goes in one transaction with what it goes for", async () => {
    const made = (labels: string) =>
      `CREATE TYPE e AS ENUM (${labels}); CREATE TABLE orders (id int, was e[], state e);
       CREATE INDEX i ON orders (id) WHERE state = 'a'; CREATE UNIQUE INDEX u ON orders (id, state)`;
    const { steps } = await played(made("'a', 'b', 'c'"), made("'a', 'c'"), "FROM pg_class WHERE relname = 'i'", true);
    const apart = steps.findIndex(({ transactional }) => !transactional);
    const begin = steps.slice(apart).map(({ sql }) => sql.split(" ").slice(0, 2).join(" "));
    expect(begin).toEqual(["CREATE INDEX", "CREATE UNIQUE", "ALTER TYPE"]);
  });

  it("a foreign key lets go of a partition that makes way for others", async () => {
    const made = (...bounds: string[]) =>
      `CREATE TABLE orders (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE items (o int REFERENCES orders);
       ${bounds.map((bound, place) => `CREATE TABLE part_${bounds.length}_${place} PARTITION OF orders FOR VALUES ${bound}`).join(";")}`;
    const { least } = await played(
      made("FROM (0) TO (9)"),
      made("FROM (0) TO (5)", "FROM (5) TO (9)"),
      "FROM pg_constraint WHERE contype = 'f' AND conparentid = 0",
      true,
    );
    expect(least).toBe(0);
  });

  it.each([
    ["an index", "CREATE INDEX i ON ONLY orders (other) WITH (fillfactor = 70)"],
    ["a unique index", "CREATE UNIQUE INDEX i ON ONLY orders (id, other)"],
    ["a primary key", "ALTER TABLE ONLY orders ADD CONSTRAINT i PRIMARY KEY (id)"],
    [
      "a key that can wait",
      "ALTER TABLE ONLY orders ADD CONSTRAINT i UNIQUE NULLS NOT DISTINCT (id) INCLUDE (note) DEFERRABLE INITIALLY DEFERRED",
    ],
  ])("a partition's part of %s is built beside writes", async (_what, index) => {
    const table = `CREATE TABLE orders (id int NOT NULL, other int NOT NULL, note text) PARTITION BY RANGE (id);
      CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (10);`;
    const { steps } = await played(table + index, table + index.replace("ONLY ", ""), "", true);
    expect(hazardsOf(steps).flat()).not.toContain("blocks-writes");
    expect(steps.map(({ sql }) => sql).join()).toContain("INDEX CONCURRENTLY");
  });
});

describe("row security", () => {
  const TABLE = "CREATE TABLE orders (id int NOT NULL, shop text);";
  const GUARDED = `${TABLE} CREATE INDEX i ON orders (shop); ALTER TABLE orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON orders USING (shop = current_user);
    CREATE POLICY few ON orders AS RESTRICTIVE USING (id < 10);`;
  const OPEN = `${TABLE} CREATE INDEX j ON orders (id)`;
  const COMPLETE = `FROM pg_class c WHERE relname = 'orders'
    AND (NOT relrowsecurity OR 2 = (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid))`;

  it.each([
    ["is switched on once all policies are there", OPEN, GUARDED],
    ["is switched off before the first policy goes", GUARDED, OPEN],
  ])("%s", async (_what, actual, expected) => {
    for (const online of [false, true])
      expect(await played(actual, expected, COMPLETE, online)).toMatchObject({ least: 1 });
  });
});
