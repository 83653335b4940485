/** What is alike only where it has come with the same version of what made it, and somebody may have changed since. */

import { byCodeUnit } from "../../core/address.ts";
import { fingerprintSpec } from "../../core/fingerprint.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject, LeftOut, Snapshot } from "../../core/snapshot.ts";
import { parentOf } from "../structure/tree.ts";

const OTHERWISE_MADE = "what another version of its extension has made, or the same in another way";

/** Objects with the fact `asOf` that tell nothing: they are of two versions, or nobody has touched either. */
export function ofOtherVersions(kinds: KindRegistry, sides: readonly [Snapshot, Snapshot]): LeftOut[] {
  const [left, right] = [versioned(sides[0]), versioned(sides[1])];
  const tellsNothing = (address: string): boolean => {
    const [one, other] = [left.get(address), right.get(address)];
    if (one && other) return fingerprintSpec(one.spec) !== fingerprintSpec(other.spec) && !isTelling(one, other);
    // What goes with its maker is told with that.
    const object = (one ?? other) as CatalogueObject;
    return sides.every(({ objects }) => parentOf(kinds, objects, address, object) !== undefined);
  };
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter(tellsNothing)
    .sort(byCodeUnit)
    .map((address) => ({ address, by: "versions", why: OTHERWISE_MADE }));
}

function versioned({ objects }: Snapshot): ReadonlyMap<string, CatalogueObject> {
  const found = new Map<string, CatalogueObject>();
  for (const [address, object] of objects) if (object.facts.asOf !== undefined) found.set(address, object);
  return found;
}

const isTelling = ({ facts: a }: CatalogueObject, { facts: b }: CatalogueObject): boolean =>
  a.asOf === b.asOf && (a.touched === true || b.touched === true);
