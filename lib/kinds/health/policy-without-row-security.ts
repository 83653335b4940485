/** Policies of tables whose row security is off: they keep nothing from anybody. */

import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { integer, text, textsOrNull } from "../../core/row.ts";
import { high } from "../../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

export const policyWithoutRowSecurity: HealthCheck = {
  name: "policy-without-row-security",
  title: "tables whose policies are not in force",
  query: () => `
    SELECT n.nspname AS schema, t.relname AS table, count(*)::int4 AS policies, ${partitionRoot("t")} AS root
    FROM pg_policy p JOIN pg_class t ON t.oid = p.polrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE NOT t.relrowsecurity AND t.relpersistence <> 't' AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}
    GROUP BY n.nspname, t.relname, t.relispartition, t.oid`,
  ailment: (row) => {
    const path = [text(row.schema), text(row.table)];
    const [policies, root] = [integer(row.policies), textsOrNull(row.root)];
    return {
      address: { kind: "table", path },
      partitionOf: root ? { kind: "table", path: root } : undefined,
      ...high(
        `the table has ${policies === 1 ? "a policy" : `${policies} policies`} and its row security is off: every row is open to whoever may read the table`,
      ),
      suggestion: `switch it on: ALTER TABLE ${qualified(...path)} ENABLE ROW LEVEL SECURITY; or drop what is not meant to hold`,
    };
  },
};
