/** `flyway_schema_history`: a row a run; the newest of a version counts. */

import type { LedgerEntry } from "../../core/ledger.ts";
import { literal } from "../../core/sql.ts";
import { byNumber } from "../layout.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, orNull, rowsChanged } from "../ledger-change.ts";

export const flywayLedger: LedgerKind = {
  layouts: ["flyway"],
  title: "Flyway",
  tables: ["flyway_schema_history", "schema_version"],
  columns: ["installed_rank", "version", "description", "type", "checksum", "success"],
  query: (table) =>
    `SELECT version::text, description::text, type::text, checksum::text, success::text FROM ${table} ORDER BY installed_rank`,
  entries: (rows, migrations) => {
    const found = new Map<string, LedgerEntry>();
    for (const { version = null, description, type, checksum = null, success } of rows) {
      // A repeatable migration has no version.
      const id = version ?? description ?? "";
      if (type?.startsWith("UNDO") || type === "DELETE") found.delete(id);
      else if (type === "BASELINE") {
        for (const migration of migrations)
          if (/^\d/.test(migration.id) && byNumber(migration.id, id) <= 0)
            found.set(migration.id, { ...applied(migration.id), explicit: false });
      } else if (type !== "SCHEMA")
        found.set(id, success === "true" ? applied(id, checksum) : { ...applied(id, checksum), state: "failed" });
    }
    return [...found.values()];
  },
  change: rowsChanged(
    (table, { id, name, file, checksum, repeatable }) =>
      insertion(table, {
        installed_rank: `(SELECT coalesce(max(installed_rank), 0) + 1 FROM ${table})`,
        ...{ version: repeatable ? "NULL" : literal(id), description: literal(name), type: "'SQL'" },
        ...{ script: literal(file ?? name), checksum: orNull(checksum), installed_by: "current_user" },
        ...{ execution_time: "0", success: "true" },
      }),
    ({ id, repeatable }) =>
      repeatable ? `version IS NULL AND description = ${literal(id)}` : `version = ${literal(id)}`,
  ),
};
