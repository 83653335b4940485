/** What a ledger is to say instead, and the statements that make it say so. */

import type { MigrationRecord } from "../core/history.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { literal } from "../core/sql.ts";

export interface LedgerChange {
  /** To be recorded as applied … */
  readonly record: readonly MigrationRecord[];
  /** … and whatever rows there are of these, taken back. */
  readonly unrecord: readonly MigrationRecord[];
  /** All that are recorded when that is done, in the order of the history. */
  readonly kept: readonly MigrationRecord[];
  /** What it says now. */
  readonly entries: readonly LedgerEntry[];
  /** What is recorded and has no file: not ours to take away. */
  readonly orphans: readonly string[];
}

/** @param table the quoted name */
export type ChangeLedger = (table: string, change: LedgerChange) => readonly string[];

/** Of a ledger with a row a migration. */
export const rowsChanged =
  (
    insert: (table: string, migration: MigrationRecord, change: LedgerChange) => string,
    where: (migration: MigrationRecord) => string,
  ): ChangeLedger =>
  (table, change) => [
    ...change.unrecord.map((migration) => `DELETE FROM ${table} WHERE ${where(migration)}`),
    ...change.record.map((migration) => insert(table, migration, change)),
  ];

/** A row of values that are SQL already. */
export const insertion = (table: string, row: Readonly<Record<string, string>>): string =>
  `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).join(", ")})`;

export const orNull = (text: string | null): string => (text === null ? "NULL" : literal(text));
