/** What is altered where it stands, and stands on something no longer then, stays, with all that stands on it. */

import { afterAll, expect, it } from "vitest";
import { planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { fingerprint } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { DatabasePool } from "../support/database-pool.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

/** What is dropped on the way, which has to come to what is expected. */
async function dropped(actual: string, expected: string): Promise<string[]> {
  const [database, wanted] = [await pool.take(), await pool.take()];
  try {
    await database.sql(actual);
    await wanted.sql(expected);
    const sides = { expected: await wanted.snapshot(), actual: await database.snapshot() };
    const { up } = planBetween(KINDS, sides, {}, { rules: [], at: "2026-11-30" }, await withParser({}));
    await database.run(up.steps.map(({ sql }) => sql));
    expect(fingerprint(await database.reread())).toBe(fingerprint(sides.expected));
    return up.steps.flatMap(({ sql }) => /\bDROP .*/.exec(sql.replaceAll('"', ""))?.[0] ?? []);
  } finally {
    await pool.giveBack(database);
    await pool.giveBack(wanted);
  }
}

const TABLE = "CREATE TABLE orders (id int, total int, tax int)";
const ON_VIEW = "CREATE VIEW few AS SELECT * FROM sums; CREATE MATERIALIZED VIEW kept AS SELECT * FROM few";

it.each([
  [
    "a function that calls another no more",
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1; CREATE FUNCTION two() RETURNS int LANGUAGE sql RETURN 1 + one(); CREATE VIEW few AS SELECT two()",
    "CREATE FUNCTION two() RETURNS int LANGUAGE sql RETURN 2; CREATE VIEW few AS SELECT two()",
    ["DROP ROUTINE public.one()"],
  ],
  [
    "a view that reads a column no more",
    `${TABLE}; CREATE VIEW sums AS SELECT id, total + tax AS sum FROM orders; ${ON_VIEW}`,
    `CREATE TABLE orders (id int, total int); CREATE VIEW sums AS SELECT id, total AS sum FROM orders; ${ON_VIEW}`,
    ["DROP COLUMN tax"],
  ],
  [
    "a view that reads a table no more",
    `${TABLE}; CREATE TABLE rates (tax int); CREATE VIEW sums AS SELECT id, rates.tax AS sum FROM orders, rates; ${ON_VIEW}`,
    `${TABLE}; CREATE VIEW sums AS SELECT id, tax AS sum FROM orders; ${ON_VIEW}`,
    ["DROP TABLE public.rates"],
  ],
  [
    "a view that reads a column of a partition no more, which goes with the one above",
    "CREATE TABLE orders (id int, total int, tax int) PARTITION BY RANGE (id); CREATE TABLE few PARTITION OF orders DEFAULT; CREATE VIEW sums AS SELECT tax AS sum FROM few",
    "CREATE TABLE orders (id int, total int) PARTITION BY RANGE (id); CREATE TABLE few PARTITION OF orders DEFAULT; CREATE VIEW sums AS SELECT total AS sum FROM few",
    ["DROP COLUMN tax"],
  ],
  [
    "a policy that calls a function no more",
    `${TABLE}; CREATE FUNCTION own() RETURNS boolean LANGUAGE sql RETURN true; CREATE POLICY few ON orders USING (own())`,
    `${TABLE}; CREATE POLICY few ON orders USING (id > 1)`,
    ["DROP ROUTINE public.own()"],
  ],
  [
    "an aggregate of another function",
    "CREATE AGGREGATE every_one(int) (sfunc = int4pl, stype = int)",
    "CREATE AGGREGATE every_one(int) (sfunc = int4mul, stype = int)",
    [],
  ],
  [
    "but not a view that reads what takes the name of what goes",
    `${TABLE}; CREATE TABLE rates (id int, sum int); CREATE VIEW sums AS SELECT id, sum FROM rates`,
    `${TABLE}; CREATE VIEW rates AS SELECT id, tax AS sum FROM orders; CREATE VIEW sums AS SELECT id, sum FROM rates WHERE id > 1`,
    ["DROP VIEW public.sums", "DROP TABLE public.rates"],
  ],
])("%s", async (_what, actual, expected, gone) => {
  expect(await dropped(actual, expected)).toEqual(gone);
});
