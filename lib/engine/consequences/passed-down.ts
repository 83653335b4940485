/** What a table had from those above it and has by itself when it leaves them, or the other way round. */

import { encodeAddress, kindOf } from "../../core/address.ts";
import { type Altered, type Change, existenceByAddress } from "../../core/change.ts";
import { fingerprintSpec } from "../../core/fingerprint.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { alterations, lineage, partsOf, type RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";
import { fitting, isSame, type Joint, jointsOf } from "./joints.ts";

/** What became a table's own when it ceased to be a partition, and ceased to be its own when it became one. */
export function passedDown(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): Map<Change, Change> {
  const alike = jointsOf(kinds, changes, sides).filter((joint) => isSame(kinds, joint));
  return new Map([
    ...likeAbove(kinds, changes, sides),
    ...alike.flatMap(({ cause, change, deviation }): [Change, Change][] => [
      [change, cause],
      ...(deviation ? [[deviation, cause] as [Change, Change]] : []),
    ]),
  ]);
}

/** What is alike on the table and above it, and of no sort that is known to be the one thing. */
function likeAbove(
  kinds: KindRegistry,
  changes: readonly Change[],
  { expected, actual }: RelatedSides,
): [Change, Altered][] {
  const existence = existenceByAddress(changes);
  return [...alterations(changes).values()].flatMap((cause) => {
    const { passesDown } = kinds.get(cause.actual.address.kind).rule(cause.attribute);
    return (
      [
        ["added", expected, actual, cause.from],
        ["removed", actual, expected, cause.to],
      ] as const
    ).flatMap(([verb, from, to, value]) => {
      const ancestors = passesDown(value).flatMap((parent) =>
        lineage(kinds, from, encodeAddress(parent), cause.attribute),
      );
      const inherited = ancestors.flatMap((ancestor) => [...from.children(ancestor)]);
      if (inherited.length === 0) return [];
      const known = new Set(partsOf(from.objects.get(cause.address))?.map(({ address }) => address.kind));
      const forms = new Set(inherited.map((child) => formOf(from, child)));
      return [...to.children(cause.address)].flatMap((child): [Change, Altered][] => {
        const change = existence.get(child);
        if (change?.verb !== verb || known.has(kindOf(child)) || !forms.has(formOf(to, child))) return [];
        return [[change, cause]];
      });
    });
  });
}

/**
 * Of what was passed down, that which needs no statement: it is there as soon as the object has left, or has come.
 * @param joints those that are `fitted`
 */
export function keptUnasked(
  kinds: KindRegistry,
  changes: readonly Change[],
  sides: RelatedSides,
  joints: readonly Joint[],
): Change[] {
  const unknown = likeAbove(kinds, changes, sides).filter(([{ verb }, { address }]) => {
    const placed = verb === "added" ? sides.expected : sides.actual;
    return partsOf(placed.objects.get(address)) === undefined;
  });
  return [
    ...unknown.map(([change]) => change),
    ...joints.flatMap(({ change, deviation }) => (deviation ? [change, deviation] : [change])),
  ];
}

/** Those of which statements make the one the other. */
export const fitted = (kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): Joint[] =>
  jointsOf(kinds, changes, sides).filter((joint) => fitting(kinds, joint) !== null);

const formOf = (relations: Relations, address: string): string => {
  const object = relations.get(address);
  return `${object.address.kind} ${fingerprintSpec(object.spec)}`;
};
