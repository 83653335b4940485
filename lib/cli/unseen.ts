/** What a snapshot lacks, said on stderr. */

import type { Snapshot } from "../core/snapshot.ts";
import type { Console } from "./console.ts";

/** Tells of what could not be read; returns the exit code of a command whose result is this snapshot's. */
export async function sayUnseen(console: Console, { unreadable }: Snapshot): Promise<0 | 3> {
  for (const { kind, reason, remedy } of unreadable)
    await console.say(`incomplete: ${kind} could not be read (${reason}); ${remedy}`);
  return unreadable.length > 0 ? 3 : 0;
}
