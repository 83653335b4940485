/** What `driftwatch plan` is given by mistake: refused in one line, or planned all the same and true. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Plan } from "../../lib/core/plan.ts";
import { packSnapshot, type Snapshot, takeSnapshot } from "../../lib/index.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

/** Names that SQL takes for something else unless they are quoted. */
const ODD = `
  CREATE SCHEMA "Sel ect"; CREATE TYPE "Sel ect"."ty""pe" AS ENUM ('it''s', '"');
  CREATE TABLE "Sel ect"."from" ("order" int PRIMARY KEY, "a.b" "Sel ect"."ty""pe" DEFAULT 'it''s', "Ü" text NOT NULL);
  CREATE INDEX "in dex" ON "Sel ect"."from" (lower("Ü")) WHERE "a.b" = '"';
  CREATE VIEW "Sel ect"."--" AS SELECT "order", "a.b" FROM "Sel ect"."from";
  CREATE TABLE "Sel ect"."/*" ("order" int REFERENCES "Sel ect"."from", CONSTRAINT "; DROP" CHECK ("order" > 0));
  COMMENT ON COLUMN "Sel ect"."from"."Ü" IS '*/ ; -- '''`;

let live: FreshDatabase;
let folder: string;
let out: string;
let snapshot: Snapshot;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-bad-plan-"));
  live = await freshDatabase();
  snapshot = await takeSnapshot(live.url);
  await live.sql(ODD);
});
beforeEach(() => {
  out = mkdtempSync(join(folder, "plans-"));
});
afterAll(async () => {
  await live.drop();
  rmSync(folder, { recursive: true });
});

const saved = (name: string, changes: Partial<Snapshot> = {}): string => {
  const path = join(folder, name);
  writeFileSync(path, packSnapshot({ ...snapshot, ...changes }, path));
  return path;
};
const planned = (expected: string, ...args: string[]) =>
  driftwatch(["plan", expected, live.url, "--message", "odd", "--out", out, "--allow-danger", ...args]);
const written = (): Plan =>
  JSON.parse(
    readFileSync(join(out, readdirSync(out).find((name) => name.endsWith(".plan.json")) ?? ""), "utf8"),
  ) as Plan;

describe("a plan", () => {
  it("is not made of a snapshot of another format", async () => {
    const newer = join(folder, "newer.json");
    writeFileSync(newer, readFileSync(saved("plain.json"), "utf8").replace('"version":2', '"version":3'));
    expectRefusal(await planned(newer), /has snapshot format 3 and this version reads format/);
    expect(readdirSync(out)).toEqual([]);
  });

  it("is made of one by earlier rules, which is told by today's", async () => {
    const earlier = saved("earlier.json", { canonicaliser: "driftwatch 1, libpg-query 13" });
    expect(await driftwatch(["plan", earlier, saved("same.json"), "--message", "odd", "--out", out])).toMatchObject({
      ...{ code: 0, stdout: "Nothing to do: actual is as expected.\n" },
    });
  });

  it("between databases of two majors is made, says of which it is, and is proved on a server of its own", async () => {
    const server = { ...snapshot.server, version: 140_011, database: "elsewhere", systemIdentifier: "7" };
    const { code, stdout } = await planned(
      saved("older.json", { server }),
      ...["--prove", "--scratch-url", databaseUrl(inject("server"), "postgres")],
    );
    expect(code, stdout).toBe(0);
    expect(written().database.name).toBe(live.name);
    expect(written().proof?.up).toEqual({ outcome: "proved" });
  });

  it("quotes every name that needs it, both ways", async () => {
    const scratch = ["--prove", "--scratch-url", databaseUrl(inject("server"), "postgres")];
    const { code, stdout } = await planned(saved("empty.json"), ...scratch);
    expect(code, stdout).toBe(0);
    const { up, down, proof } = written();
    expect(proof).toEqual({ up: { outcome: "proved" }, down: { outcome: "proved" } });
    for (const { sql } of [...up.steps, ...down.steps]) expect(sql).toMatch(/"Sel ect"/);
  });

  it("whose files were edited is refused by its digest, and named", async () => {
    await planned(saved("empty.json"));
    const name = readdirSync(out).find((each) => each.endsWith(".up.sql")) ?? "";
    writeFileSync(join(out, name), `${readFileSync(join(out, name), "utf8")}DROP TABLE users;\n`);
    const refused = await driftwatch(["plans", "--out", out]);
    expectRefusal(refused, new RegExp(name.replaceAll(".", "\\.")));
    expect(refused.stderr).toContain("plan-edited");
  });
});
