/** What a snapshot lacks, said on stderr. */

import type { Snapshot } from "../core/snapshot.ts";
import { unmodelledList } from "../report/unseen.ts";
import type { Console } from "./console.ts";

/** Tells of what could not be read and of what no kind knows; returns the exit code of a command whose result is this snapshot's. */
export async function sayUnseen(console: Console, { unreadable, unmodelled }: Snapshot): Promise<0 | 3> {
  for (const { kind, reason, remedy } of unreadable)
    await console.say(`incomplete: ${kind} could not be read (${reason}); ${remedy}`);
  if (unmodelled.length > 0)
    await console.say(`not in it, because driftwatch does not know what it is: ${unmodelledList(unmodelled)}`);
  return unreadable.length > 0 ? 3 : 0;
}
