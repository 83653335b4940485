/** Attributes that are told by how they differ from those of another object: as those change they do, though nothing happened. */

import { encode } from "../../core/canonical.ts";
import type { Altered, Change } from "../../core/change.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { alterations, type RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";

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

/** What needs the object, be it by way of others: the column of a domain needs the type below it. */
function standing(side: Relations, root: string): ReadonlySet<string> {
  const found = new Set([root]);
  for (const address of found) for (const other of side.neededBy(address)) found.add(other);
  return found;
}
