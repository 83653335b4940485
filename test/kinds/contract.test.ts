/** What every kind promises the engine, tried on a schema that has them all. */

import { loadModule, parseSync } from "libpg-query";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeAddress } from "../../lib/core/address.ts";
import { encode } from "../../lib/core/canonical.ts";
import type { Spec } from "../../lib/core/kind.ts";
import type { Kind } from "../../lib/core/registered.ts";
import { SEVERITIES, type Verdict } from "../../lib/core/severity.ts";
import type { CatalogueObject, Snapshot } from "../../lib/core/snapshot.ts";
import { relationsOf } from "../../lib/engine/relations.ts";
import { diff, fingerprint, remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { ensureRoles } from "../support/roles.ts";
import { MODELLED_SCHEMA } from "../support/schemas/modelled.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

const everything = () => "true";
const MAJORS = [14, 15, 16, 17, 18];

let database: WatchedDatabase;
let catalogues: ReadonlySet<string>;
let whole: Snapshot;

beforeAll(async () => {
  await loadModule();
  await ensureRoles();
  database = await watchedDatabase();
  await database.sql(MODELLED_SCHEMA);
  whole = await database.snapshot();
  const rows = await database.sql(
    "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'",
  );
  catalogues = new Set(rows.map(({ relname }) => String(relname)));
});

afterAll(() => database.drop());

const objectsOf = (kind: Kind): CatalogueObject[] =>
  [...whole.objects.values()].filter(({ address }) => address.kind === kind.name);

const named = (kinds: readonly Kind[]) => kinds.map((kind) => [kind.name, kind] as const);

describe.each(named(KINDS.all.filter((kind) => kind.query)))("the query of %s", (_name, kind) => {
  it.each(MAJORS)("parses, for PostgreSQL %i", (major) => {
    expect(parseSync(kind.query?.({ major }, everything) ?? "").stmts).toHaveLength(1);
  });

  it("reads no catalogue that the kind does not name", () => {
    const read = MAJORS.flatMap((major) => relationsIn(parseSync(kind.query?.({ major }, everything) ?? "")));
    const missing = read.filter((name) => catalogues.has(name) && !kind.reads.some((known) => known === name));
    expect([...new Set(missing)]).toEqual([]);
  });
});

describe.each(named(KINDS.all))("%s", (_name, kind) => {
  it("occurs in the schema of this test", () => {
    expect(objectsOf(kind)).not.toEqual([]);
  });

  it("gives every attribute, and no other, to every object", () => {
    for (const { spec } of objectsOf(kind)) expect(Object.keys(spec).sort()).toEqual([...kind.attributes].sort());
  });

  it("judges its coming, its going and every alteration, with a reason", () => {
    const objects = objectsOf(kind);
    for (const { address, spec } of objects) {
      expectVerdict(kind.added(address, spec));
      expectVerdict(kind.removed(address, spec));
    }
    for (const attribute of kind.attributes)
      for (const [from, to] of pairsOf(objects, attribute))
        expectVerdict(kind.rule(attribute).drift(from.spec[attribute] ?? null, to.spec[attribute] ?? null, to.spec));
  });
});

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

/** Every relation a parse tree names. */
function relationsIn(tree: unknown): string[] {
  if (typeof tree !== "object" || tree === null) return [];
  const named = "relname" in tree && typeof tree.relname === "string" ? [tree.relname] : [];
  return [...named, ...Object.values(tree).flatMap(relationsIn)];
}

/** An owner cannot be taken from an object: it has one or another. */
const samples = KINDS.all.filter(({ name }) => name !== "owner").map(({ name }) => name);

describe("drop and create", () => {
  it.each(samples)("of each %s leave the fingerprint as it was", async (name) => {
    // What initdb has made is no schema's own.
    const addresses = objectsOf(KINDS.get(name))
      .filter(({ facts: { oid } }) => typeof oid !== "number" || oid >= 16384)
      .map(({ address }) => [...whole.objects].find(([, object]) => object.address === address)?.[0] ?? "")
      .slice(0, 6);
    const own = await watchedDatabase();
    try {
      await own.sql(MODELLED_SCHEMA);
      for (const address of addresses) await takeDownAndPutBack(own, address);
    } finally {
      await own.drop();
    }
  });
});

async function takeDownAndPutBack(database: WatchedDatabase, address: string): Promise<void> {
  const gone = standingOn(address);
  const objects = new Map([...whole.objects].filter(([other]) => !gone.has(other)));
  forget(objects, gone);
  const dependencies = whole.dependencies.filter(({ from, to }) => objects.has(from) && objects.has(to));
  const without: Snapshot = { ...whole, objects, dependencies };
  await database.run(remediate(without, whole).statements.map(({ sql }) => sql));
  const reduced = await database.snapshot();
  expect(
    diff(without, reduced).map((change) => [change.verb, change.address]),
    `without ${address}`,
  ).toEqual([]);
  await database.run(remediate(whole, reduced).statements.map(({ sql }) => sql));
  const restored = await database.snapshot();
  expect(
    diff(whole, restored).map((change) => [change.verb, change.address]),
    `with ${address} again`,
  ).toEqual([]);
  expect(fingerprint(restored)).toBe(fingerprint(whole));
}

/** What other objects say of those that are gone PostgreSQL forgets together with them. */
function forget(objects: Map<string, CatalogueObject>, gone: ReadonlySet<string>): void {
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
function standingOn(address: string): Set<string> {
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

describe("the whole schema", () => {
  it("is built from nothing, and taken down to nothing", async () => {
    const empty = await watchedDatabase();
    try {
      const nothing = await empty.snapshot();
      await empty.run(remediate(whole, nothing).statements.map(({ sql }) => sql));
      const built = await empty.snapshot();
      expect(diff(whole, built).map((change) => [change.verb, change.address])).toEqual([]);
      await empty.run(remediate(nothing, built).statements.map(({ sql }) => sql));
      expect(fingerprint(await empty.snapshot())).toBe(fingerprint(nothing));
    } finally {
      await empty.drop();
    }
  });
});
