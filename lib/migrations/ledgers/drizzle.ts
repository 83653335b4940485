/** `drizzle.__drizzle_migrations`: known by their time; what is older than the newest is never run. */

import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, orNull, rowsChanged } from "../ledger-change.ts";

export const drizzleLedger: LedgerKind = {
  layouts: ["drizzle"],
  title: "Drizzle",
  tables: ["__drizzle_migrations"],
  columns: ["hash", "created_at"],
  query: (table) => `SELECT created_at::text AS time, hash::text FROM ${table} ORDER BY created_at`,
  entries: (rows) => rows.map(({ time, hash }) => applied(time ?? "", hash ?? null)),
  change: rowsChanged(
    (table, { id, checksum }) => insertion(table, { hash: orNull(checksum), created_at: literal(id) }),
    ({ id }) => `created_at = ${literal(id)}`,
  ),
};
