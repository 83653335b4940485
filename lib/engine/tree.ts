/** Who stands within whom: a column within its table, a grant within what it is granted on. */

import { type Address, encodeAddress } from "../core/address.ts";
import { fingerprintOf } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject } from "../core/snapshot.ts";

type Objects = ReadonlyMap<string, CatalogueObject>;

/** The address of the nearest parent that is an object, if any. */
export function parentOf(kinds: KindRegistry, objects: Objects, object: CatalogueObject): string | undefined {
  const candidates = within(kinds, object.address, object.spec);
  for (const candidate of candidates) {
    const address = encodeAddress(candidate);
    if (objects.has(address)) return address;
  }
  // A comment on a view's column: the column is no object, the view above it is.
  for (const candidate of candidates) {
    for (const above of within(kinds, candidate, {})) {
      const address = encodeAddress(above);
      if (objects.has(address)) return address;
    }
  }
  return undefined;
}

const within = (kinds: KindRegistry, address: Address, spec: CatalogueObject["spec"]): readonly Address[] =>
  kinds.get(address.kind).within(address, spec);

/** An object and everything within it, in canonical order. */
export function subtree(kinds: KindRegistry, objects: Objects, root: string): [string, CatalogueObject][] {
  const inside = new Map<string, boolean>([[root, true]]);
  const isInside = (address: string): boolean => {
    const known = inside.get(address);
    if (known !== undefined) return known;
    const object = objects.get(address);
    const parent = object && parentOf(kinds, objects, object);
    const answer = parent !== undefined && isInside(parent);
    inside.set(address, answer);
    return answer;
  };
  return [...objects].filter(([address]) => isInside(address));
}

/** SHA-256 (hex) of an object and everything within it: it changes exactly when something inside does. */
export const fingerprintSubtree = (kinds: KindRegistry, objects: Objects, root: string): string =>
  fingerprintOf(subtree(kinds, objects, root));
