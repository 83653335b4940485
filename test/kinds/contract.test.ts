/** What every kind promises the engine, tried on a schema that has them all. */

import { loadModule, parseSync } from "libpg-query";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kind } from "../../lib/core/registered.ts";
import type { CatalogueObject, Snapshot } from "../../lib/core/snapshot.ts";
import { diff, fingerprint, remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { leftToPerson } from "../support/left-to-person.ts";
import { ensureRoles } from "../support/roles.ts";
import { MODELLED_SCHEMA } from "../support/schemas/modelled.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";
import { expectAttributes, expectJudgements, somePuttable, takeDownAndPutBack } from "./promises.ts";

const everything = () => "true";
/**
 * Those of the cluster have a server of their own: cluster.test.ts. Labels need a provider: security-label.test.ts. What has become a
 * member of an extension was there before, what is none any more came with it, and whose it is it is from the start: the golden cases.
 */
const ELSEWHERE = ["security-label", "extension-member", "extension-loss", "extension-owner", "extension-table"];
const OF_A_DATABASE = KINDS.all.filter(({ name, clusterWide }) => !clusterWide && !ELSEWHERE.includes(name));
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

afterAll(async () => {
  for (const one of [database, ...restored]) await one.drop();
});

/** Databases with the whole schema, which came back to it after all that was done to them. */
const restored: WatchedDatabase[] = [];

/** Plays on a database that holds the whole schema: one that has come back to it, else one made anew. */
async function inWhole(play: (database: WatchedDatabase) => Promise<void>): Promise<void> {
  const own = restored.pop() ?? (await holdingAll());
  let again = false;
  try {
    await play(own);
    again = fingerprint(await own.reread()) === fingerprint(whole);
  } finally {
    if (again) restored.push(own);
    else await own.drop();
  }
}

async function holdingAll(): Promise<WatchedDatabase> {
  const own = await watchedDatabase();
  await own.sql(MODELLED_SCHEMA);
  return own;
}

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

describe.each(named(OF_A_DATABASE))("%s", (_name, kind) => {
  it("occurs in the schema of this test", () => {
    expect(objectsOf(kind)).not.toEqual([]);
  });

  it("gives every attribute, and no other, to every object", () => expectAttributes(kind, objectsOf(kind)));

  it("judges its coming, its going and every alteration, with a reason", () => expectJudgements(kind, objectsOf(kind)));
});

/** Every relation a parse tree names. */
function relationsIn(tree: unknown): string[] {
  if (typeof tree !== "object" || tree === null) return [];
  const named = "relname" in tree && typeof tree.relname === "string" ? [tree.relname] : [];
  return [...named, ...Object.values(tree).flatMap(relationsIn)];
}

/** An owner cannot be taken from an object: it has one or another. */
const samples = OF_A_DATABASE.filter(({ name }) => name !== "owner").map(({ name }) => name);

describe("drop and create", () => {
  it.each(samples)("of each %s leave the fingerprint as it was", async (name) => {
    const addresses = somePuttable(whole, KINDS.get(name));
    await inWhole(async (own) => {
      for (const address of addresses) await takeDownAndPutBack(own, whole, address);
    });
  });
});

describe("the whole schema", () => {
  it("is built from nothing, and taken down to nothing", async () => {
    const empty = await watchedDatabase();
    try {
      const nothing = await empty.snapshot();
      const { statements, manual } = remediate(whole, nothing);
      await empty.run(statements.map(({ sql }) => sql));
      const built = await empty.snapshot();
      expect(diff(whole, built).map((change) => [change.verb, change.address])).toEqual(leftToPerson(whole, manual));
      await empty.run(remediate(nothing, built).statements.map(({ sql }) => sql));
      expect(fingerprint(await empty.snapshot())).toBe(fingerprint(nothing));
    } finally {
      await empty.drop();
    }
  });
});
