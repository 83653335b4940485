/** What a remediation says only a person can create. */

import type { Snapshot } from "../../lib/core/snapshot.ts";
import { relationsOf } from "../../lib/engine/structure/relations.ts";
import type { ManualStep } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";

/** The changes that remain until it has been created: it is missing, and all within it. */
export function leftToPerson(expected: Snapshot, manual: readonly ManualStep[]): string[][] {
  const relations = relationsOf(KINDS, expected);
  return [...expected.objects.keys()]
    .filter((address) => manual.some((step) => relations.isWithin(address, step.address)))
    .map((address) => ["removed", address]);
}
