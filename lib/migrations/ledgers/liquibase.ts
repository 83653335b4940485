/** `databasechangelog`: a change set is known by its file, id and author together. */

import type { MigrationRecord } from "../../core/history.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, type LedgerChange, rowsChanged } from "../ledger-change.ts";

/** Liquibase compares paths without what says where to look for them. */
export const pathIn = (path: string): string => path.replace(/^classpath:/, "").replace(/^\//, "");

export const liquibaseLedger: LedgerKind = {
  layouts: ["liquibase"],
  title: "Liquibase",
  tables: ["databasechangelog", "DATABASECHANGELOG"],
  columns: ["id", "author", "filename", "exectype"],
  query: (table) =>
    `SELECT id::text, author::text, filename::text, exectype::text FROM ${table} ORDER BY orderexecuted`,
  entries: (rows, migrations) =>
    rows
      .filter(({ exectype }) => ["EXECUTED", "RERAN", "MARK_RAN"].includes(exectype ?? ""))
      .map(({ id, author, filename }): LedgerEntry => {
        const exact = `${pathIn(filename ?? "")}::${id}::${author}`;
        // It records the path that it was told, which may begin further up.
        const known =
          migrations.find((migration) => migration.id === exact) ??
          migrations.find((migration) => hasOwnPath(migration) && exact.endsWith(`/${migration.id}`));
        return { ...applied(known?.id ?? exact), ...(filename && known ? { path: filename } : {}) };
      }),
  change: rowsChanged(
    (table, migration, change) => {
      const [, name = "", author = ""] = migration.id.split("::");
      return insertion(table, {
        ...{ id: literal(name), author: literal(author), filename: literal(pathOf(migration, change)) },
        ...{ dateexecuted: "now()", orderexecuted: `(SELECT coalesce(max(orderexecuted), 0) + 1 FROM ${table})` },
        exectype: "'EXECUTED'",
      });
    },
    ({ id }) => {
      const [filename = "", name = "", author = ""] = id.split("::");
      return `id = ${literal(name)} AND author = ${literal(author)} AND (filename = ${literal(filename)} OR filename LIKE ${literal(`%/${filename.replaceAll(/[\\%_]/g, "\\$&")}`)})`;
    },
  ),
};

/** Whether it goes by where its file lies, and not by a path that stands for it. */
const hasOwnPath = ({ id, file }: MigrationRecord): boolean => file !== null && id.startsWith(`${file}::`);

/** As Liquibase would record it: under the path that its file has in other rows, or with what they have before theirs. */
function pathOf(migration: MigrationRecord, { kept, entries }: LedgerChange): string {
  const [own = ""] = migration.id.split("::");
  if (!hasOwnPath(migration)) return own;
  const paths = new Map(entries.flatMap(({ id, path }) => (path === undefined ? [] : [[id, path] as const])));
  const others = kept.flatMap(({ id, file }) => {
    const path = paths.get(id);
    return path !== undefined && file !== null && path.endsWith(file) ? [{ file, path }] : [];
  });
  const same = others.find(({ file }) => file === migration.file);
  if (same) return same.path;
  const last = others.at(-1);
  return `${last ? last.path.slice(0, -last.file.length) : ""}${own}`;
}
