/** A directory of migrations as a snapshot: the schema they come to. */

import { DriftwatchError } from "../core/errors.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import { KINDS } from "../kinds/registry.ts";
import { Directory } from "../migrations/directory.ts";
import { type Project, readProject } from "../migrations/layouts/registry.ts";
import { replay } from "../migrations/replay.ts";
import { openScratch } from "../migrations/scratch.ts";

export interface ReplayedOptions {
  /** Undefined = the layout that recognises the files. */
  readonly layout?: string;
  readonly placeholders?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly owner?: string;
  /** A server to make a scratch database on; undefined = an embedded one. */
  readonly scratchUrl?: string;
  /** Of the embedded server. */
  readonly major?: number;
  /** What is being done, for whoever watches. */
  readonly tell?: (text: string) => void;
  /** What is worth knowing when it is done. */
  readonly note?: (text: string) => void;
  /** Aborted when nobody waits any more. */
  readonly signal?: AbortSignal;
}

export interface Replayed {
  readonly project: Project;
  readonly snapshot: Snapshot;
}

export async function replayed(path: string, scope: Scope, options: ReplayedOptions = {}): Promise<Replayed> {
  const project = readProject(new Directory(path), options.layout, { placeholders: options.placeholders ?? {} });
  options.tell?.("Starting a scratch database");
  const scratch = await openScratch({ url: options.scratchUrl, major: options.major });
  try {
    const snapshot = await replay(KINDS, project, scratch, {
      scope,
      owner: options.owner,
      settings: { TimeZone: "UTC", ...options.settings },
      onProgress: ({ done, of, next }) => {
        // The servers end with the process; what is on somebody else's is to be dropped first.
        if (options.signal?.aborted) throw new DriftwatchError("migration-failed", "interrupted", "replay again");
        options.tell?.(`Migration ${done + 1} of ${of}: ${next.file ?? next.name}`);
      },
      onRole: (role) => options.note?.(`the migrations name the role ${role}: it was made on the scratch server`),
    });
    return { project, snapshot };
  } finally {
    await scratch.close();
  }
}
