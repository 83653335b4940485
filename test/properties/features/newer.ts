/** What PostgreSQL 15 does not have: drawn for newer servers alone, each statement only as far as the server knows it. */

import type { Feature } from "./feature.ts";

export const NEWER: readonly Feature[] = [
  {
    name: "virtual columns",
    create: ({ at, pick }) => [
      `CREATE TABLE ${at("v")} (a int, t text, b int GENERATED ALWAYS AS (a * 2) ${pick("VIRTUAL", "STORED")}, c text GENERATED ALWAYS AS (upper(t)) ${pick("VIRTUAL", "STORED")})`,
      ...pick([], [`CREATE TABLE ${at("v_heir")} (d int) INHERITS (${at("v")})`]),
      ...pick([], [`CREATE VIEW ${at("of_v")} AS SELECT b, c FROM ${at("v")}`]),
      ...pick([], [`ALTER TABLE ${at("v")} ADD CHECK (b > 0)`]),
    ],
    mutations: ({ at }) => [
      `ALTER TABLE ${at("v")} ALTER b SET EXPRESSION AS (a * 3)`,
      `ALTER TABLE ${at("v")} ALTER c SET EXPRESSION AS (lower(t))`,
      `ALTER TABLE ${at("v")} ALTER c DROP EXPRESSION`,
      `ALTER TABLE ${at("v")} DROP COLUMN b CASCADE`,
      `ALTER TABLE ${at("v")} ADD late int GENERATED ALWAYS AS (a + 1) VIRTUAL`,
      `ALTER TABLE ${at("v")} ALTER b SET NOT NULL`,
      `ALTER TABLE ${at("v")} ALTER b TYPE bigint`,
      `ALTER TABLE ${at("v")} ALTER a TYPE bigint`,
      `COMMENT ON COLUMN ${at("v")}.b IS 'twice'`,
    ],
    turns: ({ at }) => [
      `ALTER TABLE ${at("v")} DROP COLUMN b CASCADE; ALTER TABLE ${at("v")} ADD b int GENERATED ALWAYS AS (a * 2) STORED`,
      `ALTER TABLE ${at("v")} DROP COLUMN c CASCADE; ALTER TABLE ${at("v")} ADD c text GENERATED ALWAYS AS (upper(t)) VIRTUAL`,
      `ALTER TABLE ${at("v")} DROP COLUMN c CASCADE; ALTER TABLE ${at("v")} ADD c text`,
      `ALTER TABLE ${at("v")} RENAME COLUMN a TO z`,
    ],
  },
  {
    name: "constraints of NOT NULL",
    create: ({ at, name, pick }) => [
      `CREATE TABLE ${at("n")} (a int CONSTRAINT ${name("filled")} NOT NULL${pick("", " NO INHERIT")}, b int${pick("", " NOT NULL")}, c int)`,
      `CREATE TABLE ${at("n_heir")} (d int${pick("", ", a int NOT NULL", ", a int CONSTRAINT own NOT NULL")}) INHERITS (${at("n")})`,
      `CREATE TABLE ${at("n_parts")} (a int${pick("", " NOT NULL")}, b int) PARTITION BY LIST (a)`,
      `CREATE TABLE ${at("n_part")} PARTITION OF ${at("n_parts")} ${pick("", "(b NOT NULL) ")}FOR VALUES IN (1)`,
    ],
    mutations: ({ at, name }) => [
      `ALTER TABLE ${at("n")} ADD CONSTRAINT late NOT NULL c`,
      `ALTER TABLE ${at("n")} ADD CONSTRAINT late NOT NULL c NO INHERIT`,
      `ALTER TABLE ${at("n")} ADD CONSTRAINT late NOT NULL c NOT VALID`,
      `ALTER TABLE ${at("n")} DROP CONSTRAINT ${name("filled")}`,
      `ALTER TABLE ${at("n")} ALTER a DROP NOT NULL`,
      `ALTER TABLE ONLY ${at("n")} ALTER a DROP NOT NULL`,
      `ALTER TABLE ${at("n")} ALTER CONSTRAINT ${name("filled")} NO INHERIT`,
      `ALTER TABLE ${at("n")} ALTER CONSTRAINT ${name("filled")} INHERIT`,
      `ALTER TABLE ${at("n_heir")} ALTER c SET NOT NULL`,
      `ALTER TABLE ${at("n_heir")} NO INHERIT ${at("n")}`,
      `ALTER TABLE ${at("n_parts")} ALTER a DROP NOT NULL`,
      `ALTER TABLE ${at("n_parts")} ALTER b SET NOT NULL`,
      `ALTER TABLE ${at("n_part")} ALTER b SET NOT NULL`,
      `COMMENT ON CONSTRAINT ${name("filled")} ON ${at("n")} IS 'filled'`,
    ],
    turns: ({ at, name }) => [
      `ALTER TABLE ${at("n")} RENAME CONSTRAINT ${name("filled")} TO "filled renamed"`,
      `ALTER TABLE ${at("n")} ADD CONSTRAINT late NOT NULL c NOT VALID; ALTER TABLE ${at("n")} VALIDATE CONSTRAINT late`,
      `ALTER TABLE ${at("n")} ADD PRIMARY KEY (a)`,
      `ALTER TABLE ${at("n_parts")} ADD PRIMARY KEY (a, b)`,
      `ALTER TABLE ${at("n_parts")} DETACH PARTITION ${at("n_part")}`,
      `ALTER TABLE ${at("n")} DROP COLUMN a CASCADE; ALTER TABLE ${at("n")} ADD a int`,
    ],
  },
  {
    name: "constraints that are not enforced",
    create: ({ at, name, pick }) => [
      `CREATE TABLE ${at("e")} (id int PRIMARY KEY, n int CONSTRAINT ${name("some")} CHECK (n > 0) ${pick("NOT ENFORCED", "ENFORCED")})`,
      `CREATE TABLE ${at("of_e")} (id int, CONSTRAINT ${name("ref")} FOREIGN KEY (id) REFERENCES ${at("e")} ${pick("NOT ENFORCED", "ON DELETE CASCADE", "DEFERRABLE NOT ENFORCED")})`,
      ...pick([], [`CREATE TABLE ${at("e_heir")} () INHERITS (${at("e")})`]),
    ],
    mutations: ({ at, name }) => [
      `ALTER TABLE ${at("of_e")} ALTER CONSTRAINT ${name("ref")} ENFORCED`,
      `ALTER TABLE ${at("of_e")} ALTER CONSTRAINT ${name("ref")} NOT ENFORCED`,
      `ALTER TABLE ${at("of_e")} DROP CONSTRAINT ${name("ref")}`,
      `ALTER TABLE ${at("e")} DROP CONSTRAINT ${name("some")}`,
      `ALTER TABLE ${at("e")} ADD CONSTRAINT "another" CHECK (n < 9) NOT ENFORCED`,
      `ALTER TABLE ${at("e")} ALTER n TYPE bigint`,
      `ALTER TABLE ${at("e")} ALTER id TYPE bigint`,
    ],
    turns: ({ at, name }) => [
      `ALTER TABLE ${at("e")} DROP CONSTRAINT ${name("some")}; ALTER TABLE ${at("e")} ADD CONSTRAINT ${name("some")} CHECK (n > 0)`,
      `ALTER TABLE ${at("e")} DROP CONSTRAINT ${name("some")}; ALTER TABLE ${at("e")} ADD CONSTRAINT ${name("some")} CHECK (n > 0) NOT ENFORCED`,
    ],
  },
  {
    name: "keys over time",
    create: ({ at, name, pick }) => [
      `CREATE TABLE ${at("w")} (id int4range, during daterange, CONSTRAINT ${name("key")} ${pick("PRIMARY KEY", "UNIQUE")} (id, during WITHOUT OVERLAPS))`,
      `CREATE TABLE ${at("of_w")} (id int4range, during daterange, CONSTRAINT ${name("ref")} FOREIGN KEY (id, PERIOD during) REFERENCES ${at("w")} (id, PERIOD during))`,
    ],
    mutations: ({ at, name }) => [
      `ALTER TABLE ${at("of_w")} DROP CONSTRAINT ${name("ref")}`,
      `ALTER TABLE ${at("w")} DROP CONSTRAINT ${name("key")} CASCADE`,
      `ALTER TABLE ${at("w")} ADD COLUMN more text`,
      `COMMENT ON CONSTRAINT ${name("key")} ON ${at("w")} IS 'over time'`,
    ],
    turns: ({ at, name }) => [
      `ALTER TABLE ${at("w")} DROP CONSTRAINT ${name("key")} CASCADE; ALTER TABLE ${at("w")} ADD CONSTRAINT ${name("key")} UNIQUE (id, during)`,
      `ALTER TABLE ${at("w")} RENAME CONSTRAINT ${name("key")} TO "key renamed"`,
    ],
  },
  {
    name: "partitions with more to them",
    create: ({ at, name, pick }) => [
      `CREATE TABLE ${at("q")} (id int GENERATED ${pick("ALWAYS", "BY DEFAULT")} AS IDENTITY, r int4range${pick("", `, CONSTRAINT ${name("apart")} EXCLUDE USING gist (r WITH =)`)}) PARTITION BY LIST (${pick("r", "id")})`,
      `CREATE TABLE ${at("q1")} PARTITION OF ${at("q")} FOR VALUES IN (${pick("'[1,2)'", "1")})`,
      `CREATE TABLE ${at("to_q")} (id int PRIMARY KEY)`,
    ],
    mutations: ({ at, name }) => [
      `ALTER TABLE ${at("q")} ALTER id DROP IDENTITY`,
      `ALTER TABLE ${at("q")} ALTER id SET GENERATED ALWAYS SET INCREMENT 3`,
      `ALTER TABLE ${at("q")} DROP CONSTRAINT ${name("apart")}`,
      `ALTER TABLE ${at("q")} DETACH PARTITION ${at("q1")}`,
      `ALTER TABLE ${at("q")} ADD CONSTRAINT ref FOREIGN KEY (id) REFERENCES ${at("to_q")} NOT VALID`,
      `ALTER TABLE ${at("q")} ADD CONSTRAINT ref FOREIGN KEY (id) REFERENCES ${at("to_q")} NOT ENFORCED`,
      `ALTER TABLE ${at("q")} SET ACCESS METHOD heap`,
      `GRANT MAINTAIN ON ${at("q")} TO app_ro`,
      `ALTER TABLE ${at("q")} ADD COLUMN more text STORAGE EXTERNAL`,
      `ALTER TABLE ${at("q1")} ALTER r SET STORAGE EXTERNAL`,
    ],
    turns: ({ at }) => [
      `ALTER TABLE ${at("q")} ADD CONSTRAINT ref FOREIGN KEY (id) REFERENCES ${at("to_q")}`,
      `DROP TABLE ${at("q1")}; CREATE TABLE ${at("q1")} PARTITION OF ${at("q")} DEFAULT`,
    ],
  },
];
