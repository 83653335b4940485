/** Which server and which database a session is with. */

import { DriftwatchError } from "../../core/errors.ts";
import { integer, TornRead, text, textOrNull } from "../../core/row.ts";
import { CatalogueError, type Session } from "../../core/session.ts";
import { majorOf, type ServerIdentity } from "../../core/snapshot.ts";
import { isRefusal, mendingGrant } from "./rights.ts";

export const OLDEST_MAJOR = 14;

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
