/** Where the expected snapshot is of another database, the monitor's own look at the database in sync proves renames. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { move } from "../../lib/monitor/home.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

const SCHEMA = "CREATE TABLE users (id int PRIMARY KEY, price int, joined date)";

let origin: FreshDatabase;
let database: FreshDatabase;
let watched: Watch;

beforeEach(async () => {
  [origin, database] = [await freshDatabase(), await freshDatabase()];
  for (const each of [origin, database]) await each.sql(SCHEMA);
  watched = watch(database.url);
  const path = watched.ports.snapshots.expectedLocation(aTarget());
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packSnapshot(await takeSnapshot(origin.url), path));
});

afterEach(async () => {
  watched.end();
  await origin.drop();
  await database.drop();
});

const evidence = async () => {
  const { findings } = await watched.check();
  return findings.map(({ code, rename }) => [code, rename?.evidence.by]);
};

describe("the witness", () => {
  it("is kept once, and proves what nothing else would", async () => {
    expect((await watched.check()).status).toBe("IN_SYNC");
    const kept = watched.state()?.reading?.witness;
    expect(kept?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    await watched.check({ full: true });
    expect(watched.state()?.reading?.witness).toEqual(kept);
    await database.sql("ALTER TABLE users RENAME price TO cost");
    expect(await evidence()).toEqual([["column.renamed", "identity"]]);
    // The verdict of the second look is the first's, and after further changes the witness is still there.
    expect(await evidence()).toEqual([["column.renamed", "identity"]]);
    await database.sql("ALTER TABLE users RENAME joined TO since");
    expect(await evidence()).toEqual([
      ["column.renamed", "identity"],
      ["column.renamed", "identity"],
    ]);
  });

  it("proves as well that something was dropped and another made", async () => {
    await watched.check();
    await database.sql("ALTER TABLE users DROP joined, ADD joined_at date");
    expect(await evidence()).toEqual([
      ["column.removed", undefined],
      ["column.added", undefined],
    ]);
  });

  it("testifies of no other database", async () => {
    await watched.check();
    const state = watched.state();
    const other = await freshDatabase();
    await other.sql(SCHEMA.replace("price", "cost"));
    const moved = watch(other.url, () => ({ snapshots: watched.ports.snapshots, states: watched.ports.states }));
    const { error } = await moved.check({ full: true });
    const [, home = ""] = /--home (\S+)/.exec(error?.message ?? "") ?? [];
    await move(aTarget(), moved.ports, { home, by: "ann", why: "moved" });
    const { findings } = await moved.check({ full: true });
    expect(findings.map(({ code }) => code)).toEqual(["column.removed", "column.added"]);
    expect(state?.reading?.witness?.server.databaseOid).not.toBe(0);
    moved.end();
    await other.drop();
  });

  it("is not needed where the expected snapshot is of the database itself", async () => {
    const path = watched.ports.snapshots.expectedLocation(aTarget());
    writeFileSync(path, packSnapshot(await takeSnapshot(database.url), path));
    expect((await watched.check()).status).toBe("IN_SYNC");
    expect(watched.state()?.reading?.witness).toBeUndefined();
    await database.sql("ALTER TABLE users RENAME price TO cost");
    expect(await evidence()).toEqual([["column.renamed", "identity"]]);
  });
});
