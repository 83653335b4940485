/** `driftwatch render`: the SQL of a schema, as it is run. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fingerprint, packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { SHOP } from "./shop.ts";

let live: FreshDatabase;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-render-"));
  live = await freshDatabase();
  await live.sql(SHOP);
  writeFileSync(at("shop.json"), packSnapshot(await takeSnapshot(live.url), at("shop.json")));
});
afterAll(async () => {
  await live.drop();
  rmSync(folder, { recursive: true });
});

it("prints what builds the schema, of a file as of a database, and of a part", async () => {
  const fromFile = await driftwatch(["render", at("shop.json")]);
  expect(fromFile).toMatchObject({ code: 0, stderr: "" });
  expect((await driftwatch(["render", live.url])).stdout).toBe(fromFile.stdout);
  const built = await freshDatabase();
  try {
    await built.sql(fromFile.stdout);
    expect(fingerprint(await takeSnapshot(built.url))).toBe(fingerprint(await takeSnapshot(live.url)));
  } finally {
    await built.drop();
  }
  const part = (await driftwatch(["render", live.url, "--schema", "audit"])).stdout;
  expect(part).toMatch(/CREATE TABLE "audit"\."log"/);
  expect(part).not.toContain('"app"');
});

it("goes to a file, and says what no statement builds", async () => {
  expect(await driftwatch(["render", at("shop.json"), "--out", at("shop.sql")])).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  expect(readFileSync(at("shop.sql"), "utf8")).toMatch(
    /^-- The schema of .*, PostgreSQL \d+: \d+ statements\.\n-- Fingerprint [0-9a-f]{64}\n/,
  );
  await live.sql("CREATE SUBSCRIPTION r CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)");
  const { code, stdout, stderr } = await driftwatch(["render", live.url]);
  expect(code).toBe(3);
  expect(stdout).toMatch(/-- By hand, since no statement can do it:\n-- +- subscription:r:/);
  expect(stderr).toMatch(/not in the SQL: subscription:r: a subscription needs/);
});

it("refuses what is no source", async () => {
  expectRefusal(await driftwatch(["render", at("nosuch.json")]), /neither a file nor a URL/);
});
