/** `goose_db_version`: a row for each way up or down; the newest of a version counts. */

import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, rowsChanged } from "../ledger-change.ts";

export const gooseLedger: LedgerKind = {
  layouts: ["goose"],
  title: "goose",
  tables: ["goose_db_version"],
  columns: ["version_id", "is_applied"],
  query: (table) => `SELECT version_id::text AS version, is_applied::text AS applied FROM ${table} ORDER BY id`,
  entries: (rows) => {
    const newest = new Map(rows.map((row) => [row.version ?? "", row.applied === "true"]));
    // Version 0 only says that the table was made.
    return [...newest].flatMap(([version, isApplied]) => (isApplied && version !== "0" ? [applied(version)] : []));
  },
  change: rowsChanged(
    (table, { id }) => insertion(table, { version_id: literal(id), is_applied: "true" }),
    ({ id }) => `version_id = ${literal(id)}`,
  ),
};
