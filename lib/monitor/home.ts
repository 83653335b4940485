/** Is this the database that it is meant to be? What is not, is never compared in silence. */

import { flagsTo } from "../config/flags.ts";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import { type Home, type HomeName, homeOf, isAtHome, nameOfHome } from "../core/home.ts";
import { TornRead } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import type { ServerIdentity } from "../core/snapshot.ts";
import type { Decision } from "../core/target-state.ts";
import { type LiveServer, readLiveServer } from "../engine/introspection/server.ts";
import { amendState } from "./amend.ts";
import type { Clock, Ports } from "./ports.ts";

const PAUSE_MS = 500;

/** Where the session has come to; asked again where DDL was in the way. */
export async function locate(session: Session, clock: Clock): Promise<LiveServer> {
  try {
    return await readLiveServer(session);
  } catch (error) {
    if (!(error instanceof TornRead) && !(error instanceof CatalogueError && error.retryable)) throw error;
    await clock.wait(PAUSE_MS);
    return readLiveServer(session);
  }
}

/**
 * The target's home, as it is to be remembered.
 * @param known as it was seen first; null: this is the first time
 * @throws DriftwatchError `database-changed`
 */
export function recognise(target: Target, { server }: LiveServer, known: Home | null, now: Date): Home {
  const { systemIdentifier, database, databaseOid } = server;
  if (!known) return { systemIdentifier, database, databaseOid, since: now.toISOString() };
  if (!isAtHome(known, server)) throw changed(target, known, server);
  return {
    ...known,
    systemIdentifier: systemIdentifier ?? known.systemIdentifier,
    ...{ database, databaseOid: databaseOid || known.databaseOid },
  };
}

function changed(target: Target, known: Home, now: ServerIdentity): DriftwatchError {
  const { id } = target;
  const accept = `driftwatch accept --database ${id} --home ${nameOfHome(now)} --why "…"`;
  return new DriftwatchError(
    "database-changed",
    `${id} is another database: ${described(now)}, and since ${known.since} it was ${described(known)}`,
    "see where its host and secret lead; if it has moved there (a dump restored elsewhere, an upgrade by pg_upgrade), " +
      `accept that: ${accept}${flagsTo(target)}`,
  );
}

const described = ({ systemIdentifier, database }: HomeName): string =>
  `${database} on ${systemIdentifier === null ? "a server that cannot be told apart" : `the server ${systemIdentifier}`}`;

/** What is to be known of such a database. */
export const notesOn = ({ server, inRecovery }: LiveServer): string[] => [
  ...(inRecovery
    ? ["This is a replica in recovery: it shows what it has replayed, which may be behind its primary."]
    : []),
  ...(server.systemIdentifier === null
    ? [
        "The server cannot be told from another one with a database of this name: pg_control_system() may not be called " +
          "(where the platform allows it: GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system()).",
      ]
    : []),
];

export type Moved = Extract<Decision, { verb: "moved" }>;

/** Makes a database the target's home, whichever it was before, and whichever other target's it has been. */
export async function move(
  target: Target,
  ports: Pick<Ports, "states" | "clock">,
  { home: text, by, why }: { readonly home: string; readonly by: string; readonly why: string },
): Promise<Moved> {
  const at = ports.clock.now().toISOString();
  const home = homeOf(text, at);
  if (!home)
    throw new DriftwatchError(
      "bad-argument",
      `"${text.slice(0, 80)}" names no database of a server`,
      "copy it from the report: the server's identifier, a slash, the database's name",
    );
  if ((await ports.states.read(target)) === null)
    throw new DriftwatchError(
      "bad-argument",
      `no check of ${target.id} is known`,
      "give the id of a database that has been checked",
    );
  let decision: Moved | undefined;
  await amendState(target, ports, (state) => {
    decision = { at, by, why, verb: "moved", from: state.home ? nameOfHome(state.home) : null, to: nameOfHome(home) };
    return { ...state, home, decisions: [decision, ...state.decisions] };
  });
  return decision!;
}
