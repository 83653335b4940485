/** `alembic_version`: the heads alone; what they need has been applied, too. */

import type { MigrationRecord } from "../../core/history.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion } from "../ledger-change.ts";

export const alembicLedger: LedgerKind = {
  layouts: ["alembic"],
  title: "Alembic",
  tables: ["alembic_version"],
  columns: ["version_num"],
  query: (table) => `SELECT version_num::text AS version FROM ${table} ORDER BY 1`,
  entries: (rows, migrations) => {
    const known = new Map(migrations.map((migration) => [migration.id, migration]));
    const found = new Map<string, LedgerEntry>();
    const take = (id: string, explicit: boolean): void => {
      if (found.has(id)) return;
      found.set(id, { ...applied(id), explicit });
      for (const needed of needsOf(known.get(id))) take(needed, false);
    };
    for (const { version } of rows) take(version ?? "", true);
    return [...found.values()];
  },
  change: (table, { kept, orphans }) => [
    `DELETE FROM ${table}${orphans.length > 0 ? ` WHERE version_num NOT IN (${orphans.map(literal).join(", ")})` : ""}`,
    ...headsAmong(kept).map((id) => insertion(table, { version_num: literal(id) })),
  ],
  // It stamps nothing that it has no file of.
  command: ({ kept, orphans }) =>
    orphans.length > 0 ? [] : [`alembic stamp --purge ${headsAmong(kept).join(" ") || "base"}`],
};

const needsOf = (migration: MigrationRecord | undefined): readonly string[] => migration?.needs ?? [];

function headsAmong(kept: readonly MigrationRecord[]): string[] {
  const needed = new Set(kept.flatMap(({ needs }) => needs));
  return kept.map(({ id }) => id).filter((id) => !needed.has(id));
}
