/** Who may do what, and on whose word. */

import type { Feature } from "./feature.ts";

const as = (role: string, sql: string): string => `SET ROLE ${role}; ${sql}; RESET ROLE`;

export const RIGHTS: readonly Feature[] = [
  {
    name: "grants of grants",
    create: ({ schema, at, pick }) => [
      `GRANT USAGE ON SCHEMA ${schema} TO app_rw, app_ro`,
      `CREATE TABLE ${at("shared")} (a int, b text)`,
      `CREATE SEQUENCE ${at("numbers")}`,
      `CREATE FUNCTION ${at("called")}(int) RETURNS int LANGUAGE sql AS 'SELECT $1'`,
      `CREATE TYPE ${at("mark")} AS ENUM ('a')`,
      ...pick([], [`ALTER TABLE ${at("shared")} OWNER TO app_owner`]),
      `GRANT SELECT, INSERT ON ${at("shared")} TO app_rw WITH GRANT OPTION`,
      as("app_rw", `GRANT SELECT ON ${at("shared")} TO app_ro ${pick("", "WITH GRANT OPTION")}`),
      `GRANT UPDATE (a) ON ${at("shared")} TO app_rw WITH GRANT OPTION`,
      ...pick([], [as("app_rw", `GRANT UPDATE (a) ON ${at("shared")} TO PUBLIC`)]),
      `GRANT USAGE ON SEQUENCE ${at("numbers")} TO app_rw WITH GRANT OPTION`,
      `REVOKE EXECUTE ON FUNCTION ${at("called")}(int) FROM PUBLIC`,
      `REVOKE USAGE ON TYPE ${at("mark")} FROM PUBLIC`,
    ],
    mutations: ({ at }) => [
      `REVOKE INSERT ON ${at("shared")} FROM app_rw`,
      `GRANT EXECUTE ON FUNCTION ${at("called")}(int) TO app_ro`,
      `GRANT SELECT (b) ON ${at("shared")} TO PUBLIC`,
      `GRANT USAGE ON TYPE ${at("mark")} TO app_rw WITH GRANT OPTION`,
      `REVOKE GRANT OPTION FOR USAGE ON SEQUENCE ${at("numbers")} FROM app_rw`,
      `COMMENT ON TYPE ${at("mark")} IS 'm'`,
    ],
    turns: ({ schema, at }) => [
      `REVOKE SELECT ON ${at("shared")} FROM app_rw CASCADE`,
      `REVOKE GRANT OPTION FOR SELECT ON ${at("shared")} FROM app_rw CASCADE`,
      `ALTER TABLE ${at("shared")} OWNER TO app_owner`,
      `REVOKE DELETE, TRUNCATE ON ${at("shared")} FROM app_owner; REVOKE ALL ON ${at("shared")} FROM postgres`,
      `ALTER TABLE ${at("shared")} RENAME a TO aa`,
      `ALTER TABLE ${at("shared")} RENAME TO "shared renamed"`,
      `DROP TABLE ${at("shared")}; CREATE TABLE ${at("shared")} (a int, c text); GRANT SELECT ON ${at("shared")} TO app_ro`,
      as("app_rw", `GRANT USAGE ON SEQUENCE ${at("numbers")} TO app_ro`),
      `DROP FUNCTION ${at("called")}(int); CREATE FUNCTION ${at("called")}(int) RETURNS text LANGUAGE sql AS 'SELECT NULL'; GRANT EXECUTE ON FUNCTION ${at("called")}(int) TO app_rw WITH GRANT OPTION`,
      `ALTER TYPE ${at("mark")} ADD VALUE 'b' BEFORE 'a'`,
      `ALTER TYPE ${at("mark")} RENAME VALUE 'a' TO 'z'`,
      `ALTER SCHEMA ${schema} OWNER TO app_owner; REVOKE USAGE ON SCHEMA ${schema} FROM app_ro`,
      `DROP TYPE ${at("mark")}; CREATE TYPE ${at("mark")} AS (a int); GRANT USAGE ON TYPE ${at("mark")} TO app_ro`,
    ],
  },
];
