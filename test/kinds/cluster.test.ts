/** What the kinds of the cluster promise, on a server of their own: roles belong to all databases of one. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kind } from "../../lib/core/registered.ts";
import type { CatalogueObject, Snapshot } from "../../lib/core/snapshot.ts";
import { fingerprint, remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import { CLUSTER, MODELLED_CLUSTER, makeTablespace } from "../support/cluster.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";
import { expectAttributes, expectJudgements, somePuttable, takeDownAndPutBack } from "./promises.ts";

const kinds = KINDS.all.filter(({ clusterWide }) => clusterWide);
const named = kinds.map((kind) => [kind.name, kind] as const);

let server: EmbeddedServer;
let database: WatchedDatabase;
let nothing: Snapshot;
let whole: Snapshot;

beforeAll(async () => {
  server = await startServer();
  database = await watchedDatabase(server, CLUSTER);
  nothing = await database.snapshot();
  await makeTablespace(database, 'Other "disk"');
  await database.sql(MODELLED_CLUSTER);
  whole = await database.snapshot();
});

afterAll(async () => {
  await database.drop();
  await server.stop();
});

const objectsOf = (kind: Kind): CatalogueObject[] =>
  [...whole.objects.values()].filter(({ address }) => address.kind === kind.name);

describe.each(named)("%s", (_name, kind) => {
  it("occurs in the cluster of this test", () => {
    expect(objectsOf(kind)).not.toEqual([]);
  });

  it("gives every attribute, and no other, to every object", () => expectAttributes(kind, objectsOf(kind)));

  it("judges its coming, its going and every alteration, with a reason", () => expectJudgements(kind, objectsOf(kind)));
});

describe("drop and create", () => {
  it.each(named.filter(([, { madeByHand }]) => madeByHand === undefined))(
    "of each %s leave the fingerprint as it was",
    async (_name, kind) => {
      for (const address of somePuttable(whole, kind)) await takeDownAndPutBack(database, whole, address);
    },
  );
});

describe("the whole cluster", () => {
  it("is taken down to nothing, and built from nothing", async () => {
    await database.run(remediate(nothing, whole).statements.map(({ sql }) => sql));
    expect(fingerprint(await database.snapshot())).toBe(fingerprint(nothing));
    await database.run(remediate(whole, await database.snapshot()).statements.map(({ sql }) => sql));
    expect(fingerprint(await database.snapshot())).toBe(fingerprint(whole));
  });

  it("is not looked at where the target does not ask for it", async () => {
    const other = await watchedDatabase(server);
    try {
      await database.sql("CREATE ROLE passing LOGIN; GRANT plain TO passing");
      const { objects, unmodelled } = await other.snapshot();
      expect([...objects.values()].filter(({ address }) => KINDS.get(address.kind).clusterWide)).toEqual([]);
      expect(unmodelled).toEqual([]);
      await database.sql("DROP ROLE passing");
    } finally {
      await other.drop();
    }
  });

  it("has the same fingerprint in a copy of the database under another name", async () => {
    expect([...whole.objects.keys()].filter((address) => address.includes(database.name))).toEqual([]);
    for (const { spec } of whole.objects.values()) expect(JSON.stringify(spec)).not.toContain(database.name);
  });

  it("leaves nothing uncounted, and no secret in what is kept", async () => {
    expect(whole.unmodelled).toEqual([]);
    await database.sql("ALTER ROLE plain SET my.password = 'hunter2'; ALTER ROLE plain PASSWORD 'hunter3'");
    const kept = [...(await database.snapshot()).objects.values()].map(({ spec, facts }) => [spec, facts]);
    expect(JSON.stringify(kept)).not.toContain("hunter");
  });
});
