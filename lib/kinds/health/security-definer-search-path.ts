/** Routines that run with their owner's rights and look names up wherever the caller says. */

import type { HealthCheck } from "../../core/health.ts";
import { text } from "../../core/row.ts";
import { medium } from "../../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

export const securityDefinerSearchPath: HealthCheck = {
  name: "security-definer-search-path",
  title: "routines that trust their caller's search_path",
  // Names in a body that PostgreSQL has parsed were looked up then; code in C looks up none.
  query: () => `
    SELECT n.nspname AS schema, p.proname AS name, oidvectortypes(p.proargtypes) AS arguments,
           CASE WHEN p.prokind = 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS form
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE p.prosecdef AND p.prokind IN ('f', 'p', 'w') AND p.prosqlbody IS NULL AND l.lanname NOT IN ('c', 'internal')
      AND NOT EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%')
      AND ${userSchemas("n")} AND ${notFromExtension("pg_proc", "p.oid")}`,
  ailment: (row) => {
    const [schema, name, args] = [text(row.schema), text(row.name), text(row.arguments)];
    return {
      address: { kind: "routine", path: [schema, name, args] },
      ...medium(
        "it runs with its owner's rights and finds names through the caller's search_path: who may create objects somewhere can put his own in their place",
      ),
      suggestion: `fix it: ALTER ${text(row.form)} ${qualified(schema, name)}(${args}) SET search_path = ${qualified(schema)}, pg_temp`,
    };
  },
};
