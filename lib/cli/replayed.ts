/** A directory of migrations as a snapshot: the schema they come to. */

import { DriftwatchError } from "../core/errors.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import { KINDS } from "../kinds/registry.ts";
import { Directory } from "../migrations/directory.ts";
import { oversights } from "../migrations/oversights.ts";
import { openProject, type ProjectOptions } from "../migrations/project.ts";
import { replay } from "../migrations/replay.ts";
import { openScratch, type ScratchOptions } from "../migrations/scratch.ts";

export interface ReplayedOptions extends Partial<ProjectOptions>, ScratchOptions {
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** What is being done, for whoever watches. */
  readonly tell?: (text: string) => void;
  /** What is worth knowing when it is done. */
  readonly note?: (text: string) => void;
  /** Aborted when nobody waits any more. */
  readonly signal?: AbortSignal;
}

export async function replayed(path: string, scope: Scope, options: ReplayedOptions = {}): Promise<Snapshot> {
  const { tell, note, signal, settings, owner } = options;
  const source = openProject(path, { placeholders: {}, ...options });
  tell?.("Starting a scratch database");
  const scratch = await openScratch(options);
  try {
    const snapshot = await replay(KINDS, source, scratch, {
      scope,
      ownersCount: owner !== undefined,
      settings: { TimeZone: "UTC", ...settings },
      onProgress: ({ number, of, name }) => {
        // An embedded server ends with the process; what is on somebody else's is to be dropped first.
        if (signal?.aborted) throw new DriftwatchError("migration-failed", "interrupted", "replay again");
        tell?.(`Migration ${number}${of === null ? "" : ` of ${of}`}: ${name}`);
      },
      onRole: (role) => note?.(`the migrations name the role ${role}: it was made on the scratch server`),
    });
    const { layout = "", migrations = [] } = snapshot.history ?? {};
    for (const text of oversights(new Directory(path), layout, migrations)) note?.(text);
    return snapshot;
  } finally {
    await scratch.close();
  }
}
