/** The page and the plan beside the report: there with every report, and never in the way of one. */

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ports } from "../../lib/monitor/ports.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let database: FreshDatabase;
let world: Watch;

beforeEach(async () => {
  database = await freshDatabase();
  await database.sql("CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY, email text)");
});
afterEach(async () => {
  world.end();
  await database.drop();
});

/** A check that finds drift, after one that found none. */
async function drift(changes?: (local: Ports) => Partial<Ports>) {
  world = watch(database.url, changes);
  world.accept(await world.check());
  await world.check();
  await database.sql("ALTER TABLE app.users ADD COLUMN hotfix int");
  return world.check();
}

describe("a report", () => {
  it("has its SQL beside it as a script, which the alert and the page name, and which mends the database", async () => {
    const { stored } = await drift();
    expect(stored.plan).toBe(stored.report!.replace(/\.json$/, ".up.sql"));
    expect(world.published.at(-1)?.report.stored.plan).toBe(stored.plan);
    expect(readFileSync(stored.page!, "utf8")).toContain(basename(stored.plan!));
    const script = readFileSync(stored.plan!, "utf8");
    expect(script).toContain(`psql -X -v ON_ERROR_STOP=1 -f ${basename(stored.plan!)}`);
    await database.sql(script);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC", transition: "resolved", stored: { plan: null } });
  });

  it("has a page beside it, which the alert names", async () => {
    const { stored, status } = await drift();
    expect(status).toBe("DRIFTED");
    expect(stored.page).toBe(stored.report!.replace(/\.json$/, ".html"));
    expect(readFileSync(stored.page!, "utf8")).toMatch(/^<!doctype html>[\s\S]*column app\.users\.hotfix: added/);
    expect(world.published.at(-1)?.report.stored.page).toBe(stored.page);
  });

  it("keeps its page while its verdict stands", async () => {
    const first = await drift();
    const second = await world.check();
    expect(second).toMatchObject({ transition: "still", stored: first.stored });
  });
});

describe.each<[string, (local: Ports) => Partial<Ports>]>([
  [
    "made",
    ({ companions }) => {
      const fails = async () => Promise.reject(new Error("no room"));
      return { companions: { ...companions, page: fails, plan: fails } };
    },
  ],
  [
    "stored",
    ({ reports }) => ({ reports: { ...reports, writeBeside: async () => Promise.reject(new Error("no room")) } }),
  ],
])("a page and a plan that cannot be %s", (_what, changes) => {
  it("costs neither the report nor the alert, and is told", async () => {
    const report = await drift(changes);
    expect(report).toMatchObject({ status: "DRIFTED", transition: "opened", stored: { page: null, plan: null } });
    expect(JSON.parse(readFileSync(report.stored.report!, "utf8"))).toMatchObject({ status: "DRIFTED" });
    expect(world.published.map(({ transition }) => transition)).toEqual(["opened"]);
    expect(world.published[0]?.report.stored).toEqual(report.stored);
    expect(world.lost.at(-1)).toContain("no room");
    expect(world.state()?.outbox).toEqual([]);
  });
});
