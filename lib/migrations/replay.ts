/** Migrations, one at a time, on a scratch database: the schema they come to, and what each of them did on the way. */

import { byCodeUnit } from "../core/address.ts";
import type { History, MigrationRecord } from "../core/history.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { type CatalogueObject, majorOf, objectsByAddress, type Scope, type Snapshot } from "../core/snapshot.ts";
import { readServer } from "../engine/introspection/server.ts";
import { openPreparedSession } from "../postgres/prepared-session.ts";
import { openSession } from "../postgres/session.ts";
import { effectsBetween } from "./effects.ts";
import { Reading } from "./reading.ts";
import type { RunOptions } from "./run.ts";
import type { Scratch } from "./scratch.ts";
import type { OpenSource, Source } from "./source.ts";

export interface ReplayOptions {
  readonly scope: Scope;
  /** Whether who owns what is the project's doing, and not the scratch server's: then it is looked at. */
  readonly ownersCount?: boolean;
  /** What is set before each script: `TimeZone`, `search_path`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onProgress?: (progress: Progress) => void;
  /** A role that the migrations name was made on the scratch server. */
  readonly onRole?: (role: string) => void;
}

export interface Progress {
  /** From 1. */
  readonly number: number;
  /** null where only the tool knows how many there are. */
  readonly of: number | null;
  readonly name: string;
}

/**
 * The snapshot they come to, with the history in it. The same migrations on servers of one version give the same bytes.
 * @throws DriftwatchError `migration-failed`
 */
export async function replay(
  kinds: KindRegistry,
  open: OpenSource,
  scratch: Scratch,
  options: ReplayOptions,
): Promise<Snapshot> {
  const scope = scopeOf(options);
  const session = await openPreparedSession(scratch.endpoint);
  try {
    const major = majorOf(await readServer(session));
    const reading = new Reading(kinds, scope, session, { major });
    const read = () => reading.objects();
    const start = await read();
    const source = await open(scratch, runOptions(scratch, options));
    const migrations = await records(source, read, start, options).finally(() => source.close());
    const history: History = { layout: source.layout, start: [...start.keys()].sort(byCodeUnit), migrations };
    const whole = await openSession(scratch.endpoint, { timeoutMs: 120_000 });
    const last = await reading.snapshot(kinds, whole).finally(() => whole.close());
    return { ...timeless(last), history };
  } finally {
    await session.close();
  }
}

type Objects = Snapshot["objects"];

async function records(
  source: Source,
  read: () => Promise<Objects>,
  start: Objects,
  { onProgress }: ReplayOptions,
): Promise<MigrationRecord[]> {
  const done: MigrationRecord[] = [];
  let before = start;
  for await (const step of source.steps()) {
    onProgress?.({ number: done.length + 1, of: source.size, name: step.name });
    const ran = await step.run();
    if (!ran) break;
    const after = await read();
    done.push({ ...ran, effects: effectsBetween(before, after) });
    before = after;
  }
  return done;
}

const scopeOf = ({ scope, ownersCount = false }: ReplayOptions): Scope =>
  ownersCount ? scope : { ...scope, without: [...(scope.without ?? []), "owner"] };

const runOptions = ({ ours }: Scratch, { settings = {}, onRole }: ReplayOptions): RunOptions => ({
  settings,
  onMissingRole: ours ? (role) => onRole?.(role) : undefined,
});

/** Without what differs from one scratch database to the next. */
const timeless = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  server: { version: snapshot.server.version, database: "replay", systemIdentifier: null, databaseOid: 0 },
  takenAt: null,
  objects: objectsByAddress([...snapshot.objects.values()].map(withoutOid)),
});

const withoutOid = ({ address, spec, facts }: CatalogueObject): CatalogueObject => {
  const { oid: _oid, ...others } = facts;
  return { address, spec, facts: others };
};
