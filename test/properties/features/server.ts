/** Code, rights and what lies in no schema. */

import type { Feature } from "./feature.ts";

export const SERVER: readonly Feature[] = [
  {
    name: "routines",
    create: ({ at, pick }) => [
      `CREATE TABLE ${at("data")} (a int, b text)`,
      `CREATE FUNCTION ${at("f")}(x int, y text DEFAULT ${pick("'z'", "'it''s'", "NULL")}) RETURNS ${pick("SETOF text", "text", "TABLE (b text)")} LANGUAGE sql ${pick("STABLE", "VOLATILE STRICT", "SECURITY DEFINER SET search_path = pg_catalog, pg_temp")} AS $$ SELECT 'x'::text $$`,
      `CREATE FUNCTION ${at("g")}(VARIADIC xs int[]) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM ${at("data")} WHERE a = ANY (xs); END`,
      `CREATE PROCEDURE ${at("p")}(INOUT x int${pick("", ", OUT y text")}) LANGUAGE plpgsql AS 'BEGIN NULL; END'`,
    ],
    mutations: ({ at }) => [
      `ALTER FUNCTION ${at("f")}(int, text) COST 77`,
      `ALTER FUNCTION ${at("f")}(int, text) PARALLEL SAFE`,
      `ALTER FUNCTION ${at("f")}(int, text) IMMUTABLE`,
      `ALTER FUNCTION ${at("f")}(int, text) SET "work_mem" = '9MB'`,
      `ALTER FUNCTION ${at("f")}(int, text) LEAKPROOF`,
      `ALTER FUNCTION ${at("f")}(int, text) OWNER TO app_owner`,
      `REVOKE EXECUTE ON FUNCTION ${at("f")}(int, text) FROM PUBLIC`,
      `COMMENT ON FUNCTION ${at("g")}(int[]) IS 'g'`,
      `CREATE OR REPLACE FUNCTION ${at("g")}(VARIADIC xs int[]) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT 1::bigint; END`,
      `GRANT EXECUTE ON PROCEDURE ${at("p")} TO app_rw`,
      `DROP PROCEDURE ${at("p")}`,
      `DROP FUNCTION ${at("f")}(int, text)`,
      `CREATE FUNCTION ${at("f")}(numeric) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      `DROP TABLE ${at("data")} CASCADE`,
    ],
  },
  {
    name: "triggers",
    create: ({ at, name, pick }) => [
      `CREATE TABLE ${at("fired")} (a int, b text)`,
      `CREATE FUNCTION ${at("tf")}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      `CREATE TRIGGER ${name("one")} ${pick("BEFORE INSERT OR UPDATE OF a", "AFTER DELETE")} ON ${at("fired")} FOR EACH ROW ${pick("", "WHEN (pg_trigger_depth() < 1)")} EXECUTE FUNCTION ${at("tf")}('x', 'it''s')`,
      `CREATE TRIGGER ${name("two")} AFTER INSERT ON ${at("fired")} REFERENCING NEW TABLE AS ${name("fresh")} FOR EACH STATEMENT EXECUTE FUNCTION ${at("tf")}()`,
      `CREATE CONSTRAINT TRIGGER ${name("three")} AFTER UPDATE ON ${at("fired")} ${pick("", "DEFERRABLE INITIALLY DEFERRED")} FOR EACH ROW EXECUTE FUNCTION ${at("tf")}()`,
    ],
    mutations: ({ at, name }) => [
      ...["one", "two", "three"].flatMap((stem) => [
        `DROP TRIGGER ${name(stem)} ON ${at("fired")}`,
        `ALTER TABLE ${at("fired")} DISABLE TRIGGER ${name(stem)}`,
        `COMMENT ON TRIGGER ${name(stem)} ON ${at("fired")} IS 't'`,
      ]),
      `DROP FUNCTION ${at("tf")} CASCADE`,
      `ALTER TABLE ${at("fired")} DROP COLUMN a CASCADE`,
    ],
  },
  {
    name: "event trigger",
    create: ({ at, name, pick }) => [
      `CREATE FUNCTION ${at("ef")}() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
      `CREATE EVENT TRIGGER ${name("guard")} ON ddl_command_${pick("start", "end")} ${pick("", "WHEN TAG IN ('DROP TABLE', 'CREATE VIEW')")} EXECUTE FUNCTION ${at("ef")}()`,
    ],
    mutations: ({ at, name }) => [
      `ALTER EVENT TRIGGER ${name("guard")} DISABLE`,
      `ALTER EVENT TRIGGER ${name("guard")} ENABLE ALWAYS`,
      `COMMENT ON EVENT TRIGGER ${name("guard")} IS 'g'`,
      `DROP EVENT TRIGGER ${name("guard")}`,
      `DROP FUNCTION ${at("ef")} CASCADE`,
    ],
  },
  {
    name: "foreign data",
    create: ({ at, name, pick }) => [
      `CREATE FOREIGN DATA WRAPPER ${name("w")} ${pick("", "OPTIONS (debug 'true')")}`,
      `CREATE SERVER ${name("s")} ${pick("", "TYPE 'x' VERSION '1'")} FOREIGN DATA WRAPPER ${name("w")} ${pick("OPTIONS (host 'far', dbname 'x''y')", "")}`,
      `CREATE USER MAPPING FOR ${pick("app_rw", "PUBLIC")} SERVER ${name("s")}`,
      `CREATE FOREIGN TABLE ${at("ft")} (a int ${pick("", "OPTIONS (column_name 'A')")} NOT NULL, b text DEFAULT 'x') SERVER ${name("s")} OPTIONS (t 'u')`,
    ],
    mutations: ({ at, name }) => [
      `ALTER FOREIGN DATA WRAPPER ${name("w")} OPTIONS (ADD late '1')`,
      `ALTER SERVER ${name("s")} VERSION '2'`,
      `ALTER SERVER ${name("s")} OPTIONS (ADD port '1')`,
      `ALTER SERVER ${name("s")} OWNER TO app_owner`,
      `GRANT USAGE ON FOREIGN SERVER ${name("s")} TO app_ro`,
      `GRANT USAGE ON FOREIGN DATA WRAPPER ${name("w")} TO app_ro`,
      `COMMENT ON SERVER ${name("s")} IS 's'`,
      `CREATE USER MAPPING FOR app_ro SERVER ${name("s")}`,
      `ALTER FOREIGN TABLE ${at("ft")} ADD COLUMN late int`,
      `ALTER FOREIGN TABLE ${at("ft")} ALTER a DROP NOT NULL`,
      `ALTER FOREIGN TABLE ${at("ft")} ALTER b DROP DEFAULT`,
      `ALTER FOREIGN TABLE ${at("ft")} OPTIONS (SET t 'v')`,
      `ALTER FOREIGN TABLE ${at("ft")} ALTER b OPTIONS (ADD column_name 'B')`,
      `COMMENT ON FOREIGN TABLE ${at("ft")} IS 'f'`,
      `GRANT SELECT ON ${at("ft")} TO app_ro`,
      `DROP FOREIGN TABLE ${at("ft")}`,
      `DROP SERVER ${name("s")} CASCADE`,
      `DROP FOREIGN DATA WRAPPER ${name("w")} CASCADE`,
    ],
  },
  {
    name: "publication",
    create: ({ schema, at, name, pick }) => [
      `CREATE TABLE ${at("sent")} (id int PRIMARY KEY, a text, b int)`,
      `CREATE TABLE ${at("kept")} (id int)`,
      `CREATE PUBLICATION ${name("pub")} ${pick(
        `FOR TABLE ${at("sent")}`,
        `FOR TABLE ${at("sent")} (id, b) WHERE (id > 5)`,
        `FOR TABLES IN SCHEMA ${schema}`,
        "FOR ALL TABLES",
        "",
      )} WITH (publish = '${pick("insert", "insert, update, delete, truncate")}')`,
    ],
    mutations: ({ at, name }) => [
      `ALTER PUBLICATION ${name("pub")} ADD TABLE ${at("kept")}`,
      `ALTER PUBLICATION ${name("pub")} DROP TABLE ${at("sent")}`,
      `ALTER PUBLICATION ${name("pub")} SET (publish = 'delete')`,
      `ALTER PUBLICATION ${name("pub")} SET (publish_via_partition_root)`,
      `ALTER PUBLICATION ${name("pub")} OWNER TO app_owner`,
      `COMMENT ON PUBLICATION ${name("pub")} IS 'p'`,
      `DROP PUBLICATION ${name("pub")}`,
      `DROP TABLE ${at("sent")}`,
    ],
  },
  {
    // Never connected: what is published elsewhere is no part of the schema.
    name: "subscription",
    create: ({ name, pick }) => [
      `CREATE SUBSCRIPTION ${name("sub")} CONNECTION 'host=/nowhere password=hush' PUBLICATION ${name("theirs")}, other WITH (connect = false, slot_name = NONE${pick("", ", binary", ", streaming, synchronous_commit = 'local'")})`,
    ],
    mutations: ({ name }) => [
      `ALTER SUBSCRIPTION ${name("sub")} SET (binary)`,
      `ALTER SUBSCRIPTION ${name("sub")} SET (synchronous_commit = 'remote_apply')`,
      `ALTER SUBSCRIPTION ${name("sub")} SET (disable_on_error)`,
      `ALTER SUBSCRIPTION ${name("sub")} SET PUBLICATION other WITH (refresh = false)`,
      `COMMENT ON SUBSCRIPTION ${name("sub")} IS 's'`,
    ],
  },
  {
    // Their data is none of the schema: only what is said about them.
    name: "large objects",
    create: ({ pick }) => [
      "SELECT lo_create(90001), lo_create(90002)",
      `GRANT SELECT ON LARGE OBJECT 90001 TO ${pick("app_ro", "PUBLIC", "app_rw WITH GRANT OPTION")}`,
      ...pick([], ["COMMENT ON LARGE OBJECT 90001 IS 'a picture'"]),
    ],
    mutations: () => [
      "GRANT UPDATE ON LARGE OBJECT 90001 TO app_rw",
      "GRANT SELECT ON LARGE OBJECT 90002 TO PUBLIC",
      "COMMENT ON LARGE OBJECT 90001 IS 'another'",
      "COMMENT ON LARGE OBJECT 90002 IS 'new'",
      "SELECT lo_unlink(90001)",
      "REVOKE ALL ON LARGE OBJECT 90001 FROM app_ro, app_rw, PUBLIC",
    ],
  },
  {
    name: "default privileges",
    create: ({ schema, pick }) => [
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT ${pick("SELECT ON TABLES", "USAGE ON SEQUENCES", "EXECUTE ON FUNCTIONS")} TO app_ro`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE app_owner REVOKE ${pick("EXECUTE ON FUNCTIONS", "USAGE ON TYPES")} FROM PUBLIC`,
    ],
    mutations: ({ schema }) => [
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT ON TABLES TO app_rw WITH GRANT OPTION`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} REVOKE ALL ON TABLES FROM app_ro`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT CREATE ON SCHEMAS TO app_ro`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC`,
    ],
  },
  {
    name: "extension",
    create: ({ schema, at, pick }) => [
      `CREATE EXTENSION citext SCHEMA ${schema}`,
      `CREATE TABLE ${at("soft")} (a ${schema}.citext ${pick("", "PRIMARY KEY")}, b ${schema}.citext[])`,
    ],
    mutations: ({ schema, at }) => [
      "COMMENT ON EXTENSION citext IS 'ours'",
      "DROP EXTENSION citext CASCADE",
      `REVOKE EXECUTE ON FUNCTION ${schema}.citext_eq(${schema}.citext, ${schema}.citext) FROM PUBLIC`,
      `ALTER TABLE ${at("soft")} DROP COLUMN b`,
      "CREATE EXTENSION hstore SCHEMA public",
    ],
  },
  {
    name: "language",
    create: ({ name, pick }) => [`CREATE ${pick("", "TRUSTED ")}LANGUAGE ${name("lang")} HANDLER plpgsql_call_handler`],
    mutations: ({ name }) => [
      `COMMENT ON LANGUAGE ${name("lang")} IS 'l'`,
      `ALTER LANGUAGE ${name("lang")} OWNER TO app_owner`,
      `REVOKE USAGE ON LANGUAGE ${name("lang")} FROM PUBLIC`,
      `DROP LANGUAGE ${name("lang")}`,
    ],
  },
  {
    name: "access method",
    create: ({ at, name, pick }) => [
      `CREATE ACCESS METHOD ${name("am")} TYPE TABLE HANDLER heap_tableam_handler`,
      ...pick([], [`CREATE TABLE ${at("kept_so")} (a int) USING ${name("am")}`]),
    ],
    mutations: ({ name }) => [
      `COMMENT ON ACCESS METHOD ${name("am")} IS 'a'`,
      `DROP ACCESS METHOD ${name("am")}`,
      `CREATE ACCESS METHOD "an other" TYPE INDEX HANDLER bthandler`,
    ],
  },
  {
    name: "transform",
    create: ({ pick }) => [
      `CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal)${pick("", ", TO SQL WITH FUNCTION int4recv(internal)")})`,
    ],
    mutations: () => ["COMMENT ON TRANSFORM FOR int LANGUAGE sql IS 't'", "DROP TRANSFORM FOR int LANGUAGE sql"],
  },
];
