/** Foreign keys whose own columns no index begins with: each delete in the other table reads this one as a whole. */

import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { flag, text, texts, textsOrNull } from "../../core/row.ts";
import { low } from "../../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

export const foreignKeyWithoutIndex: HealthCheck = {
  name: "foreign-key-without-index",
  title: "foreign keys without an index",
  // Vectors count from 0. The columns may come in any order; those of the key are all different.
  query: () => `
    SELECT n.nspname AS schema, t.relname AS table, k.conname AS name, t.relkind = 'p' AS partitioned, ${partitionRoot("t")} AS root,
           ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(number, place)
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.number ORDER BY place) AS columns
    FROM pg_constraint k
    JOIN pg_class t ON t.oid = k.conrelid AND t.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0 AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}
      AND NOT EXISTS (
        SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam AND am.amname IN ('btree', 'hash')
        WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
          AND (i.indkey::int2[])[0:least(i.indnkeyatts, cardinality(k.conkey)) - 1] @> k.conkey)`,
  ailment: (row) => {
    const [schema, table, root] = [text(row.schema), text(row.table), textsOrNull(row.root)];
    const columns = texts(row.columns).map(ident).join(", ");
    return {
      address: { kind: "constraint", path: [schema, table, text(row.name)] },
      partitionOf: root ? { kind: "table", path: root } : undefined,
      ...low("no index begins with its columns: every delete or new key in the other table reads this one as a whole"),
      suggestion: `unless such deletes never happen: CREATE INDEX ${flag(row.partitioned) ? "" : "CONCURRENTLY "}ON ${qualified(schema, table)} (${columns})`,
    };
  },
};
