/** What the families say of a change of type, held against what PostgreSQL does. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { castWay, isCast, typeChange } from "../../lib/core/type-family.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

/** With values that have all the type can hold. */
const TYPES: readonly (readonly (readonly [type: string, ...samples: string[]])[])[] = [
  [
    ["smallint", "32767"],
    ["integer", "2147483647"],
    ["bigint", "9223372036854775807"],
    ["numeric(4,0)", "9999"],
    ["numeric(12,2)", "9999999999.25"],
    ["numeric(14,2)", "999999999999.25"],
    ["numeric(14,4)", "9999999999.0625"],
    ["numeric", "12345678901234567890.0001220703125"],
    ["real", "0.33333334"],
    ["double precision", "0.3333333333333333"],
  ],
  [
    ["character(3)", "'abc'"],
    ["character(5)", "'abcde'"],
    ["character varying(3)", "'abc'"],
    ["character varying(20)", "'abcdefghijklmnopqrst'"],
    ["character varying", "repeat('x', 50)"],
    ["text", "repeat('x', 50)"],
  ],
  [
    ["bit(3)", "'101'"],
    ["bit(5)", "'10101'"],
    ["bit varying(3)", "'101'"],
    ["bit varying(20)", "'10101010101010101010'"],
    ["bit varying", "repeat('1', 50)::varbit"],
  ],
  [
    ["date", "'2026-11-28'"],
    ["timestamp without time zone", "'2026-11-28 07:26:07.123456'"],
    ["timestamp(3) without time zone", "'2026-11-28 07:26:07.123'"],
    ["timestamp with time zone", "'2026-11-28 07:26:07.123456+00'"],
    ["timestamp(0) with time zone", "'2026-11-28 07:26:07+00'"],
  ],
  [
    ["time without time zone", "'07:26:07.123456'"],
    ["time(0) without time zone", "'07:26:07'"],
    ["time with time zone", "'07:26:07.123456+02'"],
  ],
  [
    ["interval", "'1 mon 02:03:04.123456'"],
    ["interval(3)", "'1 mon 02:03:04.123'"],
    ["interval day to second(3)", "'1 mon 02:03:04.123'"],
    ["interval day to hour", "'1 mon 2 days 03:00'"],
    ["interval year to month", "'1 year 2 mons'"],
  ],
  [
    ["json", `'{"b": 1, "a": 2}'`],
    ["jsonb", `'{"b": 1, "a": 2}'`],
  ],
  [
    ["inet", "'10.1.2.3/8'"],
    ["cidr", "'10.0.0.0/8'"],
  ],
  [
    ["macaddr", "'08:00:2b:01:02:03'"],
    ["macaddr8", "'08:00:2b:01:02:03:04:05'"],
  ],
];

const PAIRS = TYPES.flatMap((family) =>
  family.flatMap((from) =>
    family.filter((to) => to !== from).map((to) => ({ from, to, name: `${from[0]} to ${to[0]}` })),
  ),
);

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.sql("SET TimeZone = 'America/New_York'");
});
afterAll(() => database.drop());

const fileOf = async () => (await database.sql("SELECT pg_relation_filenode('t') AS file"))[0]?.file;

describe("a change within a family", () => {
  it.each(PAIRS)("$name", async ({ from: [from, ...samples], to: [to] }) => {
    const { way, rewrites } = typeChange(from, to);
    await database.sql(`DROP TABLE IF EXISTS t; CREATE TABLE t (v ${from})`);
    const before = await fileOf();
    await database.sql(`ALTER TABLE t ALTER v TYPE ${to}`);
    expect(await fileOf()).toSatisfy((file) => (file !== before) === rewrites);
    await database.sql(`DROP TABLE t; CREATE TABLE t (v ${from}); INSERT INTO t VALUES (${samples.join("), (")})`);
    const values = await database.sql("SELECT v::text FROM t");
    const done = await database.sql(`ALTER TABLE t ALTER v TYPE ${to}`).then(
      () => true,
      () => false,
    );
    if (way === "widens") expect(done).toBe(true);
    if (way === "narrows") expect(done).toBe(false);
    // What comes back the same by the way it went was neither rounded nor cut off; widened it always does.
    if (!done) return;
    const back = await database.sql(`ALTER TABLE t ALTER v TYPE ${from}; SELECT v::text FROM t`).catch(() => []);
    const same = JSON.stringify(back) === JSON.stringify(values);
    if (way === "widens") expect(same).toBe(true);
    if (!same) expect(["rounds", "shifts"]).toContain(way);
  });
});

