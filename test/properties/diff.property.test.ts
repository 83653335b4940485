import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byCodeUnit } from "../../lib/core/address.ts";
import { isSqlText, mapSqlTexts } from "../../lib/core/canonical.ts";
import type { Change } from "../../lib/core/change.ts";
import { fingerprint } from "../../lib/core/fingerprint.ts";
import type { Spec } from "../../lib/core/kind.ts";
import { type CatalogueObject, objectsByAddress, type Snapshot } from "../../lib/core/snapshot.ts";
import { diff } from "../../lib/engine/diff/diff.ts";
import { object, snapshot, turned, value } from "./arbitrary.ts";

type Mutation = (objects: readonly CatalogueObject[], at: number) => readonly CatalogueObject[];

/** The objects with the one at a place changed, if there is one. */
const changing =
  (change: (one: CatalogueObject) => CatalogueObject): Mutation =>
  (objects, at) =>
    objects.map((one, index) => (index === at % objects.length ? change(one) : one));

const loud: fc.Arbitrary<Mutation> = fc.oneof(
  object.map(
    (added): Mutation =>
      (objects) => [...objects, added],
  ),
  fc.constant<Mutation>((objects, at) => objects.filter((_one, index) => index !== at % objects.length)),
  fc.tuple(value, fc.nat(2)).map(([to, which]) =>
    changing((one) => {
      const names = Object.keys(one.spec);
      return { ...one, spec: { ...one.spec, [names[which % names.length] as string]: to } };
    }),
  ),
);

/** What is not compared: facts, the order of keys, the letters of SQL text. */
const quiet: fc.Arbitrary<Mutation> = fc.oneof(
  fc.nat().map((oid) => changing((one) => ({ ...one, facts: { ...one.facts, oid } }))),
  fc.constant(changing((one) => ({ ...one, spec: turned(one.spec) as Spec }))),
  fc.string().map((text) =>
    changing((one) => ({
      ...one,
      spec: mapSqlTexts(one.spec, (old) => (isSqlText(old) ? { ...old, text } : old)),
    })),
  ),
);

const mutated = (given: Snapshot, steps: readonly (readonly [Mutation, number])[]): Snapshot => ({
  ...given,
  objects: objectsByAddress(
    steps.reduce<readonly CatalogueObject[]>(
      (objects, [mutate, at]) => mutate(objects, at),
      [...given.objects.values()],
    ),
  ),
});

/** A snapshot and what became of it. */
const pairBy = (mutation: fc.Arbitrary<Mutation>): fc.Arbitrary<readonly [Snapshot, Snapshot]> =>
  fc
    .tuple(snapshot, fc.array(fc.tuple(mutation, fc.nat(5)), { maxLength: 3 }))
    .map(([given, steps]) => [given, mutated(given, steps)] as const);

const pair = fc.oneof(pairBy(loud), pairBy(fc.oneof(loud, quiet)), fc.tuple(snapshot, snapshot));

const RUNS = { numRuns: 300 };

function mirrored(change: Change): Change {
  const { address } = change;
  if (change.verb === "added") return { verb: "removed", address, expected: change.actual };
  if (change.verb === "removed") return { verb: "added", address, actual: change.expected };
  const { attribute, expected, actual, from, to } = change;
  return { verb: "altered", address, attribute, expected: actual, actual: expected, from: to, to: from };
}

describe("diff", () => {
  it("is empty between a snapshot and itself, or a copy", () => {
    fc.assert(
      fc.property(snapshot, (given) => {
        expect(diff(given, given)).toEqual([]);
        expect(diff(given, structuredClone(given))).toEqual([]);
      }),
      RUNS,
    );
  });

  it("is empty exactly when the fingerprints are equal", () => {
    fc.assert(
      fc.property(pair, ([expected, actual]) => {
        expect(diff(expected, actual).length === 0).toBe(fingerprint(expected) === fingerprint(actual));
      }),
      { numRuns: 1_000 },
    );
  });

  it("does not hear what is not compared", () => {
    fc.assert(
      fc.property(pairBy(quiet), ([expected, actual]) => {
        expect(diff(expected, actual)).toEqual([]);
      }),
      RUNS,
    );
  });

  it("is its own mirror image the other way round", () => {
    fc.assert(
      fc.property(pair, ([expected, actual]) => {
        expect(diff(actual, expected)).toEqual(diff(expected, actual).map(mirrored));
      }),
      RUNS,
    );
  });

  it("tells of each object what became of it, once, in order", () => {
    fc.assert(
      fc.property(pair, ([expected, actual]) => {
        const places = diff(expected, actual).map((change) => [
          change.address,
          change.verb === "altered" ? change.attribute : "",
        ]);
        const sorted = [...places].sort(([a, x], [b, y]) => byCodeUnit(a!, b!) || byCodeUnit(x!, y!));
        expect(places).toEqual(sorted);
        expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(places.length);
      }),
      RUNS,
    );
  });
});
