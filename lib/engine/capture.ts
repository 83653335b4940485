/** A snapshot that is true of one moment: stamp, read, stamp, and again until nothing moved in between. */

import { DriftwatchError, oneLine } from "../core/errors.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { integer, TornRead, text, textOrNull } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import { EVERYTHING, type Scope, type ServerIdentity, type Snapshot } from "../core/snapshot.ts";
import { PARSER_VERSION, type SqlTexts } from "../sqltext/sqltext.ts";
import { DependencyRows } from "./dependencies.ts";
import { introspect } from "./introspect.ts";
import { leaveOut, toLeaveOut } from "./leave-out.ts";
import { isRefusal, mendingGrant } from "./rights.ts";
import { readStamp, takeStamp } from "./stamp.ts";
import { Census } from "./unmodelled.ts";

/** Grows whenever the canonical form of the same catalogue row changes. */
const RULES = 3;
export const CANONICALISER = `driftwatch ${RULES}, ${PARSER_VERSION}`;

export const OLDEST_MAJOR = 14;

export interface CaptureOptions {
  readonly scope?: Scope;
  /** Leave out who needs whom: enough to compare fingerprints. */
  readonly withoutDependencies?: boolean;
  /** How often to try while the catalogue moves. */
  readonly tries?: number;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface Capture {
  readonly snapshot: Snapshot;
  readonly stamp: string;
  /** The same with who needs whom, where that was left out; read anew if something has moved since. */
  complete(): Promise<Capture>;
}

/**
 * @throws DriftwatchError `catalogue-moving` when DDL ran beside every try, `server-unsupported` before 14
 */
export async function capture(
  session: Session,
  kinds: KindRegistry,
  texts: SqlTexts,
  options: CaptureOptions,
): Promise<Capture> {
  const server = await readServer(session);
  const tries = options.tries ?? 5;
  let last = "the catalogue changed while it was read";
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await options.wait(Math.min(200 * 2 ** attempt, 3_000));
    try {
      const done = await attemptCapture(session, kinds, server, texts, options);
      if (done) return done;
    } catch (error) {
      if (!mayBeRetried(error)) throw error;
      last = oneLine(error);
    }
  }
  throw new DriftwatchError(
    "catalogue-moving",
    `the schema could not be read in ${tries} tries: ${last}`,
    "check again when the migration or maintenance that is running has finished",
  );
}

async function attemptCapture(
  session: Session,
  kinds: KindRegistry,
  server: ServerIdentity,
  texts: SqlTexts,
  options: CaptureOptions,
): Promise<Capture | undefined> {
  const scope = options.scope ?? EVERYTHING;
  const major = majorOf(server);
  const asked = kinds.asked(scope);
  const takenAt = options.now().toISOString();
  const { stamp: before, closed } = await takeStamp(session, asked, { major });
  const rows = new DependencyRows();
  const readRows = unlessRefused(() => rows.read(session));
  const census = new Census(scope);
  const beside = [...(options.withoutDependencies ? [] : [readRows]), unlessRefused(() => census.read(session))];
  const { reader, unreadable } = await introspect(session, asked, { major }, texts, scope, beside, closed);
  const unmodelled = await census.unmodelled(session, reader.claims);
  const reading = readStamp(session, asked, { major });
  // The server looks at its row versions meanwhile. A refusal is awaited below.
  reading.catch(() => undefined);
  const found = await reader.finish(texts);
  const leftOut = toLeaveOut(asked, found, scope.profiles ?? []);
  const among = () => leaveOut(asked, { objects: found, dependencies: rows.among(reader.identities, found) }, leftOut);
  const { objects, dependencies } = among();
  fingerprint({ objects });
  if ((await reading) !== before) return undefined;
  const covers = Object.fromEntries(asked.all.map(({ name, attributes }) => [name, attributes]));
  const snapshot: Snapshot = {
    ...{ canonicaliser: CANONICALISER, server, takenAt, scope, covers, objects, dependencies },
    ...{ unreadable, unmodelled, leftOut },
  };
  const complete = async (): Promise<Capture> => {
    if (!options.withoutDependencies) return done;
    try {
      await readRows();
      if ((await readStamp(session, asked, { major })) !== before)
        throw new TornRead("the catalogue has changed since");
      return { ...done, snapshot: { ...snapshot, dependencies: among().dependencies } };
    } catch (error) {
      if (!mayBeRetried(error)) throw error;
      return capture(session, kinds, texts, { ...options, withoutDependencies: false });
    }
  };
  const done: Capture = { stamp: before, snapshot, complete };
  return done;
}

