/** The table in which a migration tool keeps what it has run, as it stands in a live database. */

import type { MigrationRecord } from "../core/history.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import type { ChangeLedger, LedgerChange } from "./ledger-change.ts";

/** How one tool keeps its ledger. */
export interface LedgerKind {
  /** The layouts whose migrations are recorded in it. */
  readonly layouts: readonly string[];
  /** `Flyway`. */
  readonly title: string;
  /** What the table is called unless the project says otherwise; upper and lower case count. */
  readonly tables: readonly string[];
  /** Columns that a table of that name must have to be this ledger. */
  readonly columns: readonly string[];
  /** Reads the rows; `table` is the quoted name. Every column is text. */
  readonly query: (table: string) => string;
  /** What the rows say, given the migrations that are known from files. */
  readonly entries: (rows: readonly LedgerRow[], migrations: readonly MigrationRecord[]) => readonly LedgerEntry[];
  /** Whether a single row stands for all that were run: to change what it says of one changes it for all. */
  readonly oneRow?: boolean;
  /** Makes it say something else; undefined: only its tool can. */
  readonly change?: ChangeLedger;
  /** The same as the tool's own commands, where it has them. */
  readonly command?: (change: LedgerChange) => readonly string[];
}

export interface LedgerRow {
  readonly [column: string]: string | null;
}

/** An entry for a migration that was applied. */
export const applied = (id: string, checksum: string | null = null): LedgerEntry => ({
  ...{ id, state: "applied", checksum, explicit: true },
});

/** The rows of a ledger that names each migration it has run, and nothing else. */
export const oneRowEach =
  (column: string): LedgerKind["entries"] =>
  (rows) =>
    rows.map((row) => applied(row[column] ?? ""));
