/** Tables with row security and no policy: nobody but the owner sees a row. */

import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { text, textsOrNull } from "../../core/row.ts";
import { info } from "../../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

export const rowSecurityWithoutPolicy: HealthCheck = {
  name: "row-security-without-policy",
  title: "tables that row security closes to everybody",
  query: () => `
    SELECT n.nspname AS schema, t.relname AS table, ${partitionRoot("t")} AS root
    FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE t.relrowsecurity AND t.relpersistence <> 't' AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid)`,
  ailment: (row) => {
    const path = [text(row.schema), text(row.table)];
    const root = textsOrNull(row.root);
    return {
      address: { kind: "table", path },
      partitionOf: root ? { kind: "table", path: root } : undefined,
      ...info("row security is on and there is no policy: nobody but the owner, and who bypasses it, sees a row"),
      suggestion: `if somebody is to see rows, say who: CREATE POLICY … ON ${qualified(...path)} …`,
    };
  },
};
