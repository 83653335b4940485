/** `_sqlx_migrations`: `success` is never written as false here; a run that was cut off has no time. */

import { applied, type LedgerKind } from "../ledger.ts";

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
};
