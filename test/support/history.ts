/** The schema that some SQL scripts come to, with a history as another tool would have it. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import type { MigrationRecord } from "../../lib/core/history.ts";
import { DEFAULT_PROFILES } from "../../lib/core/profile.ts";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { directoryOf, type Files, projectOf } from "./project.ts";

export async function replayedFrom(files: Files): Promise<Snapshot> {
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres") });
  try {
    return await replay(KINDS, projectOf(files), scratch, { scope: { ...EVERYTHING, profiles: DEFAULT_PROFILES } });
  } finally {
    await scratch.close();
  }
}

/** @param known what is otherwise of the migration at this place, from 0 */
export function asHistoryOf(
  snapshot: Snapshot,
  layout: string,
  known: (at: number) => Partial<MigrationRecord> & Pick<MigrationRecord, "id">,
): Snapshot {
  const migrations = (snapshot.history?.migrations ?? []).map((migration, at) => {
    const other = known(at);
    return { ...migration, name: other.id, checksum: null, ...other };
  });
  return { ...snapshot, history: { layout, start: snapshot.history?.start ?? [], migrations } };
}

/** The path of its file, which goes when the test ends. */
export function snapshotFile(snapshot: Snapshot): string {
  const path = join(directoryOf({}), "expected.json");
  writeFileSync(path, packSnapshot(snapshot, path));
  return path;
}
