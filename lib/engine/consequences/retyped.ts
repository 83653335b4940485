/** One that came under the names of one that went, with other types: a function whose arguments are others now. */

import { encodePath, kindOf } from "../../core/address.ts";
import { type Change, objectOf } from "../../core/change.ts";
import { groupBy } from "../../core/group-by.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { alterations, type RelatedSides } from "../structure/inheritance.ts";
import type { HandedOver } from "./hand-over.ts";
import { alikeButForCasts } from "./respelling.ts";

/** What came, each with what went; where several came or went under the same names, nothing tells which is which. */
export function retyped(kinds: KindRegistry, changes: readonly Change[]): HandedOver[] {
  const come = changes.filter((change) => change.verb !== "altered" && kinds.get(kindOf(change.address)).retyped);
  const byNames = groupBy(come, (change) => `${kindOf(change.address)} ${encodePath(namesOf(kinds, change))}`);
  return [...byNames.values()].flatMap((both): HandedOver[] => {
    const [change, cause] = ["added", "removed"].map((verb) => both.find((each) => each.verb === verb));
    if (both.length !== 2 || !change || !cause) return [];
    const verdict = kinds.get(objectOf(cause).address.kind).retyped;
    return verdict ? [{ change, cause, verdict }] : [];
  });
}

/**
 * What called the one, and calls the other in the same words: with other casts or, where there are more of them, other
 * arguments.
 * @param renewed the `retyped` of these changes
 */
export function recalled(
  kinds: KindRegistry,
  changes: readonly Change[],
  { expected, actual }: RelatedSides,
  renewed: readonly HandedOver[],
): [Change, Change][] {
  const altered = [...alterations(changes).values()];
  return renewed.flatMap(({ change: added, cause: removed }) => {
    const name = namesOf(kinds, removed).at(-1) ?? "";
    const callee = arity(kinds, removed) === arity(kinds, added) ? null : name;
    return altered
      .filter(
        ({ address, from, to }) =>
          expected.needs(address).has(removed.address) &&
          actual.needs(address).has(added.address) &&
          alikeButForCasts(from, to, callee),
      )
      .map((change): [Change, Change] => [change, removed]);
  });
}

const namesOf = (kinds: KindRegistry, change: Change): string[] => {
  const { kind, path } = objectOf(change).address;
  return path.filter((_, place) => !kinds.get(kind).typePlaces.includes(place));
};

const arity = (kinds: KindRegistry, change: Change): number => {
  const { kind, path } = objectOf(change).address;
  const types = path.filter((_, place) => kinds.get(kind).typePlaces.includes(place));
  return types.flatMap((list) => (list === "" ? [] : list.split(", "))).length;
};
