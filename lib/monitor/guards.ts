/** Is a migration running in this database? What it has half done is no drift, and nobody is to be woken by it. */

import { DriftwatchError } from "../core/errors.ts";
import { integer, integerOrNull, type Row, text, textOrNull } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import type { HeldLock } from "../core/target-state.ts";
import { isRefusal } from "../engine/introspection/rights.ts";
import { toolOf } from "./migration-locks.ts";
import { migrationRows, type RowMigration } from "./migration-rows.ts";
import type { Clock } from "./ports.ts";

/** A lock by which a migration is known, and whose it is. */
export interface Migration {
  /** The same as long as the same session holds the same lock. */
  readonly key: string;
  /** `Prisma`; null where it is known by its locks on relations alone. */
  readonly tool: string | null;
  /** `the lock of Prisma`, `a lock on app.users`. */
  readonly what: string;
  /** `pid 123, application "psql", user alice`. */
  readonly holder: string;
  /** What to do once nobody needs it any more. */
  readonly release: string;
}

/** How long to wait before each further look, in milliseconds: most migrations are over by then. */
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** A lock that one session has held for so long has been forgotten: the check is made all the same. */
const FORGOTTEN_AFTER_MS = 6 * 60 * 60 * 1000;

/** What was found, and what is to be remembered of it. */
export interface Guarded {
  /** Keeps the check from being made. */
  readonly running: readonly Migration[];
  /** Held for so long that nobody can be using them. */
  readonly forgotten: readonly (Migration & { readonly since: string })[];
  readonly held: readonly HeldLock[];
}

/** Looks, and waits for a migration to end as long as a check can. */
export async function awaitMigrations(session: Session, clock: Clock, known: readonly HeldLock[]): Promise<Guarded> {
  let found = sortOut(await migrations(session), known, clock.now());
  for (const wait of WAITS_MS) {
    if (found.running.length === 0) break;
    await clock.wait(wait);
    found = sortOut(await migrations(session), known, clock.now());
  }
  return found;
}

function sortOut(found: readonly RowMigration[], known: readonly HeldLock[], now: Date): Guarded {
  const held = found.map(({ key, since }) => ({
    key,
    since: since ?? known.find((lock) => lock.key === key)?.since ?? now.toISOString(),
  }));
  const since = new Map(held.map((lock) => [lock.key, lock.since]));
  const dated = found.map((migration) => ({ ...migration, since: since.get(migration.key) ?? now.toISOString() }));
  const isForgotten = (at: string) => now.getTime() - Date.parse(at) >= FORGOTTEN_AFTER_MS;
  return {
    running: dated.filter((migration) => !isForgotten(migration.since)),
    forgotten: dated.filter((migration) => isForgotten(migration.since)),
    held,
  };
}

// Autovacuum, which is nobody's session, locks tables as strongly. So does a refresh of a materialized view. Building an
// index concurrently takes a weaker lock, which others take for less, as Ecto does on its ledger. Uncommitted relations are not to be told from
// temporary ones, and are not seen by us either.
const LOCKS = `
  SELECT l.locktype, l.classid::int8::text AS classid, l.objid::int8::text AS objid, l.objsubid::int4 AS objsubid, l.pid, l.mode,
         current_database() AS database, n.nspname || '.' || c.relname AS relation, c.relname AS name,
         a.application_name AS application, a.usename AS user
  FROM pg_locks l
  JOIN pg_stat_activity a ON a.pid = l.pid AND a.usesysid IS NOT NULL
  LEFT JOIN pg_class c ON l.locktype = 'relation' AND c.oid = l.relation
  LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE l.granted AND l.pid <> pg_backend_pid() AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (l.locktype = 'advisory' OR l.locktype = 'relation' AND c.oid >= 16384
         AND c.relkind IN ('r', 'p', 'v', 'f', 'S') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
         AND (l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
              OR l.mode = 'ShareUpdateExclusiveLock' AND l.pid IN (SELECT pid FROM pg_stat_progress_create_index)
              OR l.mode = 'ShareUpdateExclusiveLock' AND c.relname = 'schema_migrations'
              OR l.mode = 'RowExclusiveLock' AND c.relname = 'knex_migrations_lock'))
  ORDER BY l.pid, l.locktype, l.relation, l.classid, l.objid`;