/** DDL was in the way. */
const mayBeRetried = (error: unknown): boolean =>
  error instanceof TornRead || (error instanceof CatalogueError && error.retryable);

/** What a role may not read of this, it may not read of the kinds either, and they say so. */
const unlessRefused = (work: () => Promise<void>) => (): Promise<void> =>
  work().catch((error) => {
    if (!isRefusal(error)) throw error;
  });

export const majorOf = (server: ServerIdentity): number => Math.floor(server.version / 10_000);

/** A server, and what is true of it only now. */
export interface LiveServer {
  readonly server: ServerIdentity;
  /** It replays what another server does: a replica; null where that may not be asked. */
  readonly inRecovery: boolean | null;
  /** When it was started, in microseconds since 1970: no two servers share it; null where that may not be asked. */
  readonly startedAt: string | null;
}

/** Which server and database this is. */
export const readServer = async (session: Session): Promise<ServerIdentity> => (await readLiveServer(session)).server;

const SYSTEM_IDENTIFIER = "(SELECT system_identifier::text FROM pg_control_system())";
const LIFE =
  "pg_is_in_recovery() AS in_recovery, (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::int8::text AS started";
const NOTHING_OF_ITS_LIFE = "NULL::bool AS in_recovery, NULL::text AS started";

/** The same, with what is true of it only now. */
export async function readLiveServer(session: Session): Promise<LiveServer> {
  const unlessClosed = (next: () => Promise<LiveServer>) => (error: unknown) => {
    if (error instanceof CatalogueError && !error.retryable) return next();
    throw error;
  };
  const live = await readIdentity(session, SYSTEM_IDENTIFIER, LIFE)
    .catch(unlessClosed(() => readIdentity(session, "NULL::text", LIFE)))
    .catch(unlessClosed(() => readIdentity(session, "NULL::text", NOTHING_OF_ITS_LIFE)))
    .catch(readNameAlone(session));
  const { server } = live;
  if (majorOf(server) < OLDEST_MAJOR)
    throw new DriftwatchError(
      "server-unsupported",
      `the server is PostgreSQL ${majorOf(server)}`,
      `watch a server of version ${OLDEST_MAJOR} or newer`,
    );
  return live;
}

/** Where the list of databases is closed, the kinds that need it say so; the session knows where it is. */
const readNameAlone =
  (session: Session) =>
  async (error: unknown): Promise<LiveServer> => {
    if (!isRefusal(error)) throw error;
    const alone = "(SELECT current_database() AS datname, 0 AS oid)";
    return readIdentity(session, "NULL::text", NOTHING_OF_ITS_LIFE, alone).catch(async (refusal) => {
      if (!isRefusal(refusal)) throw refusal;
      const needs = { catalogues: [], statements: ["current_database current_setting"] };
      throw new DriftwatchError(
        "query-failed",
        `the server cannot be told apart: ${refusal.message}`,
        await mendingGrant(session, needs, refusal),
        { cause: refusal },
      );
    });
  };

async function readIdentity(
  session: Session,
  systemIdentifier: string,
  life: string,
  databases = "pg_database",
): Promise<LiveServer> {
  let identity: LiveServer | undefined;
  await session.read(
    `SELECT current_setting('server_version_num')::int4 AS version, d.datname AS database, d.oid AS database_oid,
            ${systemIdentifier} AS system_identifier, ${life}
     FROM ${databases} d WHERE d.datname = current_database()`,
    (row) => {
      const server = {
        version: integer(row.version),
        database: text(row.database),
        systemIdentifier: textOrNull(row.system_identifier),
        databaseOid: integer(row.database_oid),
      };
      const inRecovery = typeof row.in_recovery === "boolean" ? row.in_recovery : null;
      identity = { server, inRecovery, startedAt: textOrNull(row.started) };
    },
  );
  if (!identity) throw new TornRead("the database was renamed while it was read");
  return identity;
}
