/** Where and how rows are kept, and what extensions bring for them. */

import type { Feature } from "./feature.ts";

export const KEPT: readonly Feature[] = [
  {
    name: "spread",
    create: ({ at, name, pick }) => [
      `CREATE TABLE ${at("h")} (id int NOT NULL, note text) PARTITION BY ${pick("HASH (id)", "LIST (id)", "LIST ((id % 2))")}`,
      `CREATE TABLE ${at("h0")} PARTITION OF ${at("h")} FOR VALUES ${pick("WITH (MODULUS 2, REMAINDER 0)", "IN (0, 2)", "IN (0)")}`,
      `CREATE TABLE ${at("h1")} PARTITION OF ${at("h")} FOR VALUES ${pick("WITH (MODULUS 2, REMAINDER 1)", "IN (1, 3, NULL)", "IN (1)")}`,
      `CREATE FUNCTION ${at("hf")}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
      `CREATE TRIGGER ${name("on")} AFTER INSERT ON ${at("h")} FOR EACH ROW EXECUTE FUNCTION ${at("hf")}()`,
      `CREATE INDEX ${name("by_id")} ON ${at("h")} (id)`,
    ],
    mutations: ({ at, name }) => [
      `ALTER TABLE ${at("h0")} DISABLE TRIGGER ${name("on")}`,
      `DROP TRIGGER ${name("on")} ON ${at("h")}`,
      `COMMENT ON TRIGGER ${name("on")} ON ${at("h")} IS 't'`,
      `ALTER TABLE ${at("h1")} SET (fillfactor = 40)`,
      `ALTER TABLE ${at("h")} ADD COLUMN late int`,
      `DROP TABLE ${at("h1")}`,
    ],
    turns: ({ at, name }) => [
      `ALTER TABLE ${at("h")} DETACH PARTITION ${at("h1")}; DROP TABLE ${at("h1")}`,
      `ALTER TABLE ${at("h")} ADD PRIMARY KEY (id)`,
      `ALTER TABLE ${at("h")} RENAME id TO num`,
      `ALTER TABLE ${at("h0")} RENAME TO "h0 renamed"`,
      `ALTER TABLE ${at("h")} RENAME TO "h renamed"`,
      `DROP INDEX ${at("by_id")}; CREATE UNIQUE INDEX ${name("by_id")} ON ${at("h")} (id)`,
      `ALTER TABLE ${at("h")} ALTER note TYPE varchar(50); ALTER TABLE ${at("h0")} ALTER note SET NOT NULL`,
      `ALTER TABLE ${at("h")} OWNER TO app_owner; GRANT SELECT ON ${at("h0")} TO app_ro`,
      `DROP TABLE ${at("h")} CASCADE; CREATE TABLE ${at("h")} (id int NOT NULL, note text) PARTITION BY RANGE (id); CREATE TABLE ${at("h0")} PARTITION OF ${at("h")} DEFAULT`,
    ],
  },
  {
    name: "stored",
    create: ({ at, name, pick }) => [
      `CREATE ${pick("", "UNLOGGED ")}TABLE ${at("st")} (a text ${pick("", "COMPRESSION pglz")}, b jsonb, c int GENERATED ALWAYS AS (length(a)) STORED, d int NOT NULL) ${pick("", "WITH (fillfactor = 80, autovacuum_enabled = false)")}`,
      `ALTER TABLE ${at("st")} ALTER a SET STORAGE ${pick("MAIN", "EXTENDED")}, ALTER d SET (n_distinct = ${pick("7", "-0.5")}), ALTER b SET STATISTICS ${pick("0", "500")}`,
      `CREATE UNIQUE INDEX ${name("st_d")} ON ${at("st")} (d)`,
      ...pick([], [`ALTER TABLE ${at("st")} REPLICA IDENTITY USING INDEX ${name("st_d")}`]),
    ],
    mutations: ({ at, name }) => [
      `ALTER TABLE ${at("st")} ALTER a SET COMPRESSION pglz`,
      `ALTER TABLE ${at("st")} ALTER d RESET (n_distinct)`,
      `ALTER TABLE ${at("st")} ALTER c DROP EXPRESSION`,
      `ALTER TABLE ${at("st")} SET LOGGED`,
      `ALTER TABLE ${at("st")} RESET (fillfactor)`,
      `ALTER TABLE ${at("st")} REPLICA IDENTITY NOTHING`,
      `ALTER TABLE ${at("st")} CLUSTER ON ${name("st_d")}`,
    ],
    turns: ({ at, name }) => [
      `ALTER TABLE ${at("st")} DROP COLUMN c; ALTER TABLE ${at("st")} ADD c int GENERATED ALWAYS AS (length(a) + 1) STORED`,
      `ALTER TABLE ${at("st")} DROP COLUMN c; ALTER TABLE ${at("st")} ADD c int`,
      `ALTER TABLE ${at("st")} ALTER c DROP EXPRESSION, ALTER c SET DEFAULT 5`,
      `ALTER TABLE ${at("st")} DROP COLUMN c, ALTER a TYPE varchar(40); ALTER TABLE ${at("st")} ADD c int GENERATED ALWAYS AS (length(a)) STORED`,
      `ALTER TABLE ${at("st")} RENAME a TO aa`,
      `ALTER TABLE ${at("st")} ALTER c TYPE bigint`,
      `ALTER TABLE ${at("st")} ALTER d DROP NOT NULL, ALTER b SET NOT NULL`,
      `ALTER TABLE ${at("st")} ALTER d ADD GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 5)`,
      `ALTER INDEX ${at("st_d")} RENAME TO "st renamed"`,
      `ALTER TABLE ${at("st")} ADD PRIMARY KEY USING INDEX ${name("st_d")}`,
    ],
  },
  {
    name: "brought along",
    create: ({ schema, at, name, pick }) => [
      `CREATE EXTENSION ${pick("pg_trgm", "hstore", "btree_gist")} SCHEMA ${schema}`,
      ...pick(
        [
          `CREATE TABLE ${at("words")} (a text)`,
          `CREATE INDEX ${name("like")} ON ${at("words")} USING gin (a ${schema}.gin_trgm_ops)`,
        ],
        [
          `CREATE TABLE ${at("words")} (a ${schema}.hstore DEFAULT 'a=>1')`,
          `CREATE INDEX ${name("like")} ON ${at("words")} USING gin (a)`,
        ],
        [
          `CREATE TABLE ${at("words")} (a int, during tstzrange)`,
          `ALTER TABLE ${at("words")} ADD CONSTRAINT ${name("like")} EXCLUDE USING gist (a WITH =, during WITH &&)`,
        ],
      ),
    ],
    mutations: ({ at, pick }) => [
      `DROP EXTENSION ${pick("pg_trgm", "hstore", "btree_gist")} CASCADE`,
      `COMMENT ON EXTENSION ${pick("pg_trgm", "hstore", "btree_gist")} IS 'e'`,
      `COMMENT ON TABLE ${at("words")} IS 'w'`,
      `DROP TABLE ${at("words")}`,
    ],
    turns: ({ schema, at, name }) => [
      `ALTER EXTENSION pg_trgm SET SCHEMA public`,
      `ALTER EXTENSION hstore SET SCHEMA public`,
      `ALTER TABLE ${at("words")} RENAME a TO aa`,
      `ALTER TABLE ${at("words")} DROP CONSTRAINT ${name("like")}; DROP EXTENSION btree_gist`,
      `DROP INDEX ${at("like")}; CREATE INDEX ${name("like")} ON ${at("words")} USING gist (a ${schema}.gist_trgm_ops (siglen = 32))`,
      `DROP EXTENSION hstore CASCADE; ALTER TABLE ${at("words")} ADD a jsonb DEFAULT '{}'`,
      `CREATE EXTENSION cube SCHEMA ${schema}; CREATE EXTENSION earthdistance SCHEMA ${schema}; CREATE TABLE ${at("places")} (lat float8, lon float8); CREATE INDEX ${name("near")} ON ${at("places")} USING gist (${schema}.ll_to_earth(lat, lon))`,
    ],
  },
];
