/** Which targets are checked in one physical database: one, or everything would be told twice. */

import { flagsTo } from "../config/flags.ts";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import { nameOfHome, type Resident } from "../core/home.ts";
import type { Decision } from "../core/target-state.ts";
import type { LiveServer } from "../engine/introspection/server.ts";
import { conflict, RACES } from "./deliver.ts";
import type { Ports } from "./ports.ts";

/** A target that was not seen for so long is not watched any more. */
const GONE_AFTER_MS = 30 * 24 * 60 * 60 * 1000;
/** How often it is written down again that it was seen. */
const NOTED_EVERY_MS = 24 * 60 * 60 * 1000;

export interface MoveOptions {
  /** What people decided of the target, newest first: who accepted this database as its home takes the others' place. */
  readonly decisions: readonly Decision[];
  /** Whether it is taken down that it was seen here. */
  readonly note: boolean;
}

/**
 * Takes the target down as one that is checked in this database.
 * @throws DriftwatchError `database-shared` where another one is: two names of one database would tell everything twice
 */
export async function moveIn(
  target: Target,
  ports: Pick<Ports, "residents" | "clock">,
  live: LiveServer,
  { decisions, note }: MoveOptions,
): Promise<void> {
  const { systemIdentifier, databaseOid } = live.server;
  if (systemIdentifier === null || databaseOid === 0) return;
  const home = { systemIdentifier, databaseOid };
  const name = nameOfHome(live.server);
  const takenOverAt = decisions.find((it) => it.verb === "moved" && it.to === name)?.at ?? "";
  for (let races = 0; races < RACES; races++) {
    const now = ports.clock.now();
    const known = await ports.residents.read(target, home);
    const noted = known?.value ?? [];
    const there = noted.filter(
      (it) =>
        now.getTime() - Date.parse(it.seenAt) < GONE_AFTER_MS && (it.target === target.id || it.seenAt > takenOverAt),
    );
    const { startedAt, inRecovery } = live;
    const me = { target: target.id, startedAt, inRecovery: inRecovery ?? false, seenAt: now.toISOString() };
    const before = there.find((it) => it.target === me.target);
    const first = before ? there.slice(0, there.indexOf(before)) : there;
    const other = there.find((it) => it.target !== me.target && isSameServer(it, me) && goesBefore(it, me, first));
    if (other) throw shared(target, other, me, name);
    if (!note || (before && isAsBefore(before, me) && there.length === noted.length)) return;
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

function shared(target: Target, other: Resident, me: Resident, home: string): DriftwatchError {
  const { id } = target;
  const accept = `driftwatch accept --database ${id} --home ${home} --why "…"`;
  return new DriftwatchError(
    "database-shared",
    `${id} is the same physical database as ${other.target}${me.inRecovery ? ", or a replica of it" : ""}`,
    `watch it under one id, and take the other out of the config; once ${other.target} is out of it, take its place: ` +
      `${accept}${flagsTo(target)}`,
  );
}
