/** What is no object, and is called otherwise than it shall be: it gets its name where something is said of it by that. */

import { encodeAddress } from "../../core/address.ts";
import type { Altered, Change } from "../../core/change.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import { alterations, type RelatedSides } from "../structure/inheritance.ts";

/** Alterations by which an attribute keeps its value, and what comes and goes with that gets its name. */
export function calledOtherwise(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): Altered[] {
  const altered = alterations(changes);
  return changes.flatMap((change) => {
    if (change.verb !== "removed") return [];
    const { address } = change.expected;
    const kind = kinds.get(address.kind);
    if (!kind.satellite) return [];
    const host = encodeAddress(kind.host(address).address);
    if (sides.expected.objects.has(host)) return [];
    const holder = sides.expected.parent(change.address);
    return [...(holder === undefined ? [] : sides.expected.children(holder))].flatMap((child) => {
      const [expected, actual] = [sides.expected.get(child), sides.actual.objects.get(child)];
      if (!actual || sides.actual.leaders(child).length > 0) return [];
      const attribute = hosting(kinds, expected, host);
      if (attribute === undefined || altered.has(`${child} ${attribute}`)) return [];
      const value = expected.spec[attribute] ?? null;
      return [{ verb: "altered" as const, address: child, attribute, expected, actual, from: value, to: value }];
    });
  });
}

/** The attribute with which what has the address comes and goes. */
function hosting(kinds: KindRegistry, { address, spec, facts }: CatalogueObject, host: string): string | undefined {
  const { attributes, rule } = kinds.get(address.kind);
  return attributes.find((attribute) => {
    const hosted = rule(attribute).hosts(address, spec[attribute] ?? null, facts);
    return hosted !== undefined && encodeAddress(hosted) === host;
  });
}
