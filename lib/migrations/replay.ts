/** Migrations, one at a time, on a scratch database: the schema they come to, and what each of them did on the way. */

import type { MigrationRecord } from "../core/history.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Session } from "../core/session.ts";
import { type CatalogueObject, objectsByAddress, type Scope, type Snapshot } from "../core/snapshot.ts";
import { ident } from "../core/sql.ts";
import { capture } from "../engine/capture.ts";
import { openScript, type ScriptConnection } from "../postgres/script.ts";
import { openSession } from "../postgres/session.ts";
import { SqlTexts } from "../sqltext/sqltext.ts";
import { effectsBetween } from "./effects.ts";
import type { Migration } from "./layout.ts";
import type { Project } from "./layouts/registry.ts";
import { type RunOptions, runMigration } from "./run.ts";
import type { Scratch } from "./scratch.ts";

export interface ReplayOptions {
  readonly scope: Scope;
  /** The role that owns what the migrations create; undefined = who owns what is not looked at. */
  readonly owner?: string;
  /** What is set before each migration: `TimeZone`, `search_path`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly onProgress?: (progress: Progress) => void;
  /** A role that the migrations name was made on the scratch server. */
  readonly onRole?: (role: string) => void;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
  /** The migration that comes next. */
  readonly next: Migration;
}

/**
 * The snapshot they come to, with the history in it. The same migrations on servers of one version give the same bytes.
 * @throws DriftwatchError `migration-failed`
 */
export async function replay(
  kinds: KindRegistry,
  { layout, migrations }: Project,
  scratch: Scratch,
  options: ReplayOptions,
): Promise<Snapshot> {
  const connection = await openScript(scratch.endpoint);
  const session = await openSession(scratch.endpoint, { timeoutMs: 120_000 });
  try {
    const scope = scopeOf(options);
    const reading = new Reading(kinds, session, scope);
    const running = await prepare(connection, scratch, options);
    const records: MigrationRecord[] = [];
    let before = await reading.take();
    const start = [...before.objects.keys()];
    for (const [done, next] of migrations.entries()) {
      options.onProgress?.({ done, of: migrations.length, next });
      await runMigration(connection, next, running);
      const after = await reading.take();
      records.push({ ...recordOf(next), effects: effectsBetween(before.objects, after.objects) });
      before = after;
    }
    const last = await reading.take({ whole: true });
    return { ...timeless(last), history: { layout: layout.name, start, migrations: records } };
  } finally {
    await Promise.all([session.close(), connection.close()]);
  }
}

/** Who owns what is the scratch server's doing, unless somebody says whose it is. */
const scopeOf = ({ scope, owner }: ReplayOptions): Scope =>
  owner === undefined ? { ...scope, without: [...(scope.without ?? []), "owner"] } : scope;

async function prepare(
  connection: ScriptConnection,
  scratch: Scratch,
  { owner, settings, onRole }: ReplayOptions,
): Promise<RunOptions> {
  if (owner !== undefined && scratch.ours)
    // Whatever the migrations need to be allowed to do, on their own server they are.
    await connection.run(`CREATE ROLE ${ident(owner)} SUPERUSER`);
  if (owner !== undefined) await connection.run(`SET SESSION AUTHORIZATION ${ident(owner)}`);
  return { settings, onMissingRole: scratch.ours ? (role) => onRole?.(role) : undefined };
}

const recordOf = ({
  id,
  name,
  group,
  file,
  checksum,
  replaces,
  needs,
}: Migration): Omit<MigrationRecord, "effects"> => ({
  ...{ id, name, group, file, checksum, replaces, needs },
});

/** Takes snapshots of one database again and again; what they have in common is read once. */
class Reading {
  readonly #kinds: KindRegistry;
  readonly #session: Session;
  readonly #scope: Scope;
  readonly #texts = new SqlTexts();

  constructor(kinds: KindRegistry, session: Session, scope: Scope) {
    this.#kinds = kinds;
    this.#session = session;
    this.#scope = scope;
  }

  /** @param whole with who needs whom */
  async take({ whole = false } = {}): Promise<Snapshot> {
    const options = { scope: this.#scope, withoutDependencies: !whole, now: () => new Date(0), wait: async () => {} };
    return (await capture(this.#session, this.#kinds, this.#texts, options)).snapshot;
  }
}

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
