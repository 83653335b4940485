/** One look is enough only where a comparison could say nothing else. */

import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { openSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { agreement, compare } from "../../lib/engine/compare.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { aSnapshot } from "../support/snapshot.ts";

const EVERYWHERE = { include: [], exclude: [] };
const stored = (snapshot: Snapshot) => openSnapshot(packSnapshot(snapshot, "expected.json"));
const unreadable = [{ kind: "view", reason: "refused", remedy: "grant it", hides: ["view:"] }];

describe("agreement", () => {
  it("is what a comparison says of two snapshots that are alike", () => {
    const actual = { ...aSnapshot(), unmodelled: [{ catalogue: "pg_new", count: 2 }] };
    expect(agreement(stored(aSnapshot()), actual, EVERYWHERE)).toEqual(compare(KINDS, aSnapshot(), actual, EVERYWHERE));
  });

  it("does not ask for the same policy for partitions, nor for profiles in the same order", () => {
    const scope = { ...EVERYWHERE, profiles: ["rds", "ledgers"], partitions: { "app.*": "dynamic" as const } };
    const asked = { ...EVERYWHERE, cluster: false, profiles: ["ledgers", "rds"] };
    const expected: Snapshot = { ...aSnapshot(), scope };
    const actual: Snapshot = { ...aSnapshot(), scope: asked };
    expect(agreement(stored(expected), actual, asked)?.status).toBe("IN_SYNC");
  });

  it.each<[string, Partial<Snapshot>, Partial<Snapshot>]>([
    ["other objects", {}, { objects: aSnapshot(["users", "orders"]).objects }],
    ["other rules", { canonicaliser: "driftwatch 0" }, {}],
    ["something unread then", { unreadable }, {}],
    ["something unread now", {}, { unreadable }],
    ["an attribute that one side did not look at", { covers: { table: [] } }, {}],
    ["a kind that one side did not look at", {}, { covers: {} }],
    ["another scope then", { scope: { include: ["app"], exclude: [] } }, {}],
    ["another scope now", {}, { scope: { ...EVERYWHERE, cluster: true } }],
  ])("is not reached over %s", (_what, then, now) => {
    expect(agreement(stored({ ...aSnapshot(), ...then }), { ...aSnapshot(), ...now }, EVERYWHERE)).toBeNull();
  });
});