/** Other sessions' migrations in this database. A server that does not let us look has none to show. */
async function migrations(session: Session): Promise<RowMigration[]> {
  const found = new Map<string, RowMigration>();
  try {
    await session.read(LOCKS, (row) => {
      const migration = migrationOf(row);
      if (migration && !found.has(migration.key)) found.set(migration.key, migration);
    });
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof CatalogueError && error.retryable)) throw error;
  }
  const byLock = [...found.values()];
  // Who holds the lock says it better than the row.
  const rows = (await migrationRows(session)).filter(({ tool }) => !byLock.some((it) => it.tool === tool));
  return [...byLock, ...rows];
}

function migrationOf(row: Row): Migration | null {
  const pid = integer(row.pid);
  const release = `see what that session does, and end it if nothing: SELECT pg_terminate_backend(${pid})`;
  const holder = holderOf(pid, textOrNull(row.application), textOrNull(row.user));
  if (row.locktype === "relation") {
    const tool = toolOfTable(text(row.name), text(row.mode));
    const what = tool === null ? `a lock on ${text(row.relation)}` : `the lock of ${tool}`;
    // A migration goes from table to table; the session stays.
    return { key: `relation ${pid}`, tool, what, holder, release };
  }
  if (integerOrNull(row.objsubid) !== 1) return null;
  const lock = { classid: Number(text(row.classid)), objid: Number(text(row.objid)) };
  const tool = toolOf(lock, text(row.database));
  return tool === null
    ? null
    : { key: `advisory ${pid} ${lock.classid} ${lock.objid}`, tool, what: `the lock of ${tool}`, holder, release };
}

const toolOfTable = (name: string, mode: string): string | null => {
  if (name === "knex_migrations_lock") return "Knex";
  return name === "schema_migrations" && mode === "ShareUpdateExclusiveLock" ? "Ecto" : null;
};

const holderOf = (pid: number, application: string | null, user: string | null): string =>
  [`pid ${pid}`, ...(application ? [`application "${application}"`] : []), ...(user ? [`user ${user}`] : [])].join(
    ", ",
  );

/** Looks into the schema, and again once a migration that got in between is over. */
export interface Look<T> {
  readonly look: () => Promise<T>;
  /** It may be the work of a migration that has not finished. */
  readonly isSuspect: (seen: T) => boolean;
}

/** How often to look, when migrations keep coming in between. */
const LOOKS = 3;

/**
 * What a look saw while no migration was running, as far as that can be told; null: one is.
 * @throws what `look` throws, unless a migration is the reason
 */
export async function unlessMigrating<T>(
  session: Session,
  clock: Clock,
  known: readonly HeldLock[],
  { look, isSuspect }: Look<T>,
): Promise<{ readonly seen: T | null; readonly guarded: Guarded }> {
  let guarded = await awaitMigrations(session, clock, known);
  for (let looks = 0; looks < LOOKS && guarded.running.length === 0; looks++) {
    const seen = await look().catch(async (error: unknown) => {
      if (!(error instanceof DriftwatchError) || error.code !== "catalogue-moving") throw error;
      const since = sortOut(await migrations(session), known, clock.now());
      if (since.running.length === 0) throw error;
      return null;
    });
    if (seen !== null && !isSuspect(seen)) return { seen, guarded };
    const since = sortOut(await migrations(session), known, clock.now());
    if (seen !== null && since.running.length === 0) return { seen, guarded };
    guarded = looks + 1 === LOOKS ? since : await awaitMigrations(session, clock, known);
  }
  // It was over when we looked last, and was in the way each time before.
  return guarded.running.length > 0 ? { seen: null, guarded } : { seen: await look(), guarded };
}
