/** `_prisma_migrations`: several rows for one migration are normal; it is applied if any of them was finished. */

import type { LedgerEntry } from "../../core/ledger.ts";
import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, rowsChanged } from "../ledger-change.ts";

export const prismaLedger: LedgerKind = {
  layouts: ["prisma"],
  title: "Prisma",
  tables: ["_prisma_migrations"],
  columns: ["checksum", "finished_at", "migration_name", "rolled_back_at"],
  query: (table) => `
    SELECT migration_name::text AS name, checksum::text, (finished_at IS NOT NULL)::text AS finished,
           (rolled_back_at IS NOT NULL)::text AS rolled_back
    FROM ${table} ORDER BY started_at`,
  entries: (rows) => {
    const found = new Map<string, LedgerEntry>();
    for (const { name, checksum = null, finished, rolled_back: rolledBack } of rows) {
      const id = name ?? "";
      if (rolledBack === "true" || found.get(id)?.state === "applied") continue;
      found.set(id, { ...applied(id, checksum), state: finished === "true" ? "applied" : "failed" });
    }
    return [...found.values()];
  },
  change: rowsChanged(
    (table, { id, checksum }) =>
      insertion(table, {
        ...{ id: "gen_random_uuid()::text", checksum: literal(checksum ?? ""), migration_name: literal(id) },
        ...{ started_at: "now()", finished_at: "now()", applied_steps_count: "0" },
      }),
    ({ id }) => `migration_name = ${literal(id)}`,
  ),
  // It rolls back only what has failed (P3012).
  command: ({ record, unrecord, entries }) =>
    unrecord.some(({ id }) => !entries.some((entry) => entry.id === id && entry.state === "failed"))
      ? []
      : [
          ...unrecord.map(({ id }) => `npx prisma migrate resolve --rolled-back ${id}`),
          ...record.map(({ id }) => `npx prisma migrate resolve --applied ${id}`),
        ],
};
