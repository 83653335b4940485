/** From a drift to its end by decision: history, show, acknowledge, accept, over the directory that checks use. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { ownServer } from "../support/own-server.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { DRIFT, SHOP } from "./shop.ts";

let database: FreshDatabase;
let directory: string;
const expected = () => join(directory, "expected.json");

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(SHOP);
  directory = mkdtempSync(join(tmpdir(), "driftwatch-accept-"));
  writeFileSync(expected(), packSnapshot(await takeSnapshot(database.url), expected()));
  const config = { databases: [{ id: "shop", urlFromEnv: "SHOP", expected: "expected.json" }] };
  writeFileSync(join(directory, "driftwatch.config.json"), JSON.stringify(config));
  await database.sql(DRIFT);
});
afterAll(async () => {
  await database.drop();
  rmSync(directory, { recursive: true });
});

const run = (command: string, ...args: readonly string[]) =>
  driftwatch([command, ...args, "--config", join(directory, "driftwatch.config.json")], {
    env: { SHOP: database.url },
  });
const json = async (command: string, ...args: readonly string[]) =>
  JSON.parse((await run(command, ...args, "--format", "json")).stdout);

describe("a drift and what people decide", () => {
  it("has no history before its first check", async () => {
    expectRefusal(await run("history"), /nothing is remembered of shop; check it first/);
    expectRefusal(await run("show", "latest"), /nothing is remembered of shop/);
  });

  it("is acknowledged by id and by address, and is told no more", async () => {
    const opened = await run("check");
    expect(opened).toMatchObject({ code: 2, stderr: expect.stringMatching(/alert: \[CRITICAL\]/) });
    expect(opened.stdout).toMatch(/driftwatch accept --database shop --fingerprint\s+[0-9a-f]{16}/);
    const { findings } = await json("show", "latest");
    expect(findings).toHaveLength(2);
    expectRefusal(await run("acknowledge", "nosuch", "--why", "x"), /found no "nosuch"; choose from [0-9a-f]{16} \(/);
    expectRefusal(await run("acknowledge", findings[0].id, "--why", " "), /--why is empty/);
    expectRefusal(
      await run("acknowledge", findings[0].id, "--why", "x", "--until", "soon"),
      /--until cannot be "soon"/,
    );
    expectRefusal(await run("acknowledge", findings[0].id, "--why", "x", "--until", "2001-01-01"), /has passed/);
    const names = [findings[0].id, findings[1].address];
    expect(await run("acknowledge", ...names, "--why", "release 43", "--by", "ada")).toMatchObject({ code: 0 });
    const report = await json("check");
    expect(report).toMatchObject({ status: "DRIFTED", transition: "still", incident: { state: "acknowledged" } });
    expect(report.summary).toMatch(/2 of them acknowledged/);
    expect(report.findings[0].acknowledged).toMatchObject({ by: "ada", why: "release 43", until: null });
  });

  it("is told again once somebody takes the acknowledgement back", async () => {
    const { findings } = await json("show", "latest");
    expect(await run("acknowledge", findings[0].id, "--withdraw", "--why", "no")).toMatchObject({ code: 0 });
    expect(await json("check")).toMatchObject({ transition: "reopened", incident: { state: "open" } });
  });

  it("is accepted as it was reviewed, whatever stands there by then", async () => {
    const { checks } = await json("history");
    const reviewed: string = checks[0].fingerprint;
    await database.sql("ALTER TABLE app.users ADD COLUMN later int");
    expectRefusal(await run("accept", "--why", "x"), /nothing was named to accept/);
    expectRefusal(await run("accept", "--why", "x", "--fingerprint", "abc"), /at least the first 8/);
    expectRefusal(await run("accept", "--why", "x", "--fingerprint", "0".repeat(64)), /no check of shop has observed/);
    const accepted = await run("accept", "--fingerprint", reviewed.slice(0, 8), "--why", "release 42", "--by", "ada");
    expect(accepted).toMatchObject({ code: 0, stderr: expect.stringMatching(/commit it, and deploy/) });
    expect(readFileSync(expected(), "utf8")).toContain(reviewed);
    expect(await json("check")).toMatchObject({
      transition: "changed",
      findings: [{ code: "column.added", address: "column:app.users.later" }],
    });
    expect(await run("accept", "--report", "latest", "--why", "that, too")).toMatchObject({ code: 0 });
    expect(await run("check")).toMatchObject({ code: 0, stderr: expect.stringMatching(/\[RESOLVED\]/) });
  });

  it("is all in the history", async () => {
    const { stdout } = await run("history");
    expect(stdout).toMatch(/^WHEN +STATUS +FINDINGS +FINGERPRINT +INCIDENT\n/);
    expect(stdout.match(/resolved|changed|reopened|still|opened/g)?.slice(0, 5)).toEqual([
      "resolved",
      "changed",
      "reopened",
      "still",
      "opened",
    ]);
    expect(stdout).toMatch(/ada accepted [0-9a-f]{16}: release 42/);
    expect(stdout).toMatch(/ada acknowledged 2 findings: release 43/);
    expect(await json("history", "--limit", "1")).toMatchObject({ checks: { length: 1 }, decisions: { length: 1 } });
  });

  it("is refused when its snapshot was damaged", async () => {
    await database.sql("DROP VIEW app.names");
    const { stored } = await json("check");
    writeFileSync(stored.observed, readFileSync(stored.observed).subarray(0, 100));
    expectRefusal(await run("accept", "--report", "latest", "--why", "x"), /cannot be trusted/);
  });
});

describe("a database that was moved to another server", () => {
  it("is checked no more until somebody says that it is there now", async () => {
    const own = await ownServer();
    try {
      await (await own.database("shop")).sql(SHOP);
      const moved = (command: string, ...args: readonly string[]) =>
        driftwatch([command, ...args, "--config", join(directory, "driftwatch.config.json")], {
          env: { SHOP: own.server.connectionString("shop") },
        });
      const { code, stderr } = await moved("check");
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("shop is another database") });
      expectRefusal(await moved("accept", "--home", "shop", "--why", "moved"), /names no database of a server/);
      const [, home = ""] = /--home (\S+)/.exec(stderr) ?? [];
      const accepted = await moved("accept", "--home", home, "--why", "moved to the new server");
      expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining(`shop: ${home} is the database now`) });
      expect([0, 2]).toContain((await moved("check")).code);
      expect((await moved("history")).stdout).toContain(`to ${home}: moved to the new server`);
      expect(await moved("accept", "--why", "x")).toMatchObject({ code: 1 });
    } finally {
      await own.stop();
    }
  });
});
