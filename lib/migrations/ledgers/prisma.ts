/** `_prisma_migrations`: several rows for one migration are normal; it is applied if any of them was finished. */

import type { LedgerEntry } from "../../core/ledger.ts";
import { applied, type LedgerKind } from "../ledger.ts";

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
};
