/** What the matrix of risks leaves open: columns, indexes and constraints; then all the other kinds. */

import type { Row } from "./risk-matrix.ts";

const AE = "access-exclusive-lock";
const SRE = "share-row-exclusive-lock";
const SUE = "share-update-exclusive-lock";
const users = (clause: string) => `ALTER TABLE app.users ${clause}`;
const orders = (clause: string) => `ALTER TABLE app.orders ${clause}`;
const FAR = `CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
  CREATE FOREIGN TABLE app.far (id integer) SERVER nowhere`;
const far = (clause: string) => ({ expected: `${FAR}; ALTER FOREIGN TABLE app.far ${clause}`, actual: FAR });
const type = (column: string, to: string) => users(`ALTER ${column} TYPE ${to}`);

/** Columns, indexes, constraints. */
export const OF_TABLES: readonly Row[] = [
  {
    name: "add NOT NULL column with volatile default",
    expected: users("ADD token uuid NOT NULL DEFAULT gen_random_uuid()"),
    rated: [["safe", "table-rewrite", AE]],
  },
  { name: "add stable default", expected: users("ADD seen timestamptz DEFAULT now()"), rated: [["safe", AE]] },
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

/** Everything else. */
export const OF_OTHERS: readonly Row[] = [
  {
    name: "add identity",
    expected: users("ALTER age ADD GENERATED BY DEFAULT AS IDENTITY"),
    rated: [["caution", AE]],
  },
  {
    name: "drop identity",
    actual: users("ALTER age ADD GENERATED BY DEFAULT AS IDENTITY"),
    rated: [["danger", "data-loss", AE]],
  },
  {
    name: "unlogged",
    expected: orders("SET UNLOGGED"),
    rated: [["caution", "table-rewrite", AE]],
  },
  { name: "logged", actual: orders("SET UNLOGGED"), rated: [["caution", "table-rewrite", AE]] },
  { name: "storage parameter", expected: users("SET (fillfactor = 70)"), rated: [["safe", SUE]] },
  { name: "replica identity", expected: users("REPLICA IDENTITY FULL"), rated: [["caution", "replica-identity", AE]] },
  {
    name: "row security on",
    expected: users("ENABLE ROW LEVEL SECURITY"),
    rated: [["caution", "narrows-permissions", AE]],
  },
  { name: "row security off", actual: users("ENABLE ROW LEVEL SECURITY"), rated: [["danger", "exposes-rows", AE]] },
  {
    name: "row security not forced",
    actual: users("FORCE ROW LEVEL SECURITY"),
    rated: [["danger", "exposes-rows", AE]],
  },
  {
    name: "permissive policy",
    expected: "CREATE POLICY own ON app.users USING (id = 1)",
    rated: [["danger", "exposes-rows", AE]],
  },
  {
    name: "drop permissive policy",
    actual: "CREATE POLICY own ON app.users USING (id = 1)",
    rated: [["caution", "narrows-permissions", AE]],
  },
  {
    name: "restrictive policy",
    expected: "CREATE POLICY own ON app.users AS RESTRICTIVE USING (id = 1)",
    rated: [["caution", "narrows-permissions", AE]],
  },
  {
    name: "drop restrictive policy",
    actual: "CREATE POLICY own ON app.users AS RESTRICTIVE USING (id = 1)",
    rated: [["danger", "exposes-rows", AE]],
  },
  {
    name: "narrower policy",
    expected: "CREATE POLICY own ON app.users USING (id = 1 AND age > 17)",
    actual: "CREATE POLICY own ON app.users USING (id = 1)",
    rated: [["caution", "narrows-permissions", AE]],
  },
  {
    name: "wider policy",
    expected: "CREATE POLICY own ON app.users USING (true)",
    actual: "CREATE POLICY own ON app.users USING (id = 1)",
    rated: [["danger", "exposes-rows", AE]],
  },
  { name: "grant", expected: "GRANT SELECT ON app.users TO app_ro", rated: [["caution", "widens-permissions"]] },
  {
    name: "grant to everybody",
    expected: "GRANT SELECT ON app.users TO PUBLIC",
    rated: [["danger", "widens-permissions"]],
  },
  { name: "revoke", actual: "GRANT SELECT ON app.users TO app_ro", rated: [["caution", "narrows-permissions"]] },
  {
    name: "default grant to everybody",
    expected: "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC",
    rated: [["danger", "widens-permissions"]],
  },
  {
    name: "owner",
    expected: users("OWNER TO app_rw"),
    rated: [["caution", "widens-permissions", "narrows-permissions", AE]],
  },
  {
    name: "function",
    expected: "CREATE FUNCTION app.half(n integer) RETURNS integer LANGUAGE sql RETURN n / 2",
    rated: [["safe"]],
  },
  {
    name: "function as its owner, under its own search_path",
    expected:
      "CREATE FUNCTION app.half(n int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog RETURN n / 2",
    rated: [["caution", "widens-permissions"]],
  },
  {
    name: "function as its owner, under anybody's search_path",
    expected: "CREATE FUNCTION app.half(n integer) RETURNS integer LANGUAGE sql SECURITY DEFINER RETURN n / 2",
    rated: [["danger", "widens-permissions"]],
  },
  {
    name: "other body",
    expected: "CREATE OR REPLACE FUNCTION app.total(n integer) RETURNS integer LANGUAGE sql RETURN n + 2",
    rated: [["caution", "changes-behaviour"]],
  },
  {
    name: "drop function",
    expected: "DROP FUNCTION app.total",
    rated: [["caution", "breaks-names", "may-fail", "untrackable-dependencies"]],
  },
  {
    name: "trigger",
    expected: "CREATE TRIGGER t BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch()",
    rated: [["caution", "changes-behaviour", SRE]],
  },
  {
    name: "drop trigger",
    actual: "CREATE TRIGGER t BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch()",
    rated: [["caution", "changes-behaviour", AE]],
  },
  { name: "enum label", expected: "ALTER TYPE app.mood ADD VALUE 'ok'", rated: [["caution", "not-transactional"]] },
  { name: "drop enum", expected: "DROP TYPE app.mood", rated: [["caution", "breaks-names", "may-fail"]] },
  { name: "sequence", expected: "CREATE SEQUENCE app.more", rated: [["safe"]] },
  {
    name: "sequence increment",
    expected: "ALTER SEQUENCE app.numbers INCREMENT 2",
    rated: [["caution", "changes-behaviour", "may-fail", SRE]],
  },
  {
    name: "drop sequence",
    expected: "DROP SEQUENCE app.numbers",
    rated: [["danger", "data-loss", "breaks-names", "may-fail", "untrackable-dependencies", AE]],
  },
  { name: "view", expected: "CREATE VIEW app.names AS SELECT name FROM app.users", rated: [["safe"]] },
  { name: "drop view", expected: "DROP VIEW app.people", rated: [["caution", "breaks-names", AE]] },
  {
    name: "view without security_invoker",
    expected: "ALTER VIEW app.people RESET (security_invoker)",
    actual: "ALTER VIEW app.people SET (security_invoker = on)",
    rated: [["danger", "exposes-rows", AE]],
  },
  {
    name: "view with security_barrier",
    expected: "ALTER VIEW app.people SET (security_barrier)",
    rated: [["caution", "narrows-permissions", AE]],
  },
  {
    name: "materialized view",
    expected: "CREATE MATERIALIZED VIEW app.kept AS SELECT 1 AS one",
    rated: [["safe"], ["caution", "fills-rows", AE]],
  },
  { name: "extension", expected: "CREATE EXTENSION citext SCHEMA app", rated: [["caution"]] },
  {
    name: "drop extension",
    actual: "CREATE EXTENSION citext SCHEMA app",
    rated: [["danger", "data-loss", "breaks-names", "may-fail", "untrackable-dependencies"]],
  },
  { name: "comment", expected: "COMMENT ON TABLE app.users IS 'people'", rated: [["safe", SUE]] },
  { name: "statistics", expected: "CREATE STATISTICS app.s ON id, age FROM app.users", rated: [["safe", SUE]] },
  { name: "schema", expected: "CREATE SCHEMA other", rated: [["safe"]] },
  { name: "drop schema", actual: "CREATE SCHEMA other", rated: [["caution", "breaks-names", "may-fail"]] },
];
