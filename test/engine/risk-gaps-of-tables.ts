/** What the matrix of risks leaves open of columns, indexes and constraints. */

import { AE, orders, type Row, SRE, SUE, type, users } from "./risk-matrix.ts";

const FAR = `CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
  CREATE FOREIGN TABLE app.far (id integer) SERVER nowhere`;
const far = (clause: string) => ({ expected: `${FAR}; ALTER FOREIGN TABLE app.far ${clause}`, actual: FAR });

/** Columns, indexes, constraints. */
export const OF_TABLES: readonly Row[] = [
  {
    name: "add NOT NULL column with volatile default",
    expected: users("ADD token uuid NOT NULL DEFAULT gen_random_uuid()"),
    rated: [["safe", "table-rewrite", AE]],
  },
  {
    name: "add column with stable default",
    expected: users("ADD seen timestamptz DEFAULT now()"),
    rated: [["safe", AE]],
  },
  {
    name: "add identity column",
    expected: users("ADD number integer GENERATED ALWAYS AS IDENTITY"),
    rated: [["safe", "table-rewrite", AE]],
  },
  {
    name: "add stored generated column",
    expected: users("ADD twice integer GENERATED ALWAYS AS (age * 2) STORED"),
    rated: [["safe", "table-rewrite", AE]],
  },
  {
    name: "drop stored generated column",
    actual: users("ADD twice integer GENERATED ALWAYS AS (age * 2) STORED"),
    rated: [["caution", "breaks-names", AE]],
  },
  { name: "add NOT NULL column of a foreign table", ...far("ADD b int NOT NULL"), rated: [["caution", AE]] },
  { name: "set NOT NULL of a foreign table", ...far("ALTER id SET NOT NULL"), rated: [["caution", AE]] },
  { name: "add check of a foreign table", ...far("ADD CHECK (id > 0)"), rated: [["caution", AE]] },
  { name: "add table", expected: "CREATE TABLE app.notes (id int)", rated: [["safe"]] },
  {
    name: "drop index",
    actual: "CREATE INDEX users_email ON app.users (email)",
    rated: [["caution", "index-lost", AE]],
  },
  {
    name: "drop unique index",
    actual: "CREATE UNIQUE INDEX users_email ON app.users (email)",
    rated: [["caution", "index-lost", AE]],
  },
  {
    name: "drop foreign key",
    actual: orders("ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES app.users"),
    rated: [["caution", AE]],
  },
  {
    name: "add foreign key NOT VALID",
    expected: orders("ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES app.users NOT VALID"),
    rated: [["caution", SRE]],
  },
  {
    name: "validate foreign key",
    expected: orders("ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES app.users"),
    actual: orders("ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES app.users NOT VALID"),
    rated: [["caution", "table-scan", "may-fail", SUE]],
  },
  {
    name: "add check",
    expected: users("ADD CONSTRAINT adult CHECK (age > 17)"),
    rated: [["caution", "table-scan", "blocks-writes", "may-fail", AE]],
  },
  { name: "drop check", actual: users("ADD CONSTRAINT adult CHECK (age > 17)"), rated: [["caution", AE]] },
  {
    name: "add unique constraint",
    expected: users("ADD CONSTRAINT one_email UNIQUE (email)"),
    rated: [["caution", "index-build", "may-fail", AE]],
  },
  {
    name: "add primary key",
    expected: orders("ADD CONSTRAINT orders_pkey PRIMARY KEY (id)"),
    rated: [
      ["danger", "table-scan", "may-fail", AE],
      ["caution", "index-build", "may-fail", AE],
    ],
  },
  {
    name: "drop primary key",
    expected: users("DROP CONSTRAINT users_pkey, ALTER id DROP NOT NULL"),
    rated: [
      ["caution", "index-lost", "may-fail", AE],
      ["safe", AE],
    ],
  },
  { name: "relax NOT NULL", expected: users("ALTER age DROP NOT NULL"), rated: [["safe", AE]] },
  { name: "set default", expected: users("ALTER age SET DEFAULT 1"), rated: [["safe", AE]] },
  {
    name: "set default that draws from a new sequence",
    expected: `CREATE SEQUENCE app.age_seq; ${users("ALTER age SET DEFAULT nextval('app.age_seq')")}`,
    rated: [["safe"], ["caution", AE]],
  },
  { name: "drop default", actual: users("ALTER age SET DEFAULT 1"), rated: [["safe", AE]] },
  { name: "widen varchar(n)", expected: type("name", "varchar(30)"), rated: [["safe", AE]] },
  { name: "widen varchar to text", expected: type("name", "text"), rated: [["safe", AE]] },
  { name: "widen numeric precision", expected: type("price", "numeric(12,2)"), rated: [["safe", AE]] },
  { name: "widen integer to bigint", expected: type("age", "bigint"), rated: [["caution", "table-rewrite", AE]] },
  { name: "widen integer to numeric", expected: type("age", "numeric"), rated: [["caution", "table-rewrite", AE]] },
  {
    name: "widen varchar(n)[]",
    expected: type("tags", "varchar(20)[]"),
    rated: [["caution", "table-rewrite", AE]],
  },
  {
    name: "narrow integer to smallint",
    expected: type("age", "smallint"),
    rated: [["danger", "may-fail", "table-rewrite", AE]],
  },
  {
    name: "narrow text to varchar(n)",
    expected: orders("ALTER code TYPE varchar(50)"),
    rated: [["danger", "may-fail", "table-rewrite", AE]],
  },
  {
    name: "other view",
    expected: "DROP VIEW app.people; CREATE VIEW app.people AS SELECT name FROM app.users",
    rated: [["caution", "breaks-names", AE], ["safe"]],
  },
  {
    name: "round numeric",
    expected: type("price", "numeric(10,1)"),
    rated: [["danger", "data-loss", "table-rewrite", AE]],
  },
  { name: "round timestamp", expected: type("at", "date"), rated: [["danger", "data-loss", "table-rewrite", AE]] },
  {
    name: "shift timestamp to timestamptz",
    expected: type("at", "timestamptz"),
    rated: [["danger", "data-loss", "table-rewrite", AE]],
  },
  {
    name: "reorder json to jsonb",
    expected: type("doc", "jsonb"),
    rated: [["danger", "data-loss", "table-rewrite", AE]],
  },
];
