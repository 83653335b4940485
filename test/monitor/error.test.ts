/** A check that failed: one line to act on, and everything left as it was. */

import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { environmentCredentials } from "../../lib/local/credentials.ts";
import { type CheckOptions, checkDrift } from "../../lib/monitor/check.ts";
import type { Ports } from "../../lib/monitor/ports.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

let database: FreshDatabase;
let world: Watch;

const ADD = "ALTER TABLE app.users ADD COLUMN hotfix int";

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.sql("DROP SCHEMA IF EXISTS app CASCADE; CREATE SCHEMA app; CREATE TABLE app.users (id int)");
  world = watch(database.url);
  world.accept(await world.check());
  expect((await world.check()).status).toBe("IN_SYNC");
});
afterEach(() => world.end());

const sent = (): string[] => world.published.map(({ transition }) => transition);
const checkWith = (changes: Partial<Ports>, options?: CheckOptions) =>
  checkDrift(aTarget(), { ...world.ports, ...changes }, options);
const expectedPath = () => world.ports.snapshots.expectedLocation(aTarget());

describe("a check that failed", () => {
  const url = (text: string) => ({ credentials: environmentCredentials({ DRIFTWATCH_URL_ORDERS: text }) });
  const elsewhere = () => {
    const at = new URL(database.url);
    at.pathname = "/nowhere";
    return at.href;
  };

  it.each<[string, string, () => Promise<Partial<Ports>>]>([
    ["an unreachable host", "database-unreachable", async () => url("postgres://watcher:pw-s3cret@127.0.0.1:1/orders")],
    ["an unknown database", "database-unknown", async () => url(elsewhere())],
    ["no URL", "credentials-missing", async () => ({ credentials: environmentCredentials({}) })],
    ["half a URL", "bad-argument", async () => url("postgres://watcher:pw-s3cret@:0x/orders")],
    [
      "a snapshot that was edited",
      "snapshot-corrupt",
      async () => {
        const text = packSnapshot(parseSnapshot(readFileSync(expectedPath())), "plain.json").toString("utf8");
        writeFileSync(expectedPath(), text.replace("app.users", "app.losers"));
        return {};
      },
    ],
    [
      "a snapshot that is none",
      "snapshot-format",
      async () => {
        writeFileSync(expectedPath(), "hello");
        return {};
      },
    ],
  ])("%s leaves state and incident untouched, and is one line", async (_what, code, arrange) => {
    await database.sql(ADD);
    await world.check();
    const changes = await arrange();
    const before = world.memory();
    const report = await checkWith(changes, { full: true });
    expect(report).toMatchObject({ status: "ERROR", error: { code }, transition: null, findings: [] });
    expect(report.summary).toMatch(/^orders could not be checked: \S[^\n]+\.$/);
    expect(report.nextSteps).toHaveLength(1);
    expect(JSON.stringify(report)).not.toContain("s3cret");
    expect(world.memory()).toEqual(before);
    expect(world.state()?.checks[0]).toMatchObject({ status: "ERROR", report: null });
    expect(sent()).toEqual(["opened"]);
    expect(world.metrics).toHaveLength(3);
  });

  it("a state that is damaged is refused, not overwritten", async () => {
    const path = `${world.directory}/orders/state.json`;
    writeFileSync(path, '{"format": 1,');
    expect(await world.check()).toMatchObject({ status: "ERROR", error: { code: "store-unavailable" } });
    expect(readFileSync(path, "utf8")).toBe('{"format": 1,');
  });

  it("tells the whole remedy, even one of two parts", async () => {
    const refuse: Ports["databases"] = {
      open: async () => {
        throw new DriftwatchError("password-rejected", "no entry", "use verify-full; else check pg_hba.conf");
      },
    };
    const report = await checkWith({ databases: refuse });
    expect(report.nextSteps).toEqual(["Use verify-full; else check pg_hba.conf."]);
  });
});
