/** What cannot come later than what it follows: it comes before that, or has to be built anew, so that it comes at all. */

import { kindOf } from "../core/address.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject } from "../core/snapshot.ts";
import type { Relations } from "./relations.ts";

export const comesAnew = (kinds: KindRegistry, { address, spec, facts }: CatalogueObject): boolean =>
  kinds.get(address.kind).follows?.(address, spec, facts)?.anew === true;

/** Whether some of what stands below it is not to have its part of the object. */
export const isLacked = (kinds: KindRegistry, side: Relations, address: string): boolean =>
  [...side.followers(address)].some((follower) => comesAnew(kinds, side.get(follower)));

/** What stands below an object and must be there before it. */
export function standingBefore(kinds: KindRegistry, side: Relations, address: string): string[] {
  const parent = side.parent(address);
  // Below where it stands, all would come by it what some of it is not to have.
  const lacked = parent !== undefined && isLacked(kinds, side, address) ? side.alikeBelow(parent) : [];
  return [...lacked, ...ownBelow(side, address)];
}

/** What would come by the object, and is its table's own besides: PostgreSQL joins the two where it is there. */
const ownBelow = (side: Relations, address: string): string[] =>
  [...side.led(address)].filter((other) => kindOf(other) === kindOf(address) && !side.arises(other));
