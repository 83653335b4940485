/** Snapshot × snapshot → changes. Knows no kind. */

import { byCodeUnit, kindOf } from "../../core/address.ts";
import { alikeAcrossMajors, type Canonical, encode } from "../../core/canonical.ts";
import type { Altered, Change, Uncertainty } from "../../core/change.ts";
import { DriftwatchError } from "../../core/errors.ts";
import { fingerprintSpec } from "../../core/fingerprint.ts";
import { type CatalogueObject, majorOf, type Snapshot } from "../../core/snapshot.ts";
import { addressesApart, type IsSame, oncePerPair } from "./apart.ts";

/** What sets two snapshots apart, ordered by address and attribute. */
export interface Differences {
  readonly changes: readonly Change[];
  /** What only looks different, or only looks changed: the servers are of two majors. */
  readonly uncertain: readonly Uncertainty[];
  /** Addresses, in order, that one side lacks or has another spec at, whether that was looked at or not. */
  readonly apart: readonly string[];
}

/** What happened to `expected` to make it `actual`. */
export const diff = (expected: Snapshot, actual: Snapshot): Change[] => [...differences(expected, actual).changes];

/** A snapshot that is another one but at some addresses. */
interface Alike {
  readonly of: Snapshot;
  readonly but: readonly string[];
}

const alike = new WeakMap<Snapshot, Alike>();

/** Says of a snapshot that it is another one but at some addresses: its differences lie there and where that one has its. */
export function resemble(snapshot: Snapshot, to: Alike): void {
  alike.set(snapshot, to);
}

/** The same two the other way round. */
const inverted = ({ changes, uncertain, apart }: Differences): Differences => ({
  apart,
  changes: changes.map((change): Change => {
    const { verb, address } = change;
    if (verb === "added") return { verb: "removed", address, expected: change.actual };
    if (verb === "removed") return { verb: "added", address, actual: change.expected };
    return { ...change, expected: change.actual, actual: change.expected, from: change.to, to: change.from };
  }),
  uncertain: uncertain.map((each) => ({ ...each, expected: each.actual, actual: each.expected })),
});

/**
 * Only what both sides looked at is compared: see `notCompared`. Worked out once for the same two.
 * @throws DriftwatchError `snapshot-not-comparable` when other rules made one of the two
 */
export const differences = oncePerPair(differencesBetween, inverted);

function differencesBetween(expected: Snapshot, actual: Snapshot): Differences {
  if (expected.canonicaliser !== actual.canonicaliser)
    throw new DriftwatchError(
      "snapshot-not-comparable",
      `one snapshot was made by the rules "${expected.canonicaliser}" and the other by "${actual.canonicaliser}"`,
      "canonicalise the older one again, or take it again",
    );
  const apart = [...addressesOf(expected, actual)].sort(byCodeUnit);
  const found = [...changesAt(apart, expected, actual)];
  if (majorOf(expected.server) === majorOf(actual.server)) return { changes: found, uncertain: [], apart };
  const isUncertain = (change: Change) =>
    change.verb === "altered" &&
    (alikeAcrossMajors(change.from, change.to) || alikeButForNews(change, expected, actual));
  return {
    changes: found.filter((change) => !isUncertain(change)),
    uncertain: found.filter((change): change is Altered => isUncertain(change)).map(uncertainty),
    apart,
  };
}

/** In no order. */
function addressesOf(expected: Snapshot, actual: Snapshot): Iterable<string> {
  const [left, right] = [alike.get(expected), alike.get(actual)];
  const may = left
    ? [...differences(left.of, actual).apart, ...left.but]
    : right && [...differences(expected, right.of).apart, ...right.but];
  if (!may) return addressesApart(expected.objects, actual.objects, isSame);
  return new Set(
    may.filter((address) => {
      const [before, after] = [expected.objects.get(address), actual.objects.get(address)];
      return before && after ? !isSame(before, after) : before !== after;
    }),
  );
}

const isSame: IsSame = (before, after) => fingerprintSpec(before.spec) === fingerprintSpec(after.spec);

/** In the order of the addresses, and of an object's attributes. */
function* changesAt(addresses: readonly string[], expected: Snapshot, actual: Snapshot): Iterable<Change> {
  const compared = comparison(expected, actual);
  const hidden = [...expected.unreadable, ...actual.unreadable].flatMap(({ hides }) => hides);
  for (const address of addresses) {
    const attributes = compared.get(kindOf(address));
    if (!attributes || hidden.some((prefix) => address.startsWith(prefix))) continue;
    const [before, after] = [expected.objects.get(address), actual.objects.get(address)];
    if (before && after) yield* alterations(address, before, after, attributes);
    else if (before) yield { verb: "removed", address, expected: before };
    else if (after) yield { verb: "added", address, actual: after };
  }
}

/** Lists that differ in nothing but words which the other server, being older, could not have said. */
function alikeButForNews({ from, to, ...objects }: Altered, expected: Snapshot, actual: Snapshot): boolean {
  if (!Array.isArray(from) || !Array.isArray(to)) return false;
  const sayable = (list: readonly Canonical[], { facts }: CatalogueObject, other: Snapshot) => {
    const since = (facts.unknownBefore ?? {}) as { readonly [word: string]: number };
    return list.filter((word) => typeof word !== "string" || (since[word] ?? 0) <= majorOf(other.server));
  };
  const sides = [sayable(from, objects.expected, actual), sayable(to, objects.actual, expected)] as const;
  return encode(sides[0]) === encode(sides[1]);
}

const uncertainty = ({ address, attribute, from, to }: Altered): Uncertainty => ({
  address,
  attribute,
  expected: from,
  actual: to,
});

function alterations(
  address: string,
  expected: CatalogueObject,
  actual: CatalogueObject,
  attributes: ReadonlySet<string>,
): Change[] {
  return [...attributes].sort(byCodeUnit).flatMap((attribute): Change[] => {
    const from = attributeOf(expected, attribute);
    const to = attributeOf(actual, attribute);
    return encode(from) === encode(to) ? [] : [{ verb: "altered", address, attribute, expected, actual, from, to }];
  });
}

const attributeOf = (object: CatalogueObject, attribute: string): Canonical => object.spec[attribute] ?? null;

/** The attributes of each kind that both snapshots looked at. */
function comparison(expected: Snapshot, actual: Snapshot): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    Object.entries(expected.covers)
      .filter(([kind]) => Object.hasOwn(actual.covers, kind))
      .map(([kind, attributes]) => [kind, new Set(attributes.filter((name) => actual.covers[kind]?.includes(name)))]),
  );
}

type Covering = Pick<Snapshot, "covers">;

/** What only one of the snapshots looked at, as `kind` or `kind.attribute`: the comparison says nothing about it. */
export function notCompared(expected: Covering, actual: Covering): string[] {
  const facts = ({ covers }: Covering) =>
    new Set(
      Object.entries(covers).flatMap(([kind, attributes]) => [kind, ...attributes.map((name) => `${kind}.${name}`)]),
    );
  const [left, right] = [facts(expected), facts(actual)];
  const oneSided = [...left].filter((fact) => !right.has(fact)).concat([...right].filter((fact) => !left.has(fact)));
  const kinds = new Set(oneSided.filter((fact) => !fact.includes(".")));
  return oneSided.filter((fact) => kinds.has(fact) || !kinds.has(fact.split(".")[0] as string)).sort(byCodeUnit);
}
