/** Which defaults make ADD COLUMN write every row: what we say, held against what PostgreSQL does. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { isVolatile } from "../../lib/core/volatility.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`
    CREATE SEQUENCE s;
    CREATE FUNCTION "F"() RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END'`);
});
afterAll(() => database.drop());

it.each([
  ["integer", "0"],
  ["text", "'random() (now)'"],
  ["timestamptz", "now()"],
  ["timestamptz", "CURRENT_TIMESTAMP"],
  ["timestamptz", "clock_timestamp()"],
  ["timestamp", "(now() AT TIME ZONE 'utc')"],
  ["date", "CURRENT_DATE"],
  ["uuid", "gen_random_uuid()"],
  ["bigint", "nextval('s')"],
  ["double precision", "random()"],
  ["numeric", "(1.5)::numeric(10,2)"],
  ["varchar(9)", "'x'::character varying(9)"],
  ["text[]", "ARRAY[]::text[]"],
  ["jsonb", "'{}'::jsonb"],
  ["integer", `"F"()`],
  ["text", "md5((random())::text)"],
  ["text", "lower(CURRENT_USER)"],
])("%s DEFAULT %s", async (type, written) => {
  await database.sql(`DROP TABLE IF EXISTS t; CREATE TABLE t (id integer); INSERT INTO t VALUES (1)`);
  const file = async () => (await database.sql("SELECT pg_relation_filenode('t') AS file"))[0]?.file;
  const before = await file();
  await database.sql(`ALTER TABLE t ADD v ${type} DEFAULT ${written}`);
  const [printed] = await database.sql(
    "SELECT pg_get_expr(adbin, 0) AS text FROM pg_attrdef WHERE adrelid = 't'::regclass",
  );
  expect(isVolatile(String(printed?.text)), String(printed?.text)).toBe((await file()) !== before);
});
