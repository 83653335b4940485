/** Objects that are nothing but their definition, each with that of another of them: they have exchanged their names. */

import { encodeAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";

/** Of more than these within one object nobody exchanged names. */
const MOST = 500;

/**
 * @param addresses within one object, on both sides
 * @returns the pairs of those that go round in circles: what was the one is the other now
 */
export function exchangedNames(
  kinds: KindRegistry,
  { expected, actual }: RelatedSides,
  addresses: readonly string[],
  isSame: (from: string, to: string) => boolean,
): (readonly [from: string, to: string])[] {
  if (addresses.length > MOST) return [];
  const isTied = (address: string) => [expected, actual].some((side) => hasTie(kinds, side, address));
  const others = addresses.filter((address) => !isSame(address, address) && !isTied(address));
  const taken = new Set<string>();
  const next = new Map<string, string>();
  for (const from of others) {
    const to = others.find((other) => other !== from && !taken.has(other) && isSame(from, other));
    if (to === undefined) continue;
    taken.add(to);
    next.set(from, to);
  }
  return [...next].filter(([from]) => returns(next, from));
}

function returns(next: ReadonlyMap<string, string>, from: string): boolean {
  let at = next.get(from);
  for (let steps = 0; at !== undefined && at !== from && steps < next.size; steps++) at = next.get(at);
  return at === from;
}

/** Whether what it stands within names it: that would name the other one. */
function hasTie(kinds: KindRegistry, side: Relations, address: string): boolean {
  const holder = side.objects.get(side.parent(address) ?? "");
  const ties = holder && kinds.get(holder.address.kind).ties?.(holder.address, holder.spec);
  return ties?.some(({ to }) => encodeAddress(to) === address) ?? false;
}
