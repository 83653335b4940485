/** The library's entry: what it is told is looked at before anything is read. */

import { expect, it } from "vitest";
import { fingerprint, type SnapshotOptions, takeSnapshot } from "../../lib/index.ts";
import { freshDatabase } from "../support/postgres.ts";
import { aSnapshot } from "../support/snapshot.ts";

const refusal = (words: string) =>
  expect.objectContaining({ code: "bad-argument", message: expect.stringContaining(words) });

it.each<[SnapshotOptions, string]>([
  [{ timeoutMs: 0 }, "timeoutMs: got 0"],
  [{ timeoutMs: Number.NaN }, "timeoutMs: got null"],
  [{ tries: -1 }, "tries: got -1"],
  [{ profiles: ["ledger"] }, 'profiles: got "ledger"; give some of ledgers'],
  [{ without: ["grants"] }, 'without: got "grants"'],
])("refuses %j", async (options, words) => {
  await expect(takeSnapshot("postgres://nobody@127.0.0.1:1/nothing", options)).rejects.toEqual(refusal(words));
});

it("says with a code that a statement ran out of time", async () => {
  const database = await freshDatabase();
  try {
    await database.sql("CREATE TABLE t AS SELECT 1 AS one");
    const taken = takeSnapshot(database.url, { timeoutMs: 1, tries: 1 });
    await expect(taken).rejects.toMatchObject({
      code: "catalogue-moving",
      message: expect.stringContaining("timeout"),
    });
  } finally {
    await database.drop();
  }
});

it.each(["hello", "tabel:app.users", "", 'table:"'])("has no fingerprint of %j, which is no address", (address) => {
  expect(() => fingerprint(aSnapshot(), address)).toThrow(refusal("address"));
});

it("has one of what is there, and one of nothing for what is not", () => {
  const snapshot = aSnapshot(["users", "orders"]);
  expect(fingerprint(snapshot, "table:app.users")).not.toBe(fingerprint(snapshot, "table:app.none"));
});
