/** `flyway_schema_history`: a row a run; the newest of a version counts. */

import type { LedgerEntry } from "../../core/ledger.ts";
import { literal } from "../../core/sql.ts";
import { byVersion, isBaseline, plainVersion } from "../flyway-version.ts";
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
    const versioned = migrations.filter(({ repeatable }) => !repeatable);
    const baseline = versioned.find(({ file }) => isBaseline(file));
    const ids = new Map(versioned.map(({ id }) => [plainVersion(id), id]));
    const found = new Map<string, LedgerEntry>();
    for (const { version = null, description, type, checksum = null, success } of rows) {
      // A repeatable migration has no version.
      const id = version === null ? (description ?? "") : (ids.get(plainVersion(version)) ?? version);
      if (version !== null) ids.set(plainVersion(version), id);
      if (type?.startsWith("UNDO") || type === "DELETE") found.delete(id);
      else if (type === "SCHEMA") continue;
      else if (success !== "true") found.set(id, { ...applied(id, checksum), state: "failed" });
      else if (version === null) found.set(id, applied(id, checksum));
      else if (type?.endsWith("BASELINE")) {
        for (const each of versioned) if (byVersion(each.id, version) <= 0) found.set(each.id, implied(each.id));
        if (baseline?.id === id && type !== "BASELINE") found.set(id, applied(id, checksum));
      } else {
        const order = baseline ? byVersion(version, baseline.id) : 1;
        // Where anything was applied, Flyway passes over a baseline migration, which stands for all up to its version.
        if (baseline && order >= 0 && !found.has(baseline.id)) found.set(baseline.id, implied(baseline.id));
        if (order > 0) found.set(id, applied(id, checksum));
      }
    }
    return [...found.values()];
  },
  change: rowsChanged(
    (table, { id, name, file, checksum, repeatable }) =>
      insertion(table, {
        installed_rank: `(SELECT coalesce(max(installed_rank), 0) + 1 FROM ${table})`,
        ...{ version: repeatable ? "NULL" : literal(id), description: literal(name) },
        type: isBaseline(file) ? "'SQL_BASELINE'" : "'SQL'",
        ...{ script: literal(file ?? name), checksum: orNull(checksum), installed_by: "current_user" },
        ...{ execution_time: "0", success: "true" },
      }),
    ({ id, repeatable }) => (repeatable ? `version IS NULL AND description = ${literal(id)}` : versionIs(id)),
  ),
};

const implied = (id: string): LedgerEntry => ({ ...applied(id), explicit: false });

/** Whatever zeros it is recorded with. */
function versionIs(version: string): string {
  const numbers = plainVersion(version).split(".");
  return `version ~ ${literal(`^${numbers.map((number) => `0*${number}`).join("[.]")}([.]0+)*$`)}`;
}
