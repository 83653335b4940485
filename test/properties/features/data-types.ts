/** Types and what is made for them. */

import type { Feature } from "./feature.ts";

export const TYPES: readonly Feature[] = [
  {
    name: "domain",
    create: ({ at, name, pick }) => [
      `CREATE DOMAIN ${at("d")} AS ${pick("text", "varchar(10)", 'text COLLATE "C"', "text")} ${pick("", "DEFAULT 'x'", "NOT NULL")}`,
      `ALTER DOMAIN ${at("d")} ADD CONSTRAINT ${name("ok")} CHECK (${pick("VALUE <> ''", "length(VALUE) > 1 OR VALUE IS NULL")})`,
      // Not in arrays: PostgreSQL checks no rows there, and so refuses to add a check.
      `CREATE TABLE ${at("of_d")} (a ${at("d")})`,
      ...pick([], [`CREATE DOMAIN ${at("above")} AS ${at("d")} CHECK (VALUE > 'a')`]),
    ],
    mutations: ({ at, name }) => [
      `ALTER DOMAIN ${at("d")} SET DEFAULT 'other'`,
      `ALTER DOMAIN ${at("d")} DROP DEFAULT`,
      `ALTER DOMAIN ${at("d")} SET NOT NULL`,
      `ALTER DOMAIN ${at("d")} DROP NOT NULL`,
      `ALTER DOMAIN ${at("d")} ADD CONSTRAINT "an other" CHECK (VALUE <> 'y') NOT VALID`,
      `ALTER DOMAIN ${at("d")} DROP CONSTRAINT ${name("ok")}`,
      `COMMENT ON CONSTRAINT ${name("ok")} ON DOMAIN ${at("d")} IS 'why'`,
      `ALTER DOMAIN ${at("d")} OWNER TO app_owner`,
      `GRANT USAGE ON DOMAIN ${at("d")} TO app_ro`,
      `DROP DOMAIN ${at("d")} CASCADE`,
    ],
  },
  {
    name: "composite",
    create: ({ at, pick }) => [
      `CREATE TYPE ${at("c")} AS (a int, "b c" ${pick("text", 'text COLLATE "C"', "numeric(8,2)")})`,
      ...pick(
        [],
        [`CREATE TABLE ${at("of_c")} (v ${at("c")}[])`],
        [`CREATE TABLE ${at("typed")} OF ${at("c")} (a DEFAULT 1)`],
      ),
    ],
    mutations: ({ at }) => [
      `ALTER TYPE ${at("c")} ADD ATTRIBUTE late int`,
      `ALTER TYPE ${at("c")} DROP ATTRIBUTE "b c"`,
      `ALTER TYPE ${at("c")} ALTER ATTRIBUTE a TYPE bigint`,
      `COMMENT ON COLUMN ${at("c")}.a IS 'first'`,
      `COMMENT ON TYPE ${at("c")} IS 'pair'`,
      `ALTER TYPE ${at("c")} OWNER TO app_owner`,
      `REVOKE USAGE ON TYPE ${at("c")} FROM PUBLIC`,
    ],
  },
  {
    name: "range",
    create: ({ at, pick }) => [
      `CREATE TYPE ${at("r")} AS RANGE (subtype = ${pick("float8, subtype_diff = float8mi", 'text, collation = "C"', "date")})`,
      `CREATE TABLE ${at("of_r")} (v ${at("r")})`,
    ],
    mutations: ({ at }) => [
      `COMMENT ON TYPE ${at("r")} IS 'from to'`,
      `ALTER TYPE ${at("r")} OWNER TO app_owner`,
      `GRANT USAGE ON TYPE ${at("r")} TO app_ro WITH GRANT OPTION`,
      `DROP TYPE ${at("r")} CASCADE`,
    ],
  },
  {
    name: "base type",
    create: ({ at, pick }) => {
      const [from, to, more] = pick(
        ["int4in", "int4out", "passedbyvalue, internallength = 4, alignment = int4"],
        ["textin", "textout", "storage = extended, category = 'S', collatable"],
        ["textin", "textout", "storage = main, default = 'none', delimiter = ';'"],
      );
      return [
        `CREATE TYPE ${at("b")}`,
        `CREATE FUNCTION ${at("in")}(cstring) RETURNS ${at("b")} LANGUAGE internal IMMUTABLE STRICT AS '${from}'`,
        `CREATE FUNCTION ${at("out")}(${at("b")}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS '${to}'`,
        `CREATE TYPE ${at("b")} (input = ${at("in")}, output = ${at("out")}, ${more})`,
        ...pick([], [`CREATE TABLE ${at("of_b")} (v ${at("b")}, vs ${at("b")}[])`]),
        ...pick([], [`CREATE TYPE ${at("shell")}`]),
      ];
    },
    mutations: ({ at }) => [
      `COMMENT ON TYPE ${at("b")} IS 'own'`,
      `ALTER TYPE ${at("b")} OWNER TO app_owner`,
      `REVOKE USAGE ON TYPE ${at("b")} FROM PUBLIC`,
      `ALTER FUNCTION ${at("in")}(cstring) COST 7`,
      `ALTER TABLE ${at("of_b")} DROP COLUMN vs`,
      `DROP TYPE ${at("b")} CASCADE`,
      `DROP TYPE ${at("shell")}`,
    ],
  },
  {
    name: "collation",
    create: ({ at, pick }) => [
      `CREATE COLLATION ${at("l")} (${pick("provider = libc, locale = 'C'", "provider = icu, locale = 'de-DE'", "provider = icu, locale = 'und', deterministic = false")})`,
      `CREATE TABLE ${at("sorted")} (a text COLLATE ${at("l")})`,
    ],
    mutations: ({ at }) => [
      `COMMENT ON COLLATION ${at("l")} IS 'order'`,
      `ALTER COLLATION ${at("l")} OWNER TO app_owner`,
      `CREATE COLLATION ${at("new")} (provider = libc, locale = 'C')`,
    ],
  },
  {
    name: "aggregate",
    create: ({ at, pick }) => [
      `CREATE AGGREGATE ${at("total")}(${pick("int", "VARIADIC int[]")}) (${pick(
        "sfunc = int4_sum, stype = bigint",
        "sfunc = array_cat, stype = int[], initcond = '{}'",
      )})`,
    ],
    mutations: ({ at, pick }) => {
      const total = `${at("total")}(${pick("int", "VARIADIC int[]")})`;
      return [
        `COMMENT ON AGGREGATE ${total} IS 'sum'`,
        `ALTER AGGREGATE ${total} OWNER TO app_owner`,
        `REVOKE EXECUTE ON FUNCTION ${total} FROM PUBLIC`,
        `DROP AGGREGATE ${total}`,
        `CREATE OR REPLACE AGGREGATE ${at("total")}(int) (sfunc = int4_sum, stype = bigint, initcond = '7')`,
      ];
    },
  },
  {
    name: "operator",
    create: ({ schema, at, name, pick }) => [
      `CREATE FUNCTION ${at("same")}(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2'`,
      `CREATE OPERATOR ${schema}.=== (leftarg = int, rightarg = int, function = ${at("same")}${pick("", `, commutator = OPERATOR(${schema}.===)`, ", hashes")})`,
      ...pick(
        [],
        [
          `CREATE OPERATOR FAMILY ${at("fam")} USING hash`,
          `CREATE OPERATOR CLASS ${at("cls")} FOR TYPE int USING hash FAMILY ${at("fam")} AS OPERATOR 1 ${schema}.=== (int, int), FUNCTION 1 hashint4(int)`,
          `ALTER OPERATOR FAMILY ${at("fam")} USING hash ADD OPERATOR 1 = (int, bigint), FUNCTION 1 (bigint, bigint) hashint8(bigint)`,
          `CREATE TABLE ${at("hashed")} (a int)`,
          `CREATE INDEX ${name("by_cls")} ON ${at("hashed")} USING hash (a ${at("cls")})`,
        ],
      ),
    ],
    mutations: ({ schema, at }) => [
      `COMMENT ON OPERATOR ${schema}.=== (int, int) IS 'same'`,
      `ALTER OPERATOR ${schema}.=== (int, int) SET (RESTRICT = eqsel)`,
      `ALTER OPERATOR ${schema}.=== (int, int) OWNER TO app_owner`,
      `COMMENT ON OPERATOR CLASS ${at("cls")} USING hash IS 'class'`,
      `COMMENT ON OPERATOR FAMILY ${at("fam")} USING hash IS 'family'`,
      `ALTER OPERATOR CLASS ${at("cls")} USING hash OWNER TO app_owner`,
      `ALTER OPERATOR FAMILY ${at("fam")} USING hash ADD FUNCTION 1 (smallint, smallint) hashint2(smallint)`,
      `DROP OPERATOR ${schema}.=== (int, int) CASCADE`,
      `DROP FUNCTION ${at("same")} CASCADE`,
    ],
  },
  {
    name: "cast",
    create: ({ at, pick }) => [
      `CREATE TYPE ${at("from")} AS (a int)`,
      `CREATE FUNCTION ${at("turn")}(${at("from")}) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a'`,
      `CREATE CAST (${at("from")} AS int) WITH FUNCTION ${at("turn")}(${at("from")}) ${pick("", "AS ASSIGNMENT", "AS IMPLICIT")}`,
    ],
    mutations: ({ at }) => [
      `COMMENT ON CAST (${at("from")} AS int) IS 'turned'`,
      // What calls the function of a cast is printed as that cast even when it is gone, and cannot be dumped either.
      `DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_depend WHERE refobjid = '${at("turn")}'::regproc AND classid <> 'pg_cast'::regclass) THEN DROP CAST (${at("from")} AS int); END IF; END $do$`,
      `DROP FUNCTION ${at("turn")} CASCADE`,
      `CREATE CAST (${at("from")} AS text) WITH INOUT AS ASSIGNMENT`,
    ],
  },
  {
    name: "conversion",
    create: ({ at, pick }) => [
      `CREATE ${pick("", "DEFAULT ")}CONVERSION ${at("conv")} FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`,
    ],
    mutations: ({ at }) => [
      `COMMENT ON CONVERSION ${at("conv")} IS 'latin'`,
      `ALTER CONVERSION ${at("conv")} OWNER TO app_owner`,
      `DROP CONVERSION ${at("conv")}`,
    ],
  },
  {
    name: "text search",
    create: ({ at, pick }) => [
      `CREATE TEXT SEARCH PARSER ${at("p")} (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype${pick("", ", headline = prsd_headline")})`,
      `CREATE TEXT SEARCH TEMPLATE ${at("m")} (init = dsimple_init, lexize = dsimple_lexize)`,
      `CREATE TEXT SEARCH DICTIONARY ${at("d")} (template = ${pick(at("m"), "simple")}, accept = ${pick("true", "false")})`,
      `CREATE TEXT SEARCH CONFIGURATION ${at("conf")} (${pick("copy = simple", `parser = ${at("p")}`)})`,
      `ALTER TEXT SEARCH CONFIGURATION ${at("conf")} ${pick("ALTER", "ADD")} MAPPING FOR asciiword, word WITH ${at("d")}`,
    ],
    mutations: ({ at }) => [
      `COMMENT ON TEXT SEARCH PARSER ${at("p")} IS 'p'`,
      `COMMENT ON TEXT SEARCH TEMPLATE ${at("m")} IS 'm'`,
      `COMMENT ON TEXT SEARCH DICTIONARY ${at("d")} IS 'd'`,
      `COMMENT ON TEXT SEARCH CONFIGURATION ${at("conf")} IS 'c'`,
      `ALTER TEXT SEARCH DICTIONARY ${at("d")} (accept)`,
      `ALTER TEXT SEARCH DICTIONARY ${at("d")} OWNER TO app_owner`,
      `ALTER TEXT SEARCH CONFIGURATION ${at("conf")} ALTER MAPPING FOR word WITH simple`,
      `ALTER TEXT SEARCH CONFIGURATION ${at("conf")} DROP MAPPING FOR word`,
      `DROP TEXT SEARCH CONFIGURATION ${at("conf")}`,
      `DROP TEXT SEARCH DICTIONARY ${at("d")} CASCADE`,
    ],
  },
];
