/** `django_migrations`: a row for each migration of an app; nothing says whether it was faked. */

import { applied, type LedgerKind } from "../ledger.ts";

export const djangoLedger: LedgerKind = {
  layouts: ["django"],
  title: "Django",
  tables: ["django_migrations"],
  columns: ["app", "name", "applied"],
  query: (table) => `SELECT DISTINCT app::text, name::text FROM ${table} ORDER BY 1, 2`,
  entries: (rows) => rows.map(({ app, name }) => applied(`${app}.${name}`)),
};
