/** What only one of those within a parent can have at a time: who gets it takes it from the other. */

import type { Altered, Change } from "../../core/change.ts";
import { groupBy } from "../../core/group-by.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { alterations, type RelatedSides } from "./inheritance.ts";
import type { Relations } from "./relations.ts";

/** Who has lost it, each with who has it now. */
export function passedOver(
  kinds: KindRegistry,
  changes: readonly Change[],
  { actual }: RelatedSides,
): [Altered, Altered][] {
  const among = groupBy(
    soleAmong(kinds, changes),
    ({ address, attribute }) => `${actual.parent(address)} ${attribute}`,
  );
  return [...among.values()].flatMap((changed) => {
    const now = changed.find(({ to }) => to === true);
    return now ? changed.flatMap((change): [Altered, Altered][] => (change === now ? [] : [[change, now]])) : [];
  });
}

/** Who loses it without a statement of their own, since another gets it back. */
export const givenUp = (kinds: KindRegistry, changes: readonly Change[], { expected }: RelatedSides): Altered[] =>
  soleAmong(kinds, changes).filter(
    ({ address, attribute, from }) => from !== true && isHad(kinds, expected, address, attribute),
  );

const soleAmong = (kinds: KindRegistry, changes: readonly Change[]): Altered[] =>
  [...alterations(changes).values()].filter(({ actual, attribute }) => isSole(kinds, actual.address.kind, attribute));

const isSole = (kinds: KindRegistry, kind: string, attribute: string): boolean => {
  const { attributes, rule } = kinds.get(kind);
  return attributes.includes(attribute) && rule(attribute).isSole;
};

function isHad(kinds: KindRegistry, side: Relations, address: string, attribute: string): boolean {
  const parent = side.parent(address);
  if (parent === undefined) return false;
  return [...side.children(parent)].some((other) => {
    const { address: at, spec } = side.get(other);
    return spec[attribute] === true && isSole(kinds, at.kind, attribute);
  });
}