describe("a change to another family", () => {
  it.each([
    ["integer", "text"],
    ["text", "integer"],
    ["integer", "boolean"],
    ["text", "jsonb"],
    ["integer", "integer[]"],
    ["date", "text"],
    ["app.mood", "text"],
    ['"app"."mood"', '"app"."temper"'],
  ])("%s to %s crosses", (from, to) => {
    expect(typeChange(from, to)).toEqual({ way: "crosses", rewrites: true });
  });
});

describe("a value that is too long for the text it becomes", () => {
  it.each([
    ["integer", "123456"],
    ["uuid", "gen_random_uuid()"],
    ["date", "'2026-11-28'"],
    ["jsonb", "'[1, 2, 3]'"],
    ["integer[]", "'{1,2,3}'"],
    ["name", "'happy'"],
    ["app.mood", "'happy'"],
    ["app.mood[]", "'{happy,sad}'"],
    ["app.words", "'happy'"],
    ["app.mine", "row(1, 'happy')"],
  ])("of %s is refused, and not cut off", async (from, value) => {
    await database.sql(`CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('happy', 'sad'); CREATE DOMAIN app.words AS text;
      CREATE TYPE app.mine AS (a int, b text); CREATE TABLE app.t (v ${from}); INSERT INTO app.t VALUES (${value})`);
    for (const to of ["character varying(3)", "character(3)"]) {
      const way = castWay(from, to);
      const altered = database.sql(`ALTER TABLE app.t ALTER v TYPE ${to}${way === "" ? "" : ` USING v${way}`}`);
      await expect(altered).rejects.toMatchObject({ code: "22001" });
    }
    await database.sql("DROP SCHEMA app CASCADE");
  });
});

/** One of each family, and those between which PostgreSQL casts. */
const SORTS = [
  ...["boolean", "smallint", "integer", "bigint", "numeric", "real", "double precision", "money", "oid", '"char"'],
  ...["text", "character varying", "character", "name", "bit", "bit varying", "bytea", "uuid", "xml", "json", "jsonb"],
  ...["date", "time without time zone", "time with time zone", "timestamp without time zone"],
  ...["timestamp with time zone", "interval", "inet", "cidr", "macaddr", "macaddr8", "tsvector", "tsquery"],
  ...["point", "box", "circle", "lseg", "path", "polygon", "line", "int4range", "int4multirange", "daterange"],
  ...["integer[]", "text[]", "jsonb[]", "date[]"],
];

it("knows from which sort of type to which PostgreSQL casts; to and from texts it always does", async () => {
  const database = await freshDatabase();
  try {
    const [row] = await database.sql(`
      CREATE FUNCTION casts(a text, b text) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN EXECUTE format('SELECT NULL::%s::%s', a, b); RETURN true; EXCEPTION WHEN cannot_coerce THEN RETURN false; END $$;
      SELECT jsonb_agg(a || ' -> ' || b ORDER BY a, b) AS known FROM unnest(ARRAY[${SORTS.map((sort) => `'${sort}'`)}]) a(a),
        unnest(ARRAY[${SORTS.map((sort) => `'${sort}'`)}]) b(b) WHERE casts(a, b)`);
    const known = new Set(row?.known as string[]);
    const wrong = SORTS.flatMap((from) =>
      SORTS.filter((to) => isCast(from, to) !== known.has(`${from} -> ${to}`)).map((to) => `${from} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  } finally {
    await database.drop();
  }
});
