/** Indexes whose columns are the first columns of another one, which serves the same queries. */

import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { flag, text, textsOrNull } from "../../core/row.ts";
import { info } from "../../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

// Vectors count from 0, and their slices, which alone are equal to each other, from 1.
const first = (of: string, vector: string, type: string) => `(${of}.${vector}::${type}[])[0:short.indnkeyatts - 1]`;
const same = (vector: string, type: string) => `${first("longer", vector, type)} = ${first("short", vector, type)}`;

export const indexPrefix: HealthCheck = {
  name: "index-prefix",
  title: "indexes that a longer one contains",
  query: () => `
    SELECT DISTINCT ON (short.indexrelid) n.nspname AS schema, t.relname AS table, c.relname AS name, lc.relname AS longer,
           t.relkind = 'p' AS partitioned, ${partitionRoot("t")} AS root
    FROM pg_index short
    JOIN pg_class c ON c.oid = short.indexrelid AND NOT c.relispartition
    JOIN pg_am am ON am.oid = c.relam AND am.amname = 'btree'
    JOIN pg_index longer ON longer.indrelid = short.indrelid AND longer.indnkeyatts > short.indnkeyatts AND longer.indisvalid AND longer.indpred IS NULL
    JOIN pg_class lc ON lc.oid = longer.indexrelid AND lc.relam = c.relam
    JOIN pg_class t ON t.oid = short.indrelid AND t.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE short.indisvalid AND NOT short.indisunique AND NOT short.indisreplident AND short.indexprs IS NULL AND short.indpred IS NULL
      AND short.indnatts = short.indnkeyatts AND ${same("indkey", "int2")} AND ${same("indclass", "oid")}
      AND ${same("indcollation", "oid")} AND ${same("indoption", "int2")}
      AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}
    ORDER BY short.indexrelid, longer.indnkeyatts, longer.indexrelid`,
  ailment: (row) => {
    const [schema, table, name, root] = [text(row.schema), text(row.table), text(row.name), textsOrNull(row.root)];
    return {
      address: { kind: "index", path: [schema, table, name] },
      partitionOf: root ? { kind: "table", path: root } : undefined,
      ...info(`${text(row.longer)} begins with the same columns and serves the same queries, if somewhat slower`),
      suggestion: `if nothing needs the shorter one, drop it: DROP INDEX ${flag(row.partitioned) ? "" : "CONCURRENTLY "}${qualified(schema, name)}`,
    };
  },
};
