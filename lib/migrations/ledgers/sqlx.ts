/** `_sqlx_migrations`: `success` is never written as false here; a run that was cut off has no time. */

import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, rowsChanged } from "../ledger-change.ts";

export const sqlxLedger: LedgerKind = {
  layouts: ["sqlx"],
  title: "sqlx",
  tables: ["_sqlx_migrations"],
  columns: ["version", "success", "checksum"],
  query: (table) =>
    `SELECT version::text, success::text, encode(checksum, 'hex') AS checksum FROM ${table} ORDER BY version`,
  entries: (rows) =>
    rows.map(({ version, success, checksum }) => ({
      ...applied(version ?? "", checksum ?? null),
      state: success === "true" ? "applied" : "failed",
    })),
  change: rowsChanged(
    (table, { id, name, checksum }) =>
      insertion(table, {
        ...{ version: literal(id), description: literal(name), installed_on: "now()", success: "true" },
        checksum: `decode(${literal(checksum ?? "")}, 'hex')`,
        execution_time: "0",
      }),
    ({ id }) => `version = ${literal(id)}`,
  ),
};
