/** `databasechangelog`: a change set is known by its file, id and author together. */

import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, rowsChanged } from "../ledger-change.ts";

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
      .map(({ id, author, filename }) => {
        const exact = `${filename}::${id}::${author}`;
        // It records the path that it was told, which may begin further up.
        const known = migrations.find((migration) => migration.id === exact || exact.endsWith(`/${migration.id}`));
        return applied(known?.id ?? exact);
      }),
  change: rowsChanged(
    (table, { id }) => {
      const [filename = "", name = "", author = ""] = id.split("::");
      return insertion(table, {
        ...{ id: literal(name), author: literal(author), filename: literal(filename), dateexecuted: "now()" },
        orderexecuted: `(SELECT coalesce(max(orderexecuted), 0) + 1 FROM ${table})`,
        exectype: "'EXECUTED'",
      });
    },
    ({ id }) => {
      const [filename = "", name = "", author = ""] = id.split("::");
      return `id = ${literal(name)} AND author = ${literal(author)} AND (filename = ${literal(filename)} OR filename LIKE ${literal(`%/${filename.replaceAll(/[\\%_]/g, "\\$&")}`)})`;
    },
  ),
};
