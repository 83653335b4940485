/** Is this the database that it is meant to be, and no other target's? What is not, is never compared in silence. */

import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import { type Home, type HomeName, homeOf, isAtHome, nameOfHome, type Resident } from "../core/home.ts";
import { TornRead } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import type { ServerIdentity } from "../core/snapshot.ts";
import type { Decision } from "../core/target-state.ts";
import { type LiveServer, readLiveServer } from "../engine/server.ts";
import { amendState } from "./amend.ts";
import { conflict, RACES } from "./deliver.ts";
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

function changed({ id, bucket }: Target, known: Home, now: ServerIdentity): DriftwatchError {
  const accept = `driftwatch accept --database ${id} --home ${nameOfHome(now)} --why "…"`;
  return new DriftwatchError(
    "database-changed",
    `${id} is another database: ${described(now)}, and since ${known.since} it was ${described(known)}`,
    "see where its host and secret lead; if it has moved there (a dump restored elsewhere, an upgrade by pg_upgrade), " +
      `accept that: ${accept}${bucket === undefined ? "" : ` --bucket ${bucket}`}`,
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

/** A target that was not seen for so long is not watched any more. */
const GONE_AFTER_MS = 30 * 24 * 60 * 60 * 1000;
/** How often it is written down again that it was seen. */
const NOTED_EVERY_MS = 24 * 60 * 60 * 1000;

/**
 * Takes the target down as one that is checked in this database.
 * @throws DriftwatchError `database-shared` where another one is: two names of one database would tell everything twice
 */
export async function moveIn(target: Target, ports: Pick<Ports, "residents" | "clock">, live: LiveServer) {
  const { systemIdentifier, databaseOid } = live.server;
  if (systemIdentifier === null || databaseOid === 0) return;
  const home = { systemIdentifier, databaseOid };
  for (let races = 0; races < RACES; races++) {
    const now = ports.clock.now();
    const known = await ports.residents.read(target, home);
    const there = (known?.value ?? []).filter(({ seenAt }) => now.getTime() - Date.parse(seenAt) < GONE_AFTER_MS);
    const { startedAt, inRecovery } = live;
    const me = { target: target.id, startedAt, inRecovery: inRecovery ?? false, seenAt: now.toISOString() };
    const before = there.find((it) => it.target === me.target);
    const first = before ? there.slice(0, there.indexOf(before)) : there;
    const other = there.find((it) => it.target !== me.target && isSameServer(it, me) && goesBefore(it, me, first));
    if (other) throw shared(target, other, me);
    if (before && isAsBefore(before, me)) return;
    const next = before ? there.map((it) => (it === before ? me : it)) : [...there, me];
    if ((await ports.residents.write(target, home, next, known?.version ?? null)) !== null) return;
  }
  throw conflict(target);
}

/**
 * A copy restored from a snapshot has the identifier and the OIDs of its original, and is another database all the same:
 * one that runs by itself. It is the same where the very same server answers, or one replays what the other does.
 */
const isSameServer = (a: Resident, b: Resident): boolean =>
  a.inRecovery || b.inRecovery || (a.startedAt !== null && a.startedAt === b.startedAt);

/** A primary goes before its replicas; else who was there first. */
const goesBefore = (other: Resident, me: Resident, first: readonly Resident[]): boolean =>
  other.inRecovery === me.inRecovery ? first.includes(other) : me.inRecovery;

const isAsBefore = (before: Resident, me: Resident): boolean =>
  before.startedAt === me.startedAt &&
  before.inRecovery === me.inRecovery &&
  Date.parse(me.seenAt) - Date.parse(before.seenAt) < NOTED_EVERY_MS;

const shared = ({ id }: Target, other: Resident, me: Resident): DriftwatchError =>
  new DriftwatchError(
    "database-shared",
    `${id} is the same physical database as ${other.target}${me.inRecovery ? ", or a replica of it" : ""}`,
    "watch it under one id, and take the other out of the config",
  );

export type Moved = Extract<Decision, { verb: "moved" }>;

/** Makes another database the target's home. */
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
  let decision: Moved | undefined;
  await amendState(target, ports, (state) => {
    decision = { at, by, why, verb: "moved", from: state.home ? nameOfHome(state.home) : null, to: nameOfHome(home) };
    return { ...state, home, decisions: [decision, ...state.decisions] };
  });
  return decision!;
}
