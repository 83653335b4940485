/** A snapshot file that is gone through in pieces says what it says as a whole, and is refused for the same. */

import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sqlText } from "../../lib/core/canonical.ts";
import { EVERYTHING, objectsByAddress, type Snapshot } from "../../lib/core/snapshot.ts";
import { openLargeSnapshot, openSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";

/** Of more than a piece before its objects, and more than one after. */
const snapshot: Snapshot = {
  canonicaliser: "test",
  server: { version: 150018, database: "d", systemIdentifier: null, databaseOid: 1 },
  takenAt: null,
  scope: EVERYTHING,
  covers: { view: ["query"] },
  objects: objectsByAddress(
    Array.from({ length: 6_000 }, (_, n) => ({
      address: { kind: "view", path: ["app", `v${n}`] },
      spec: { query: { ...sqlText("view", `SELECT ${n} AS "${"é".repeat(n % 90)}"`), form: `${n}` } },
      facts: { oid: n },
    })),
  ),
  dependencies: [],
  unreadable: [],
  unmodelled: [],
  leftOut: [],
};
const packed = packSnapshot(snapshot, "a.json.gz");
const plain = gunzipSync(packed);

const refusal = async (content: Uint8Array): Promise<string[]> => {
  const said = (error: Error) => error.message;
  return [
    await openLargeSnapshot(content, "it").then(() => "accepted", said),
    await Promise.resolve()
      .then(() => openSnapshot(content, "it"))
      .then(() => "accepted", said),
  ];
};

describe("a large snapshot file", () => {
  it.each([
    ["packed", packed],
    ["plain", plain],
  ])("is read as any other: %s", async (_, content) => {
    const { read, ...front } = await openLargeSnapshot(content);
    const { read: readWhole, ...whole } = openSnapshot(content);
    expect(front).toEqual(whole);
    expect(front.texts).toHaveLength(6_000);
    expect(read()).toEqual(readWhole());
  });

  it.each([
    ["cut off", packed.subarray(0, packed.length - 9)],
    ["cut off, and packed again", gzipSync(plain.subarray(0, plain.length - 9))],
    ["edited", gzipSync(Buffer.concat([plain, Buffer.from(" ")]))],
    ["without a section", gzipSync(plain.subarray(0, 1_000))],
    ["something else", gzipSync(Buffer.alloc(1_000_000, 0x61))],
    ["empty", gzipSync(Buffer.alloc(0))],
    ["nothing", Buffer.alloc(0)],
    ["of a version to come", Buffer.from(plain.toString("utf8").replace(/"version":\d+/, '"version":99'))],
  ])("is refused as any other: %s", async (_, content) => {
    const [large, whole] = await refusal(content);
    expect(large).not.toBe("accepted");
    expect(large).toBe(whole);
  });
});
