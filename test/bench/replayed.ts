/** The replay that the bench measures. */

import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { openProject } from "../../lib/migrations/project.ts";
import { replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";

/** Replays the migrations of a directory on a database of a server that is dropped after; how many objects they make. */
export async function replayMigrations(url: string, directory: string): Promise<number> {
  const scratch = await openScratch({ url });
  try {
    const open = openProject(directory, { placeholders: {} });
    return (await replay(KINDS, open, scratch, { scope: EVERYTHING })).objects.size;
  } finally {
    await scratch.close();
  }
}
