/** A live database's ledger, found by name and columns, and read. */

import { createHash } from "node:crypto";
import { DriftwatchError } from "../core/errors.ts";
import type { MigrationRecord } from "../core/history.ts";
import { insteadOf, type Ledger, type LedgerEntry, type OtherLedger } from "../core/ledger.ts";
import { type Row, text, texts } from "../core/row.ts";
import { CatalogueError, INSUFFICIENT_PRIVILEGE, type Session } from "../core/session.ts";
import { ident, literal } from "../core/sql.ts";
import type { LedgerKind, LedgerRow } from "./ledger.ts";
import { LEDGER_KINDS } from "./ledgers/registry.ts";

/** What the ledger says, in one digest: equal digests, nothing was recorded or taken back. null = it says nothing. */
export async function ledgerDigest(session: Session, layout: string, name?: string): Promise<string | null> {
  const kind = kindOf(layout);
  const [place, ...others] = await placesOf(session, kind, name);
  if (!place || others.length > 0) return null;
  try {
    return digestOf(place, await rowsOf(session, kind, place));
  } catch (error) {
    if (error instanceof CatalogueError) return null;
    throw error;
  }
}

/**
 * The ledger of the layout that a history was replayed from.
 * @param name `schema.table`, where it is not the tool's usual one
 * @throws DriftwatchError `migrations-invalid` where no ledger is known for the layout, or several tables might be it
 */
export const readLedger = async (
  session: Session,
  layout: string,
  migrations: readonly MigrationRecord[],
  name?: string,
): Promise<Ledger> => (await readLedgerOnce(session, layout, migrations, name)).ledger;

/** The same, and the digest of just the rows that were read. */
export async function readLedgerOnce(
  session: Session,
  layout: string,
  migrations: readonly MigrationRecord[],
  name?: string,
): Promise<{ readonly ledger: Ledger; readonly digest: string | null }> {
  const kind = await kindOr(session, layout, migrations);
  const places = await placesOf(session, kind, name);
  if (places.length > 1)
    throw new DriftwatchError(
      "migrations-invalid",
      `there are several ledgers of ${kind.title}: ${places.map(({ shown }) => shown).join(", ")}`,
      "name one with --ledger SCHEMA.TABLE",
    );
  const [place] = places;
  if (!place) {
    const other = name === undefined ? await otherLedger(session, kind, migrations) : undefined;
    return { ledger: { found: "absent", kind: kind.title, ...(other && { other }) }, digest: null };
  }
  const known = { kind: kind.title, table: place.shown };
  const unreadable = (reason: string, remedy: string) =>
    ({ ledger: { ...known, found: "unreadable", reason, remedy }, digest: null }) as const;
  const strange = `see that it is the ledger of ${kind.title}`;
  const lacking = kind.columns.filter((column) => !place.columns.includes(column));
  if (lacking.length > 0) return unreadable(`it has no column ${lacking.join(", ")}`, strange);
  try {
    const rows = await rowsOf(session, kind, place);
    return {
      ledger: { ...known, found: "read", entries: kind.entries(rows, migrations) },
      digest: digestOf(place, rows),
    };
  } catch (error) {
    if (!(error instanceof CatalogueError) || (error.retryable && error.sqlstate !== UNDEFINED_FUNCTION)) throw error;
    if (error.sqlstate === INSUFFICIENT_PRIVILEGE) return unreadable(error.message, await grantFor(session, place));
    // A column that we only sort by, or one of another type.
    return unreadable(error.message, strange);
  }
}

/** @throws DriftwatchError `migrations-invalid` that names the tool whose migrations they may be */
async function kindOr(session: Session, layout: string, migrations: readonly MigrationRecord[]): Promise<LedgerKind> {
  const other = hasLedger(layout) ? undefined : await otherLedger(session, undefined, migrations);
  if (!other) return kindOf(layout);
  throw new DriftwatchError(
    "migrations-invalid",
    `no ledger is known for migrations of the layout ${layout}, and ${other.table} of ${other.kind} has them`,
    insteadOf(other),
  );
}

