/** Tables of publications, each with the columns and rows that it is limited to. */

import { type SqlText, sqlText } from "../core/canonical.ts";
import { defineKind } from "../core/registered.ts";
import { flag, sorted, text, texts } from "../core/row.ts";
import { critical, high } from "../core/severity.ts";
import { ident, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type PublicationTable = {
  /** null = all, also those yet to come. */
  columns: readonly string[] | null;
  /** null = every row. */
  filter: SqlText | null;
};
type At = { publication: string; schema: string; table: string };

// ONLY, since the heirs of a table are listed by themselves.
const change = (at: At, verb: "ADD" | "DROP") =>
  `ALTER PUBLICATION ${ident(at.publication)} ${verb} TABLE ONLY ${qualified(at.schema, at.table)}`;

export const publicationTable = defineKind<readonly ["publication", "schema", "table"], PublicationTable>({
  name: "publication-table",
  title: "published table",
  key: ["publication", "schema", "table"],
  catalogue: "pg_publication_rel",
  reads: ["pg_publication_rel", "pg_publication", "pg_class", "pg_namespace", "pg_attribute"],
  rank: 124,
  query: ({ major }) => `
    SELECT r.oid, p.pubname AS publication, n.nspname AS schema, c.relname AS table,
           ${
             major >= 15
               ? `CASE WHEN r.prattrs IS NOT NULL THEN
             ARRAY(SELECT a.attname::text FROM unnest(r.prattrs::int2[]) k JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = k)
           END AS columns, r.prqual IS NOT NULL AS filtered, pg_get_expr(r.prqual, r.prrelid) AS filter`
               : "NULL::text[] AS columns, false AS filtered, NULL AS filter"
           }
    FROM pg_publication_rel r
    JOIN pg_publication p ON p.oid = r.prpubid
    JOIN pg_class c ON c.oid = r.prrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${userSchemas("n")}`,
  canonicalise: (row) => ({
    columns: row.columns === null ? null : sorted(texts(row.columns)),
    filter: flag(row.filtered) ? sqlText("expression", text(row.filter)) : null,
  }),
  within: (at) => [{ kind: "publication", path: [at.publication] }],
  spells: (at) => [{ kind: "table", path: [at.schema, at.table] }],
  sqlName: (at) => `TABLE ${qualified(at.schema, at.table)} IN PUBLICATION ${ident(at.publication)}`,
  label: (at) => `${at.schema}.${at.table} in ${at.publication}`,
  added: high("the table's rows are sent to subscribers, which nobody expected"),
  removed: critical("subscribers no longer get the table's changes, and fall behind unnoticed"),
  attributes: {
    columns: {
      since: 15,
      drift: (expected, actual) =>
        expected !== null && (actual === null || actual.some((name) => !expected.includes(name)))
          ? critical("columns are sent to subscribers that were held back")
          : high("subscribers no longer get every column"),
      recreate: true,
    },
    filter: { since: 15, drift: critical("other rows are sent to subscribers"), recreate: true },
  },
  create: (at, { columns, filter }) => [
    statement(
      change(at, "ADD") +
        (columns ? ` (${columns.map(ident).join(", ")})` : "") +
        (filter ? ` WHERE (${filter.text})` : ""),
      "changes-behaviour",
      "share-update-exclusive-lock",
    ),
  ],
  drop: (at) => [statement(change(at, "DROP"), "changes-behaviour", "share-update-exclusive-lock")],
  rebuildable: true,
});
