/** golang-migrate's `schema_migrations`: one row, the version that the database is at. */

import { literal } from "../../core/sql.ts";
import { byNumber } from "../layout.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion } from "../ledger-change.ts";

export const golangMigrateLedger: LedgerKind = {
  layouts: ["golang-migrate"],
  title: "golang-migrate",
  tables: ["schema_migrations"],
  columns: ["version", "dirty"],
  query: (table) => `SELECT version::text, dirty::text FROM ${table}`,
  entries: (rows, migrations) =>
    rows.flatMap(({ version, dirty }) => {
      if (!version) return [];
      const before = migrations.filter(({ id }) => byNumber(id, version) < 0);
      const last = { ...applied(version), state: dirty === "true" ? ("failed" as const) : ("applied" as const) };
      return [...before.map(({ id }) => ({ ...applied(id), explicit: false })), last];
    }),
  oneRow: true,
  change: (table, { kept }) => {
    const last = kept.at(-1);
    return [`DELETE FROM ${table}`, ...(last ? [insertion(table, { version: literal(last.id), dirty: "false" })] : [])];
  },
  command: ({ kept }) => [`migrate -path DIR -database URL force ${kept.at(-1)?.id ?? "-1"}`],
};
