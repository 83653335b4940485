/** What cannot come later than what it follows: that has to be built anew, so that it comes at all. */

import { kindOf } from "../core/address.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject } from "../core/snapshot.ts";
import type { Relations } from "./relations.ts";

export const comesAnew = (kinds: KindRegistry, { address, spec, facts }: CatalogueObject): boolean =>
  kinds.get(address.kind).follows?.(address, spec, facts)?.anew === true;

/** Whether some of what stands below it is not to have its part of the object. */
export const isLacked = (kinds: KindRegistry, side: Relations, address: string): boolean =>
  [...side.followers(address)].some((follower) => comesAnew(kinds, side.get(follower)));

/** What must be there before the object, since it would come by it what some of it is not to have: all below where it stands. */
export function standingBefore(kinds: KindRegistry, side: Relations, address: string): string[] {
  const parent = side.parent(address);
  if (parent === undefined || !isLacked(kinds, side, address)) return [];
  const below = (at: string): string[] =>
    [...side.children(at)]
      .filter((child) => kindOf(child) === kindOf(parent))
      .flatMap((child) => [child, ...below(child)]);
  return below(parent);
}
