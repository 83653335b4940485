/** Attributes that are told by how they differ from those of another object: as those change they do, though nothing happened. */

import { encode } from "../core/canonical.ts";
import type { Altered, Change } from "../core/change.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { alterations, type RelatedSides } from "./inheritance.ts";
import type { Relations } from "./relations.ts";
import type { ManualStep } from "./remediate.ts";
import { titleOf } from "./title.ts";

/** Each with the alteration that it is measured by, and comes back with. */
export function measured(
  kinds: KindRegistry,
  changes: readonly Change[],
  { actual }: RelatedSides,
): Map<Altered, Altered> {
  const altered = alterations(changes);
  const found = new Map<Altered, Altered>();
  for (const cause of altered.values()) {
    const { measures } = kinds.get(cause.actual.address.kind).rule(cause.attribute);
    if (!measures) continue;
    const { attribute, absolute } = measures;
    for (const address of standing(actual, cause.address)) {
      const change = altered.get(`${address} ${attribute}`);
      if (change && encode(absolute(change.from, cause.from)) === encode(absolute(change.to, cause.to)))
        found.set(change, cause);
    }
  }
  return found;
}

/** What comes back with an alteration waits for whoever has to make that. */
export function awaiting(
  kinds: KindRegistry,
  measures: Iterable<readonly [Change, Altered]>,
  manual: readonly ManualStep[],
): ManualStep[] {
  const left = new Set(manual.map(({ address, attribute }) => `${address} ${attribute}`));
  return [...measures].flatMap(([change, cause]) => {
    if (!left.has(`${cause.address} ${cause.attribute}`)) return [];
    const attribute = change.verb === "altered" ? change.attribute : null;
    return [
      { address: change.address, attribute, reason: `it comes back with ${titleOf(kinds, cause.actual.address)}` },
    ];
  });
}

/** What needs the object, be it by way of others: the column of a domain needs the type below it. */
function standing(side: Relations, root: string): ReadonlySet<string> {
  const found = new Set([root]);
  for (const address of found) for (const other of side.neededBy(address)) found.add(other);
  return found;
}
