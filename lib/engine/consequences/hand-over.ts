/** What goes over to another object: an index to the constraint that is made of it, a constraint to those that inherit it. */

import { type Address, encodeAddress } from "../../core/address.ts";
import { encode, isSqlText } from "../../core/canonical.ts";
import { type Altered, type Change, type Existence, existenceOf, objectOf } from "../../core/change.ts";
import { groupBy } from "../../core/group-by.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Otherwise } from "../../core/otherwise.ts";
import type { Verdict } from "../../core/severity.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { alterations, originsOf, partsOf, type RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";

export interface HandedOver {
  readonly change: Change;
  readonly cause: Change;
  /** What the cause means in this light. */
  readonly verdict: Verdict;
  readonly taken?: Otherwise["taken"] | undefined;
}

/** What an object was made of, or has left in its place. */
export function turned(
  kinds: KindRegistry,
  changes: readonly Change[],
  { expected, actual }: RelatedSides,
): HandedOver[] {
  const existence = existenceOf(changes);
  const parentOf = ({ verb, address }: Existence) => (verb === "removed" ? expected : actual).parent(address);
  const placeOf = (change: Existence, kind = objectOf(change).address.kind, verb = change.verb) =>
    `${verb} ${kind} ${parentOf(change)}`;
  const byPlace = groupBy(existence, (change) => placeOf(change));
  const taken = new Set<Change>();
  return existence.flatMap((cause): HandedOver[] => {
    const { address, spec, facts } = objectOf(cause);
    const other = kinds.get(address.kind).otherwise?.(address, spec, facts);
    if (!other) return [];
    const [change] = (byPlace.get(placeOf(cause, other.kind, cause.verb === "added" ? "removed" : "added")) ?? [])
      .filter((each) => !taken.has(each) && isLike(objectOf(each), other.like))
      .sort((a, b) => Number(isNamesake(b, cause)) - Number(isNamesake(a, cause)));
    if (!change) return [];
    taken.add(change);
    return [{ change, cause, verdict: other[cause.verb], taken: other.taken }];
  });
}

/** What is made of what is to go, with the statements that make it: by the address of the one that is to come. */
export function takenOver(
  kinds: KindRegistry,
  changes: readonly Change[],
  sides: RelatedSides,
): Map<string, { readonly of: string; readonly statements: readonly Statement[] }> {
  return new Map(
    turned(kinds, changes, sides).flatMap(({ change, cause, taken }) => {
      const { address, spec } = objectOf(change);
      // What was said of the one would be left, said of the other.
      const isBare = [...sides.actual.children(change.address)].length === 0;
      if (!taken || cause.verb !== "removed" || !isBare || !isLike({ spec }, taken.like)) return [];
      return [[cause.address, { of: change.address, statements: taken.by(address.path.at(-1) ?? "") }]];
    }),
  );
}

const isLike = ({ spec }: Pick<CatalogueObject, "spec">, like: CatalogueObject["spec"]): boolean =>
  Object.entries(like).every(([attribute, value]) => encode(spec[attribute] ?? null) === encode(value));

const isNamesake = (a: Change, b: Change): boolean =>
  objectOf(a).address.path.at(-1) === objectOf(b).address.path.at(-1);

/** Changes, each with the one that they came with. */
export const handedOver = (
  kinds: KindRegistry,
  changes: readonly Change[],
  sides: RelatedSides,
): [Change, Change][] => [
  ...keptBelow(kinds, changes, sides),
  ...tookOver(kinds, changes, sides),
  ...filledIn(kinds, changes, sides),
];

/** What tables keep for themselves that the one they inherit from has lost, or have from it now that it has got it. */
function keptBelow(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): [Change, Change][] {
  const existence = existenceOf(changes);
  const byAddress = new Map(existence.map((change) => [change.address, change]));
  return existence.flatMap((change): [Change, Change][] => {
    const { address, spec, facts } = objectOf(change);
    // Where the change has left the table with it, or without it, it had it, or has it, from those above.
    const side = change.verb === "added" ? sides.expected : sides.actual;
    const holders = kinds.get(address.kind).within(address, spec, facts).map(encodeAddress);
    return holders.flatMap((holder) =>
      originsOf(side, holder, change.address).flatMap((origin): [Change, Change][] => {
        const cause = byAddress.get(origin);
        return cause && cause.verb !== change.verb ? [[change, cause]] : [];
      }),
    );
  });
}

