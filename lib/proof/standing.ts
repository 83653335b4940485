/** What stands in or on certain objects: without them it cannot be. */

import type { KindRegistry } from "../core/kind-registry.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { relationsOf, type Side } from "../engine/structure/relations.ts";

/** Whether an object of the side is one of those, or stands in or on one, at any depth. */
export function standingOn(kinds: KindRegistry, side: Side, roots: ReadonlySet<string>): (address: string) => boolean {
  const relations = relationsOf(kinds, side);
  const known = new Map<string, boolean>();
  const stands = (address: string): boolean => {
    const before = known.get(address);
    if (before !== undefined) return before;
    known.set(address, roots.has(address));
    const parent = relations.parent(address);
    const below = [...(parent === undefined ? [] : [parent]), ...relations.needs(address)];
    const found = roots.has(address) || below.some(stands);
    known.set(address, found);
    return found;
  };
  return roots.size === 0 ? () => false : stands;
}

/** The snapshot without them, and without what stands on them. */
export function withoutThose(kinds: KindRegistry, snapshot: Snapshot, roots: ReadonlySet<string>): Snapshot {
  if (roots.size === 0) return snapshot;
  const stands = standingOn(kinds, snapshot, roots);
  return {
    ...snapshot,
    objects: new Map([...snapshot.objects].filter(([address]) => !stands(address))),
    dependencies: snapshot.dependencies.filter(({ from, to }) => !stands(from) && !stands(to)),
  };
}