/** Where all that another tool has recorded are these migrations, they may be its own. */
async function otherLedger(
  session: Session,
  kind: LedgerKind | undefined,
  migrations: readonly MigrationRecord[],
): Promise<OtherLedger | undefined> {
  const ids = new Set(migrations.flatMap(({ id }) => [id, numberOf(id)]));
  for (const other of LEDGER_KINDS) {
    const places = other === kind ? [] : await placesOf(session, other, undefined);
    for (const place of places) {
      if (other.columns.some((column) => !place.columns.includes(column))) continue;
      const rows = await rowsOf(session, other, place).catch((error: unknown) => {
        if (error instanceof CatalogueError) return [];
        throw error;
      });
      const entries = other.entries(rows, []);
      if (entries.length > 0 && entries.every(({ id }) => ids.has(id)))
        return { kind: other.title, table: place.shown, layouts: other.layouts };
    }
  }
  return undefined;
}

/** `1` of `0001_users`, as most tools record it. */
const numberOf = (id: string): string => /^\d+/.exec(id)?.[0].replace(/^0+(?=\d)/, "") ?? id;

/** What a column of another type than the tool's comes to. */
const UNDEFINED_FUNCTION = "42883";

async function rowsOf(session: Session, kind: LedgerKind, { quoted }: Place): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  await session.read(kind.query(quoted), (row: Row) => rows.push(row as LedgerRow));
  return rows;
}

function digestOf({ shown }: Place, rows: readonly LedgerRow[]): string {
  const hash = createHash("sha256").update(shown);
  for (const row of rows) hash.update(`\n${JSON.stringify(row)}`);
  return hash.digest("hex");
}

/** Whether there is a tool that keeps a ledger of such migrations. */
export const hasLedger = (layout: string): boolean => LEDGER_KINDS.some(({ layouts }) => layouts.includes(layout));

/** @throws DriftwatchError `migrations-invalid` */
export function kindOf(layout: string): LedgerKind {
  const kind = LEDGER_KINDS.find(({ layouts }) => layouts.includes(layout));
  if (kind) return kind;
  throw new DriftwatchError(
    "migrations-invalid",
    `no ledger is known for migrations of the layout ${layout}`,
    "replay with the --layout of the tool that runs them",
  );
}

/** Every ledger that is there and can be read, of whatever tool, with the layouts whose migrations may be in it. */
export async function foundLedgers(
  session: Session,
): Promise<{ readonly layouts: readonly string[]; readonly entries: readonly LedgerEntry[] }[]> {
  const found: { layouts: readonly string[]; entries: readonly LedgerEntry[] }[] = [];
  for (const { layouts } of LEDGER_KINDS) {
    const [layout = ""] = layouts;
    const ledger = await readLedger(session, layout, []);
    if (ledger.found === "read") found.push({ layouts, entries: ledger.entries });
  }
  return found;
}

async function grantFor(session: Session, { schema, quoted }: Place): Promise<string> {
  let role = "";
  await session.read("SELECT current_user::text AS role", (row) => {
    role = ident(text(row.role));
  });
  return `GRANT USAGE ON SCHEMA ${ident(schema)} TO ${role}; GRANT SELECT ON ${quoted} TO ${role}`;
}

interface Place {
  readonly schema: string;
  readonly shown: string;
  readonly quoted: string;
  readonly columns: readonly string[];
}

async function placesOf(session: Session, { tables, columns }: LedgerKind, name: string | undefined): Promise<Place[]> {
  const [table, ...schema] = name === undefined ? [] : name.split(".").reverse();
  const wanted = table === undefined ? tables : [table];
  const places: Place[] = [];
  await session.read(
    `SELECT n.nspname AS schema, c.relname AS table,
            ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND c.relname IN (${wanted.map(literal).join(", ")})
       ${schema.length > 0 ? `AND n.nspname = ${literal(schema.reverse().join("."))}` : ""}
     ORDER BY n.nspname, c.relname`,
    (row) => {
      const [schema, table] = [text(row.schema), text(row.table)];
      const quoted = `${ident(schema)}.${ident(table)}`;
      places.push({ schema, shown: `${schema}.${table}`, quoted, columns: texts(row.columns) });
    },
  );
  // A namesake without the columns is somebody else's, unless it was named or is the only one.
  const fitting = places.filter((place) => columns.every((column) => place.columns.includes(column)));
  return fitting.length > 0 || places.length !== 1 ? fitting : places;
}
