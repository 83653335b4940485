/** The verdict on two snapshots, with what was renamed told from what is gone. */

import type { Snapshot } from "../../lib/core/snapshot.ts";
import { compare, type Verdict } from "../../lib/engine/compare.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { KINDS } from "../../lib/kinds/registry.ts";

const RENAMES = await withParser({});

export const verdictOn = (expected: Snapshot, actual: Snapshot): Verdict =>
  compare(KINDS, expected, actual, {}, undefined, [], RENAMES);
