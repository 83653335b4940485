/** Who stands within whom: a column within its table, a grant within what it is granted on. */

import { type Address, encodeAddress, parseAddress } from "../../core/address.ts";
import type { Canonical } from "../../core/canonical.ts";
import { fingerprintOf } from "../../core/fingerprint.ts";
import type { Facts } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";

type Objects = ReadonlyMap<string, CatalogueObject>;

/**
 * What a satellite remembers of a host that is no object itself: where that one would stand. The comment on a view's
 * column belongs to the view, that on the index behind a constraint to the constraint.
 */
export const hostFacts = (kind: Kind, host: Address, facts: Facts): Facts => ({
  within: kind.within(host, null, facts).map(encodeAddress),
});

/** The address of the nearest parent that is an object, if any. */
export function parentOf(
  kinds: KindRegistry,
  objects: Objects,
  address: string,
  object: CatalogueObject,
): string | undefined {
  const { kind, path } = parseAddress(address);
  const { spec, facts } = object;
  for (const holder of kinds.get(kind).within({ kind, path }, spec, facts)) {
    const parent = encodeAddress(holder);
    if (objects.has(parent)) return parent;
  }
  return texts(facts.within).find((candidate) => objects.has(candidate));
}

/** A fact that is a list of texts. */
export const texts = (value: Canonical | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** An object and everything within it, in canonical order. */
export function subtree(kinds: KindRegistry, objects: Objects, root: string): [string, CatalogueObject][] {
  const inside = new Map<string, boolean>([[root, true]]);
  const isInside = (address: string): boolean => {
    const known = inside.get(address);
    if (known !== undefined) return known;
    const object = objects.get(address);
    const parent = object && parentOf(kinds, objects, address, object);
    const answer = parent !== undefined && isInside(parent);
    inside.set(address, answer);
    return answer;
  };
  return [...objects].filter(([address]) => isInside(address));
}

/** SHA-256 (hex) of an object and everything within it: it changes exactly when something inside does. */
export const fingerprintSubtree = (kinds: KindRegistry, objects: Objects, root: string): string =>
  fingerprintOf(subtree(kinds, objects, root));
