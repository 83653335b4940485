/** What every kind promises the engine of its objects, and how to hold it to that. */

import { expect } from "vitest";
import { encodeAddress } from "../../lib/core/address.ts";
import { encode } from "../../lib/core/canonical.ts";
import type { Spec } from "../../lib/core/kind.ts";
import type { Kind } from "../../lib/core/registered.ts";
import { SEVERITIES, type Verdict } from "../../lib/core/severity.ts";
import type { CatalogueObject, Snapshot } from "../../lib/core/snapshot.ts";
import { relationsOf } from "../../lib/engine/structure/relations.ts";
import { diff, fingerprint, remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { leftToPerson } from "../support/left-to-person.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";

/** Every attribute, and no other, in every object. */
export function expectAttributes(kind: Kind, objects: readonly CatalogueObject[]): void {
  for (const { spec } of objects) expect(Object.keys(spec).sort()).toEqual([...kind.attributes].sort());
}

/** A judgement, with a reason, of its coming, its going and every alteration. */
export function expectJudgements(kind: Kind, objects: readonly CatalogueObject[]): void {
  for (const { address, spec, facts } of objects) {
    expectVerdict(kind.added(address, spec, facts));
    expectVerdict(kind.removed(address, spec, facts));
  }
  for (const attribute of kind.attributes)
    for (const [from, to] of pairsOf(objects, attribute))
      expectVerdict(
        kind.rule(attribute).drift(from.spec[attribute] ?? null, to.spec[attribute] ?? null, to.spec, to.address),
      );
}

/** Objects that differ in an attribute, each with each; one with itself where all are alike. */
function pairsOf(objects: readonly CatalogueObject[], attribute: string): [CatalogueObject, CatalogueObject][] {
  const value = (object: CatalogueObject) => encode((object.spec as Spec)[attribute] ?? null);
  const different = [...new Map(objects.map((object) => [value(object), object])).values()].slice(0, 8);
  return different.flatMap((a) => different.map((b): [CatalogueObject, CatalogueObject] => [a, b]));
}

function expectVerdict({ severity, why }: Verdict): void {
  expect(SEVERITIES).toContain(severity);
  expect(why).toMatch(/^[A-Za-z][^\n]{10,}[^.\s]$/);
}

/** Takes an object down, with all that cannot be without it, and puts everything back. `whole`: what the database holds. */
export async function takeDownAndPutBack(database: WatchedDatabase, whole: Snapshot, address: string): Promise<void> {
  const gone = standingOn(whole, address);
  const objects = new Map([...whole.objects].filter(([other]) => !gone.has(other)));
  forget(whole, objects, gone);
  const dependencies = whole.dependencies.filter(({ from, to }) => objects.has(from) && objects.has(to));
  const without: Snapshot = { ...whole, objects, dependencies };
  await database.run(remediate(without, whole).statements.map(({ sql }) => sql));
  const reduced = await database.reread();
  expect(
    diff(without, reduced).map((change) => [change.verb, change.address]),
    `without ${address}`,
  ).toEqual([]);
  const { statements, manual } = remediate(whole, reduced);
  await database.run(statements.map(({ sql }) => sql));
  const restored = await database.reread();
  expect(
    diff(whole, restored).map((change) => [change.verb, change.address]),
    `with ${address} again`,
  ).toEqual(leftToPerson(whole, manual));
  expect(fingerprint(restored) === fingerprint(whole)).toBe(manual.length === 0);
}

/** What other objects say of those that are gone PostgreSQL forgets together with them. */
function forget(whole: Snapshot, objects: Map<string, CatalogueObject>, gone: ReadonlySet<string>): void {
  for (const address of gone) {
    const object = whole.objects.get(address);
    if (!object) continue;
    for (const fact of KINDS.get(object.address.kind).implies?.(object.address, object.spec, "removed") ?? []) {
      const known = objects.get(encodeAddress(fact.address));
      if (!fact.unasked || !known) continue;
      const spec = { ...known.spec, [fact.attribute]: fact.value };
      objects.set(encodeAddress(fact.address), { address: known.address, facts: known.facts, spec });
    }
  }
}

/** An object and all that cannot be without it. */
function standingOn(whole: Snapshot, address: string): Set<string> {
  const relations = relationsOf(KINDS, whole);
  const found = new Set<string>();
  const visit = (at: string): void => {
    if (found.has(at)) return;
    found.add(at);
    for (const next of [...relations.children(at), ...relations.followers(at), ...relations.neededBy(at)]) visit(next);
  };
  visit(address);
  return found;
}

/** The addresses of what can be taken down: some of those that users have made. */
export const somePuttable = (whole: Snapshot, kind: Kind): string[] => {
  const relations = relationsOf(KINDS, whole);
  return (
    [...whole.objects]
      .filter(
        ([, { address, facts }]) => address.kind === kind.name && (typeof facts.oid !== "number" || facts.oid >= 16384),
      )
      .map(([address]) => address)
      // What comes with something else goes with it, and not by itself.
      .filter((address) => !relations.arises(address))
      // What only a person can put back is not there for the next one.
      .slice(0, kind.madeByHand === undefined ? 6 : 1)
  );
};
