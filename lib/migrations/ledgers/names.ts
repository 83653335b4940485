/** Ledgers that are a list of names: node-pg-migrate's, Knex's, TypeORM's, Sequelize's. */

import { type LedgerKind, oneRowEach } from "../ledger.ts";

const listOfNames = (layout: string, title: string, table: string, columns: readonly string[]): LedgerKind => ({
  layouts: [layout],
  title,
  tables: [table],
  columns,
  query: (quoted) => `SELECT name::text FROM ${quoted} ORDER BY name`,
  entries: oneRowEach("name"),
});

export const nodePgMigrateLedger = listOfNames("node-pg-migrate", "node-pg-migrate", "pgmigrations", [
  "name",
  "run_on",
]);
export const knexLedger = listOfNames("knex", "Knex", "knex_migrations", ["name", "batch"]);
export const typeormLedger = listOfNames("typeorm", "TypeORM", "migrations", ["timestamp", "name"]);
export const sequelizeLedger = listOfNames("sequelize", "Sequelize", "SequelizeMeta", ["name"]);
