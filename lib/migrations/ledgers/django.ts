/** `django_migrations`: a row for each migration of an app; nothing says whether it was faked. */

import { literal } from "../../core/sql.ts";
import { applied, type LedgerKind } from "../ledger.ts";
import { insertion, rowsChanged } from "../ledger-change.ts";

export const djangoLedger: LedgerKind = {
  layouts: ["django"],
  title: "Django",
  tables: ["django_migrations"],
  columns: ["app", "name", "applied"],
  query: (table) => `SELECT DISTINCT app::text, name::text FROM ${table} ORDER BY 1, 2`,
  entries: (rows) => rows.map(({ app, name }) => applied(`${app}.${name}`)),
  change: rowsChanged(
    (table, { id }) => insertion(table, { ...named(id), applied: "now()" }),
    ({ id }) => {
      const { app, name } = named(id);
      return `app = ${app} AND name = ${name}`;
    },
  ),
};

/** `shop.0004_price`: what stands before the first dot is the app. */
const named = (id: string) => {
  const at = id.indexOf(".");
  return { app: literal(id.slice(0, at)), name: literal(id.slice(at + 1)) };
};
