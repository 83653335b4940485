/** What belongs to the whole cluster is compared where it is asked for, so that two databases do not tell on each other. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KindRegistry } from "../../lib/core/kind-registry.ts";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { capture } from "../../lib/engine/capture.ts";
import { type Asked, compare } from "../../lib/engine/compare.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

/** As if extensions were the cluster's: any kind will do, and those of a database are changed without harm to others. */
const kinds = new KindRegistry(
  KINDS.all
    .filter(({ clusterWide }) => !clusterWide)
    .map((kind) => (kind.name === "extension" ? { ...kind, clusterWide: true } : kind)),
  KINDS.profiles,
);

let database: FreshDatabase;
/** Each with and without the cluster's, before and after. */
let before: { readonly own: Snapshot; readonly all: Snapshot };
let after: typeof before;

async function take(cluster: boolean): Promise<Snapshot> {
  const session = await openSession(database.endpoint);
  try {
    const scope = { ...EVERYTHING, cluster };
    const options = { scope, now: () => new Date(0), wait: async () => {} };
    return (await capture(session, kinds, new SqlTexts(), options)).snapshot;
  } finally {
    await session.close();
  }
}
const both = async () => ({ own: await take(false), all: await take(true) });

beforeAll(async () => {
  database = await freshDatabase();
  before = await both();
  await database.sql("CREATE EXTENSION citext; COMMENT ON EXTENSION citext IS 'mine'");
  after = await both();
});
afterAll(() => database.drop());

const verdict = (expected: Snapshot, actual: Snapshot, asked: Asked) => compare(kinds, expected, actual, asked);
const EXTENSION = { address: "extension:citext", by: "cluster" };

describe("what belongs to the cluster", () => {
  it("is read where it is asked for, and not else", () => {
    expect([...after.all.objects.keys()]).toContain("extension:citext");
    expect([...after.own.objects.keys()].filter((address) => address.includes("citext"))).toEqual([]);
    expect(after.own.covers).not.toHaveProperty("extension");
  });

  it("is compared where it is asked for", () => {
    expect(verdict(before.all, after.all, { cluster: true })).toMatchObject({
      status: "DRIFTED",
      findings: [{ code: "extension.added" }],
    });
  });

  it("is left out, visibly, where it is not", () => {
    for (const expected of [before.own, before.all]) {
      const { status, findings, leftOut } = verdict(expected, after.all, { cluster: false });
      expect({ status, findings }).toEqual({ status: "IN_SYNC", findings: [] });
      expect(leftOut).toContainEqual(expect.objectContaining(EXTENSION));
    }
  });

  it("is compared without being asked for only where both sides have it", () => {
    expect(verdict(before.all, after.all, {}).status).toBe("DRIFTED");
    const { status, leftOut } = verdict(before.own, after.all, {});
    expect(status).toBe("IN_SYNC");
    expect(leftOut).toContainEqual(expect.objectContaining(EXTENSION));
  });

  it("is missing, and no drift, where it is asked for and one side did not look", () => {
    for (const [expected, actual] of [
      [before.own, after.all],
      [before.all, after.own],
      [before.own, after.own],
    ] as const) {
      const { status, findings, notCompared } = verdict(expected, actual, { cluster: true });
      expect({ status, findings, notCompared }).toEqual({
        status: "INCOMPLETE",
        findings: [],
        notCompared: ["extension"],
      });
    }
  });
});
