/**
 * Rows by which a migration tool says that it is at work: some keep others out by a row of a table, and one begins the
 * row of a migration before the migration. A row outlives the session that wrote it, so that it may be all there is to
 * see, and may be forgotten.
 */

import { type Row, text, textOrNull, texts } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import { ident, literal } from "../core/sql.ts";
import { isRefusal } from "../engine/introspection/rights.ts";
import type { Migration } from "./guards.ts";

interface Mark {
  readonly tool: string;
  readonly tables: readonly string[];
  /** Columns that the table must have to be the tool's. */
  readonly columns: readonly string[];
  /** Which rows say that it is at work: `who`, and `since` where the row tells (ISO 8601). */
  readonly query: (table: string) => string;
  readonly what: string;
  /** What takes the row away that a tool left behind when it died. */
  readonly release: string;
}

const MARKS: readonly Mark[] = [
  {
    tool: "Liquibase",
    tables: ["databasechangeloglock", "DATABASECHANGELOGLOCK"],
    columns: ["locked", "lockedby"],
    query: (table) =>
      `SELECT lockedby::text AS who, NULL::text AS since FROM ${table} WHERE locked::text IN ('true', '1')`,
    what: "the lock of Liquibase",
    release: "run liquibase release-locks, once it is certain that none is at work",
  },
  {
    tool: "Knex",
    tables: ["knex_migrations_lock"],
    columns: ["is_locked"],
    query: (table) => `SELECT NULL::text AS who, NULL::text AS since FROM ${table} WHERE is_locked = 1`,
    what: "the lock of Knex",
    release: "run knex migrate:unlock, once it is certain that none is at work",
  },
  {
    tool: "Prisma",
    tables: ["_prisma_migrations"],
    columns: ["migration_name", "started_at", "finished_at", "rolled_back_at", "logs"],
    // One that failed has left its words in the logs.
    query: (table) => `
      SELECT 'migration ' || migration_name AS who,
             to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
      FROM ${table} WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NULL ORDER BY started_at`,
    what: "a row of _prisma_migrations that was begun and not finished",
    release: "run prisma migrate resolve for it, once it is certain that none is at work",
  },
];

/** A migration that is known by a row; `since` where the row says so. */
export type RowMigration = Migration & { readonly since?: string };

/** What rows say of migrations in this database. A table that may not be read has none to show. */
export async function migrationRows(session: Session): Promise<RowMigration[]> {
  const found: RowMigration[] = [];
  for (const { mark, schema, table } of await placesOf(session)) {
    const quoted = `${ident(schema)}.${ident(table)}`;
    await unlessClosed(
      session.read(mark.query(quoted), (row) => {
        const since = textOrNull(row.since);
        found.push({
          ...{ key: `row ${quoted} ${textOrNull(row.who) ?? ""}`, tool: mark.tool, what: mark.what },
          ...{ holder: textOrNull(row.who) ?? `a row of ${schema}.${table}`, release: mark.release },
          ...(since === null ? {} : { since }),
        });
      }),
    );
  }
  return found;
}

async function placesOf(session: Session) {
  const places: { readonly mark: Mark; readonly schema: string; readonly table: string }[] = [];
  const names = MARKS.flatMap(({ tables }) => tables.map(literal));
  await unlessClosed(
    session.read(
      `SELECT n.nspname AS schema, c.relname AS name,
              ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND c.relname IN (${names.join(", ")})
       ORDER BY n.nspname, c.relname`,
      (row: Row) => {
        const [schema, table, columns] = [text(row.schema), text(row.name), texts(row.columns)];
        const mark = MARKS.find((it) => it.tables.includes(table));
        if (mark?.columns.every((column) => columns.includes(column))) places.push({ mark, schema, table });
      },
    ),
  );
  return places;
}

async function unlessClosed(reading: Promise<unknown>): Promise<void> {
  await reading.catch((error: unknown) => {
    if (!isRefusal(error) && !(error instanceof CatalogueError)) throw error;
  });
}
