/** Indexes that another one on the same table makes superfluous, because it is the same. */

import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { flag, text, textsOrNull } from "../../core/row.ts";
import { low } from "../../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

// The stored trees of equal expressions differ in where in the statement they stood.
const tree = (column: string) => `regexp_replace(coalesce(${column}::text, ''), ':location -?[0-9]+', '', 'g')`;

export const indexDuplicate: HealthCheck = {
  name: "index-duplicate",
  title: "indexes that stand there twice",
  // Of two that are the same the one to keep comes first: that of a constraint, then what is unique, then the older.
  query: ({ major }) => `
    WITH alike AS MATERIALIZED (
      SELECT * FROM (
        SELECT i.*, c.relname, count(*) OVER (PARTITION BY i.indrelid, c.relam, i.indkey::text, i.indclass::text, i.indoption::text) AS times,
               concat_ws('|', c.relam, i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indoption) AS shape
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indisvalid AND i.indisready AND i.indislive AND NOT c.relispartition AND i.indrelid >= 16384) counted
      WHERE times > 1),
    indexes AS MATERIALIZED (
      SELECT i.indexrelid AS oid, i.indrelid AS relation, i.relname AS name, k.oid AS of_constraint, i.indisunique AS unique,
             CASE WHEN k.contype = 'p' THEN 0 WHEN k.oid IS NOT NULL THEN 1 WHEN i.indisunique THEN 2 ELSE 3 END AS rank,
             i.indimmediate AS immediate, ${major >= 15 ? "i.indnullsnotdistinct" : "false"} AS nulls,
             concat_ws('|', i.shape, ${tree("i.indexprs")}, ${tree("i.indpred")}) AS definition,
             k.contype IS DISTINCT FROM 'x' AND NOT i.indisreplident AND NOT EXISTS (
               SELECT FROM pg_constraint f WHERE i.indisunique AND f.contype = 'f' AND f.confrelid = i.indrelid AND f.conindid = i.indexrelid) AS free
      FROM alike i
      LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    SELECT DISTINCT ON (extra.oid) n.nspname AS schema, t.relname AS table, extra.name, kept.name AS kept,
           extra.of_constraint IS NOT NULL AS of_constraint, t.relkind = 'p' AS partitioned, ${partitionRoot("t")} AS root
    FROM indexes extra
    JOIN indexes kept ON kept.relation = extra.relation AND kept.definition = extra.definition
                     AND (kept.rank, kept.oid) < (extra.rank, extra.oid)
                     AND (NOT extra.unique OR kept.unique AND kept.nulls = extra.nulls AND kept.immediate >= extra.immediate)
    JOIN pg_class t ON t.oid = extra.relation AND t.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE extra.free AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}
    ORDER BY extra.oid, kept.rank, kept.oid`,
  ailment: (row) => {
    const [schema, table, name, root] = [text(row.schema), text(row.table), text(row.name), textsOrNull(row.root)];
    const ofConstraint = flag(row.of_constraint);
    return {
      address: { kind: ofConstraint ? "constraint" : "index", path: [schema, table, name] },
      partitionOf: root ? { kind: "table", path: root } : undefined,
      ...low(`${text(row.kept)} is the same index: every write pays for both`),
      suggestion: ofConstraint
        ? `drop this one: ALTER TABLE ${qualified(schema, table)} DROP CONSTRAINT ${ident(name)}`
        : `drop this one: DROP INDEX ${flag(row.partitioned) ? "" : "CONCURRENTLY "}${qualified(schema, name)}`,
    };
  },
};
