/** Sqitch's registry: a row for each change that is deployed, of whatever project; a change that was reworked has several. */

import type { MigrationRecord } from "../../core/history.ts";
import { applied, type LedgerKind, type LedgerRow } from "../ledger.ts";

export const sqitchLedger: LedgerKind = {
  layouts: ["sqitch"],
  title: "Sqitch",
  tables: ["changes"],
  columns: ["change_id", "script_hash", "change", "project", "committed_at"],
  query: (table) =>
    `SELECT change::text, project::text, script_hash::text AS hash FROM ${table} ORDER BY committed_at, change_id`,
  entries: (rows, migrations) => {
    const projects = new Set(migrations.flatMap(({ group }) => group ?? []));
    const own = rows.filter(({ project }) => projects.size === 0 || projects.has(project ?? ""));
    const seen = new Map<string, number>();
    return own.map((row) => {
      const name = row.change ?? "";
      const before = seen.get(name) ?? 0;
      seen.set(name, before + 1);
      return applied(idOf(row, before, migrations), row.hash ?? null);
    });
  },
};

/** @param before how often the change had been deployed by then: as often as it had been reworked */
function idOf({ change }: LedgerRow, before: number, migrations: readonly MigrationRecord[]): string {
  const name = change ?? "";
  const ids = migrations.map(({ id }) => id).filter((id) => id === name || id.startsWith(`${name}@`));
  return ids[before] ?? name;
}
