/** What cannot come later than what it follows: it comes before that, or has to be built anew, so that it comes at all. */

import { kindOf } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import type { Relations } from "./relations.ts";

export const comesAnew = (kinds: KindRegistry, { address, spec, facts }: CatalogueObject): boolean =>
  kinds.get(address.kind).follows?.(address, spec, facts)?.anew === true;

/** Whether nothing is lost where it goes and comes again: it holds no values of its own, and is not to hold them on. */
export const holdsNothing = (kind: Kind, { spec, facts }: CatalogueObject, expected: CatalogueObject | undefined) =>
  kind.rebuildable(spec, facts) && (expected === undefined || kind.rebuildable(expected.spec, facts));

/** What drops it, where values that nothing works out again go with it. */
export const losing = (
  kind: Kind,
  object: CatalogueObject,
  expected: CatalogueObject | undefined,
  statements: readonly Statement[],
): readonly Statement[] =>
  kind.rebuildable(object.spec, object.facts) && !holdsNothing(kind, object, expected)
    ? statements.map((said) => ({ ...said, hazards: ["data-loss", ...said.hazards] }))
    : statements;

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
