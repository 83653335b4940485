/** Who stands on whom, or within whom, around what drifted: the edges of the picture that a report draws. */

import { byCodeUnit } from "../../core/address.ts";
import type { Finding } from "../../core/finding.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Report } from "../../core/report.ts";
import { type Relations, relationsOf } from "../structure/relations.ts";
import type { Sides } from "./classify.ts";

/** More than anybody can look at, and few enough to be stored with every report. */
export const MOST_RELATIONS = 2_000;

/**
 * The objects of the findings and of their consequences, worst finding first, what they stand on or within, and what
 * stands on them; on both sides, since what is gone stands on the expected one alone. At most `MOST_RELATIONS`.
 */
export function surroundings(kinds: KindRegistry, findings: readonly Finding[], sides: Sides): Report["relations"] {
  const both = [relationsOf(kinds, sides.expected), relationsOf(kinds, sides.actual)];
  const found = new Map<string, { readonly from: string; readonly to: string }>();
  for (const address of addressesOf(findings)) {
    if (found.size >= MOST_RELATIONS) break;
    for (const [from, to] of both.flatMap((relations) => edgesAt(relations, address)).sort(byEnds))
      if (found.size < MOST_RELATIONS) found.set(`${from} ${to}`, { from, to });
  }
  return [...found.values()];
}

/** The objects themselves before what followed from them. */
function* addressesOf(findings: readonly Finding[]): Iterable<string> {
  for (const { address, rename } of findings) {
    yield address;
    if (rename) yield rename.to;
  }
  for (const { consequences } of findings) for (const { address } of consequences) yield address;
}

type Edge = readonly [from: string, to: string];

function edgesAt(relations: Relations, address: string): Edge[] {
  const parent = relations.parent(address);
  return [
    ...(parent === undefined ? [] : [[address, parent] as const]),
    ...[...relations.needs(address)].map((needed): Edge => [address, needed]),
    ...[...relations.neededBy(address)].map((needing): Edge => [needing, address]),
  ].filter(([from, to]) => from !== to && relations.objects.has(from) && relations.objects.has(to));
}

const byEnds = (a: Edge, b: Edge): number => byCodeUnit(a[0], b[0]) || byCodeUnit(a[1], b[1]);
