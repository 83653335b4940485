/** What belongs to no database alone: made on a server of its own. */

import type { Feature } from "./feature.ts";

/** A statement on the database that it runs in, whose name stands for %I. */
const here = (statement: string): string =>
  `DO $$ BEGIN EXECUTE format('${statement.replaceAll("'", "''")}', current_database()); END $$`;

export const CLUSTER: readonly Feature[] = [
  {
    name: "roles",
    create: ({ name, pick }) => [
      `CREATE ROLE ${name("r")} ${pick("LOGIN CONNECTION LIMIT 3", "CREATEDB CREATEROLE", "VALID UNTIL '2040-01-01 12:00+00'", "NOINHERIT REPLICATION")}`,
      `CREATE ROLE ${name("group")}`,
      `CREATE ROLE ${name("other")}`,
      `GRANT ${name("group")} TO ${name("r")}${pick("", " WITH ADMIN OPTION")}`,
      ...pick([], [`COMMENT ON ROLE ${name("group")} IS 'it''s'`]),
      `CREATE TABLE public.${name("t")} (a int)`,
      `GRANT SELECT ON public.${name("t")} TO ${name("group")}${pick("", ` WITH GRANT OPTION`)}`,
      ...pick([], [`ALTER TABLE public.${name("t")} OWNER TO ${name("r")}`]),
    ],
    mutations: ({ name }) => [
      ...["SUPERUSER", "CREATEDB", "CREATEROLE", "LOGIN", "REPLICATION", "BYPASSRLS", "CONNECTION LIMIT 7"].map(
        (what) => `ALTER ROLE ${name("other")} ${what}`,
      ),
      ...["NOLOGIN", "NOCREATEDB", "NOINHERIT", "CONNECTION LIMIT -1", "VALID UNTIL 'infinity'"].map(
        (what) => `ALTER ROLE ${name("r")} ${what}`,
      ),
      `GRANT ${name("group")} TO ${name("other")}`,
      `GRANT pg_monitor TO ${name("r")}`,
      `REVOKE ${name("group")} FROM ${name("r")}`,
      `REVOKE ADMIN OPTION FOR ${name("group")} FROM ${name("r")}`,
      `COMMENT ON ROLE ${name("group")} IS 'new'`,
      `CREATE ROLE ${name("late")} LOGIN`,
      `DROP ROLE ${name("other")}`,
      `GRANT INSERT ON public.${name("t")} TO ${name("other")}`,
      `ALTER TABLE public.${name("t")} OWNER TO ${name("other")}`,
    ],
  },
  {
    name: "settings",
    create: ({ name, pick }) => [
      `CREATE ROLE ${name("s")} LOGIN`,
      `ALTER ROLE ${name("s")} SET search_path = ${pick("public", '"$user", "a ""b", public', "''")}`,
      ...pick([], [here(`ALTER ROLE ${name("s")} IN DATABASE %I SET work_mem = '9MB'`)]),
      ...pick(
        [],
        [here("ALTER DATABASE %I SET statement_timeout = '9s'")],
        ["ALTER ROLE ALL SET log_statement = 'ddl'"],
      ),
    ],
    mutations: ({ name }) => [
      `ALTER ROLE ${name("s")} SET search_path = evil, public`,
      `ALTER ROLE ${name("s")} SET "app.user" = E'it''s \\\\ one'`,
      `ALTER ROLE ${name("s")} RESET search_path`,
      here(`ALTER ROLE ${name("s")} IN DATABASE %I SET work_mem = '8MB'`),
      here(`ALTER ROLE ${name("s")} IN DATABASE %I RESET ALL`),
      here("ALTER DATABASE %I SET statement_timeout = '8s'"),
      here("ALTER DATABASE %I RESET ALL"),
      "ALTER ROLE ALL SET log_statement = 'all'",
      "ALTER ROLE ALL RESET ALL",
    ],
  },
  {
    name: "parameters",
    create: ({ name, pick }) => [
      `CREATE ROLE ${name("p")}`,
      `CREATE ROLE ${name("q")}`,
      `GRANT ${pick("SET", "ALTER SYSTEM", "ALL")} ON PARAMETER log_min_messages TO ${name("p")}${pick("", " WITH GRANT OPTION")}`,
      ...pick([], [`GRANT SET ON PARAMETER "App.Set" TO ${name("q")}`]),
    ],
    mutations: ({ name }) => [
      `GRANT SET, ALTER SYSTEM ON PARAMETER log_min_messages TO ${name("p")}`,
      `GRANT SET ON PARAMETER log_min_messages TO ${name("q")}`,
      `GRANT ALTER SYSTEM ON PARAMETER work_mem TO ${name("q")} WITH GRANT OPTION`,
      `REVOKE ALL ON PARAMETER log_min_messages FROM ${name("p")}`,
      `REVOKE GRANT OPTION FOR ALL ON PARAMETER log_min_messages FROM ${name("p")}`,
      `REVOKE ALL ON PARAMETER "App.Set" FROM ${name("q")}`,
    ],
  },
  {
    name: "database",
    create: ({ name, pick }) => [
      `CREATE ROLE ${name("d")}`,
      `CREATE ROLE ${name("heir")}`,
      ...pick(
        [],
        [here(`GRANT CREATE ON DATABASE %I TO ${name("d")}`)],
        [here(`ALTER DATABASE %I OWNER TO ${name("d")}`)],
      ),
      ...pick([], [here("COMMENT ON DATABASE %I IS 'ours'")]),
    ],
    mutations: ({ name }) => [
      here("ALTER DATABASE %I CONNECTION LIMIT 9"),
      here(`ALTER DATABASE %I OWNER TO ${name("heir")}`),
      here(`GRANT TEMPORARY ON DATABASE %I TO ${name("d")}`),
      here("REVOKE CONNECT ON DATABASE %I FROM PUBLIC"),
      here("COMMENT ON DATABASE %I IS 'theirs'"),
      here("COMMENT ON DATABASE %I IS NULL"),
    ],
  },
  {
    name: "tablespace",
    create: ({ name, pick }) => [
      `CREATE ROLE ${name("keeper")}`,
      `CREATE ROLE ${name("heir")}`,
      "SET allow_in_place_tablespaces = on",
      `CREATE TABLESPACE ${name("disk")} LOCATION '' ${pick("", "WITH (random_page_cost = 1.1)")}`,
      ...pick([], [`GRANT CREATE ON TABLESPACE ${name("disk")} TO ${name("keeper")}`]),
    ],
    mutations: ({ name }) => [
      `ALTER TABLESPACE ${name("disk")} SET (seq_page_cost = 2, effective_io_concurrency = 5)`,
      `ALTER TABLESPACE ${name("disk")} RESET (random_page_cost)`,
      `ALTER TABLESPACE ${name("disk")} OWNER TO ${name("heir")}`,
      `GRANT CREATE ON TABLESPACE ${name("disk")} TO PUBLIC`,
      `COMMENT ON TABLESPACE ${name("disk")} IS 'fast'`,
    ],
  },
];
