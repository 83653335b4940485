/** Indexes that no query uses because they were never finished, or are being dropped. */

import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { flag, text, textOrNull, textsOrNull } from "../../core/row.ts";
import { high, medium } from "../../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

/**
 * Being built just now: that is no ailment. Whose session works on which table is not for everybody to see, but that it
 * builds an index is, and so is its lock on the table.
 */
const BEING_BUILT = `
  SELECT l.relation FROM pg_locks l JOIN pg_stat_progress_create_index p ON p.pid = l.pid
  WHERE l.locktype = 'relation' AND l.granted AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock')
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

export const indexInvalid: HealthCheck = {
  name: "index-invalid",
  title: "indexes that are not valid",
  query: () => `
    SELECT n.nspname AS schema, t.relname AS table, c.relname AS name, i.indisunique AS unique, i.indislive AS live,
           t.relkind = 'p' AS partitioned, k.oid IS NOT NULL AS of_constraint, ${partitionRoot("t")} AS root
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid AND t.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = t.relnamespace
    LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
    WHERE NOT (i.indisvalid AND i.indisready AND i.indislive) AND ${userSchemas("n")}
      AND ${notFromExtension("pg_class", "t.oid")} AND i.indrelid NOT IN (${BEING_BUILT})`,
  ailment: (row) => {
    const [schema, table, name] = [text(row.schema), text(row.table), text(row.name)];
    const root = textsOrNull(row.root);
    const index = qualified(schema, name);
    return {
      address: { kind: flag(row.of_constraint) ? "constraint" : "index", path: [schema, table, name] },
      partitionOf: root ? { kind: "table", path: root } : undefined,
      ...(flag(row.unique)
        ? high("the index is not valid: no query uses it, and duplicates may stand in the table")
        : medium("the index is not valid: no query uses it, and writes may pay for it all the same")),
      suggestion: flag(row.partitioned)
        ? `build it on the partitions that lack it, and attach each: ALTER INDEX ${index} ATTACH PARTITION …`
        : flag(row.live) && !/_cc(new|old)\d*$/.test(textOrNull(row.name) ?? "")
          ? `build it again: REINDEX INDEX CONCURRENTLY ${index}; or drop it: DROP INDEX CONCURRENTLY ${index}`
          : `drop what was left behind: DROP INDEX CONCURRENTLY ${index}`,
    };
  },
};