/** What comes, or goes, with a value that an object gets, or has no more. */
export function hostOf(kinds: KindRegistry, { attribute, from, to, expected, actual }: Altered): Address | undefined {
  if (from !== null && to !== null) return undefined;
  const { address, facts } = from === null ? actual : expected;
  return kinds
    .get(address.kind)
    .rule(attribute)
    .hosts(address, from ?? to, facts);
}

/** The sequence and the default that took over from the sequence of an identity, or made room for it. */
function tookOver(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): [Change, Change][] {
  const altered = alterations(changes);
  const byAddress = groupBy(altered.values(), ({ address }) => address);
  const byKind = groupBy(existenceOf(changes), (change) => `${change.verb} ${objectOf(change).address.kind}`);
  return [...altered.values()].flatMap((cause) => {
    const host = hostOf(kinds, cause);
    if (host === undefined) return [];
    const verb = cause.to === null ? "added" : "removed";
    const side = verb === "added" ? sides.actual : sides.expected;
    const own = (byKind.get(`${verb} ${host.kind}`) ?? []).filter(({ address }) =>
      side.owners(address).has(cause.address),
    );
    const callers = (byAddress.get(cause.address) ?? []).filter(({ from, to }) => {
      const [value, other] = verb === "added" ? [to, from] : [from, to];
      return other === null && isSqlText(value);
    });
    const calling = callers.filter(() => own.some(({ address }) => side.needs(cause.address).has(address)));
    return [...own, ...calling].map((change): [Change, Change] => [change, cause]);
  });
}

/** Of what goes, that which its holder had before it came from above, and keeps. */
export function keptOwn(kinds: KindRegistry, changes: readonly Change[], { actual }: RelatedSides): Change[] {
  return existenceOf(changes).filter((change) => {
    const { address, spec, facts } = objectOf(change);
    const holders = kinds.get(address.kind).within(address, spec, facts).map(encodeAddress);
    const parts = holders.flatMap((holder) => partsOf(actual.objects.get(holder)) ?? []);
    return (
      change.verb === "removed" && parts.some((part) => part.own && encodeAddress(part.address) === change.address)
    );
  });
}

/** What has become the part of one above that the object lacked. */
export function filledIn(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): [Change, Change][] {
  const existence = existenceOf(changes);
  return existence.flatMap((change): [Change, Change][] => {
    const { address, spec, facts } = objectOf(change);
    const [had, has] = change.verb === "added" ? [sides.actual, sides.expected] : [sides.expected, sides.actual];
    const holders = kinds.get(address.kind).within(address, spec, facts).map(encodeAddress);
    const part = holders
      .flatMap((holder) => partsOf(has.objects.get(holder)) ?? [])
      .find((each) => encodeAddress(each.address) === change.address);
    if (!part) return [];
    const cause = existence.find(
      (other) =>
        other.verb === change.verb &&
        had.leaders(other.address).includes(encodeAddress(part.of)) &&
        had.parent(other.address) === had.parent(change.address),
    );
    return cause ? [[change, cause]] : [];
  });
}

/**
 * What becomes the part that an object lacks, and so does not go: the object says which by its fact `takes`. Where the
 * whole goes, nothing becomes a part of it.
 */
export function takenIn(changes: readonly Change[], actual: Relations): Change[] {
  const come = existenceOf(changes).filter(({ verb }) => verb === "added");
  const goes = new Set(come.map(({ address }) => address));
  const lack = come.filter(({ address }) => actual.leaders(address).some((whole) => !goes.has(whole)));
  const takes = new Set(lack.flatMap((change) => objectOf(change).facts.takes ?? []));
  return come.filter(({ address }) => takes.has(address));
}
