/** Ledgers that are a list of names: node-pg-migrate's, Knex's, TypeORM's, Sequelize's. */

import { literal } from "../../core/sql.ts";
import { type LedgerKind, oneRowEach } from "../ledger.ts";
import { insertion, rowsChanged } from "../ledger-change.ts";

/** @param more what a row has beside the name */
const listOfNames = (
  layout: string,
  title: string,
  table: string,
  columns: readonly string[],
  more: Readonly<Record<string, string>> | null = {},
  order = "name",
): LedgerKind => ({
  layouts: [layout],
  title,
  tables: [table],
  columns,
  query: (quoted) => `SELECT name::text FROM ${quoted} ORDER BY ${order}`,
  entries: oneRowEach("name"),
  ...(more === null
    ? {}
    : {
        change: rowsChanged(
          (place, { id }) => insertion(place, { name: literal(id), ...more }),
          ({ id }) => `name = ${literal(id)}`,
        ),
      }),
});

export const nodePgMigrateLedger = listOfNames(
  "node-pg-migrate",
  "node-pg-migrate",
  "pgmigrations",
  ["name", "run_on"],
  { run_on: "now()" },
);
export const knexLedger = listOfNames("knex", "Knex", "knex_migrations", ["name", "batch"], {
  batch: "1",
  migration_time: "now()",
});
// Its names begin with words, and end with the time.
export const typeormLedger = listOfNames(
  "typeorm",
  "TypeORM",
  "migrations",
  ["timestamp", "name"],
  null,
  "timestamp, name",
);
export const sequelizeLedger = listOfNames("sequelize", "Sequelize", "SequelizeMeta", ["name"]);
