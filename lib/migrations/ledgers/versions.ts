/** Ledgers that are a list of versions: dbmate's, Rails's and Ecto's `schema_migrations`, Diesel's. */

import { literal } from "../../core/sql.ts";
import { type LedgerKind, oneRowEach } from "../ledger.ts";
import { insertion, rowsChanged } from "../ledger-change.ts";

export const versionsLedger: LedgerKind = {
  layouts: ["dbmate", "rails", "ecto"],
  title: "dbmate, Rails and Ecto",
  tables: ["schema_migrations"],
  columns: ["version"],
  query: (table) => `SELECT version::text FROM ${table} ORDER BY version`,
  entries: oneRowEach("version"),
  change: rowsChanged(
    (table, { id }) => insertion(table, { version: literal(id) }),
    ({ id }) => `version = ${literal(id)}`,
  ),
};

export const dieselLedger: LedgerKind = {
  layouts: ["diesel"],
  title: "Diesel",
  tables: ["__diesel_schema_migrations"],
  columns: ["version", "run_on"],
  query: (table) => `SELECT version::text FROM ${table} ORDER BY version`,
  entries: oneRowEach("version"),
  change: rowsChanged(
    (table, { id }) => insertion(table, { version: literal(id) }),
    ({ id }) => `version = ${literal(id)}`,
  ),
};
