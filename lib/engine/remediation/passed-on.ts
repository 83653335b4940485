/** Who had passed a right on is who takes it back, and must still get to where it lies. */

import { encodeAddress, parseAddress } from "../../core/address.ts";
import { texts } from "../../core/row.ts";
import type { Relations } from "../structure/relations.ts";

/**
 * By each right that what has been passed on further in is reached by (on the schema of the table): those passed on. They
 * go, or are altered, first.
 */
export function passedOnWithin(side: Relations): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [address, { facts }] of side.objects)
    for (const source of facts.needs === undefined ? [] : texts(facts.needs))
      for (const way of waysTo(side, source)) found.set(way, [...(found.get(way) ?? []), address]);
  return found;
}

/** What the same role has been given of all that the host of its right lies in. */
function waysTo(side: Relations, right: string): string[] {
  const host = side.parent(right);
  if (host === undefined) return [];
  const { kind, path } = parseAddress(right);
  const suffix = path.slice(1 + parseAddress(host).path.length);
  const ways: string[] = [];
  for (let at = side.parent(host); at !== undefined; at = side.parent(at)) {
    const outer = parseAddress(at);
    ways.push(encodeAddress({ kind, path: [outer.kind, ...outer.path, ...suffix] }));
  }
  return ways.filter((way) => side.objects.has(way));
}
