/** The matrix of risks, row by row: what the database lacks or has too much of, and how the statements are rated. */

import type { Hazard, Risk } from "../../lib/index.ts";

export interface Row {
  readonly name: string;
  /** What is done to the schema below where it is expected … */
  readonly expected?: string;
  /** … and where it is as it is. */
  readonly actual?: string;
  /** Of each statement in its order: its risk, and what stands beside it. */
  readonly rated: readonly (readonly [Risk, ...Hazard[]])[];
}

export const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TABLE app.users (
    id bigint PRIMARY KEY, email text, name varchar(20), age integer NOT NULL, seats smallint, price numeric(10,2), at timestamp,
    tags varchar(10)[], doc json, code char(3));
  INSERT INTO app.users (id, age) VALUES (1, 30);
  CREATE TABLE app.orders (id bigint, user_id bigint, code text);
  CREATE FUNCTION app.total(n integer) RETURNS integer LANGUAGE sql RETURN n + 1;
  CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TYPE app.mood AS ENUM ('sad', 'happy');
  CREATE SEQUENCE app.numbers;
  CREATE COLLATION app.folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  CREATE VIEW app.people AS SELECT id, email FROM app.users`;

export const AE = "access-exclusive-lock";
export const SRE = "share-row-exclusive-lock";
export const SUE = "share-update-exclusive-lock";
export const users = (clause: string) => `ALTER TABLE app.users ${clause}`;
export const orders = (clause: string) => `ALTER TABLE app.orders ${clause}`;
export const type = (column: string, to: string) => users(`ALTER ${column} TYPE ${to}`);

/** As the matrix has it. */
export const MATRIX: readonly Row[] = [
  { name: "add nullable column", expected: users("ADD phone text"), rated: [["safe", AE]] },
  {
    name: "add computed column that may not be NULL",
    expected: users("ADD twice integer GENERATED ALWAYS AS (age * 2) STORED NOT NULL"),
    rated: [["caution", "may-fail", "table-rewrite", AE]],
  },
  {
    name: "add non-unique index",
    expected: "CREATE INDEX users_email ON app.users (email)",
    rated: [["safe", "index-build", "blocks-writes", "share-lock"]],
  },
  {
    name: "add NOT NULL column with default",
    expected: users("ADD state text NOT NULL DEFAULT 'new'"),
    rated: [["safe", AE]],
  },
  {
    name: "add unique index",
    expected: "CREATE UNIQUE INDEX users_email ON app.users (email)",
    rated: [["caution", "index-build", "blocks-writes", "may-fail", "share-lock"]],
  },
  {
    name: "add foreign key",
    expected: orders("ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES app.users"),
    rated: [["caution", "table-scan", "blocks-writes", "may-fail", SRE]],
  },
  { name: "drop table", expected: "DROP TABLE app.orders", rated: [["danger", "data-loss", "breaks-names", AE]] },
  {
    name: "drop column",
    expected: users("DROP age"),
    rated: [["danger", "data-loss", "breaks-names", AE]],
  },
  {
    name: "add NOT NULL column without default",
    expected: orders("ADD state text NOT NULL"),
    rated: [["danger", "may-fail", AE]],
  },
  {
    name: "a column is computed no longer, and what it was computed from has another type",
    expected: users("ADD label text"),
    actual: `${type("name", "varchar(10)")}; ${users("ADD label text GENERATED ALWAYS AS (name || '!') STORED")}`,
    rated: [
      ["caution", AE],
      ["safe", AE],
    ],
  },
  {
    name: "the same, back",
    expected: `${type("name", "varchar(10)")}; ${users("ADD label text GENERATED ALWAYS AS (name || '!') STORED")}`,
    actual: users("ADD label text"),
    rated: [
      ["danger", "data-loss", "breaks-names", AE],
      ["danger", "may-fail", "table-rewrite", AE],
      ["safe", "table-rewrite", AE],
    ],
  },
  {
    name: "a collation that may take two values for the same",
    expected: orders("ALTER code TYPE text COLLATE app.folded"),
    rated: [["caution", "index-build", "may-fail", AE]],
  },
  {
    name: "a collation that no longer does",
    actual: orders("ALTER code TYPE text COLLATE app.folded"),
    rated: [["caution", "index-build", AE]],
  },
  {
    name: "a type that holds more, in another order",
    expected: users('ALTER name TYPE text COLLATE "C"'),
    rated: [["caution", "index-build", AE]],
  },
  {
    name: "a key and an index of a table that comes",
    expected: "CREATE TABLE app.coupons (id int PRIMARY KEY, code text); CREATE UNIQUE INDEX ON app.coupons (code)",
    rated: [["safe"], ["safe", AE], ["safe", "share-lock"]],
  },
  {
    name: "a foreign key of a table that comes",
    expected: "CREATE TABLE app.coupons (of_user bigint REFERENCES app.users)",
    rated: [["safe"], ["caution", "blocks-writes", "share-row-exclusive-lock"]],
  },
  {
    name: "type change to an incompatible family",
    expected: type("age", "text"),
    rated: [["danger", "data-loss", "may-fail", "table-rewrite", AE]],
  },
  {
    name: "type change to an incompatible family, back",
    actual: type("age", "text"),
    rated: [["danger", "data-loss", "may-fail", "table-rewrite", AE]],
  },
  {
    name: "nullable to NOT NULL",
    expected: orders("ALTER user_id SET NOT NULL"),
    rated: [["danger", "table-scan", "may-fail", AE]],
  },
];
