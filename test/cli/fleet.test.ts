/** `driftwatch fleet`: databases that drifted alike are told together, from the directory of checks and from a bucket. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fleet } from "../../lib/core/fleet.ts";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { body, refused } from "../support/aws.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { DRIFT, SHOP } from "./shop.ts";

const IDS = ["apple", "banana", "cherry", "date", "fig"];
const databases: FreshDatabase[] = [];
let directory: string;
let config: string;

const env = () => ({
  ...Object.fromEntries(databases.map(({ url }, at) => [`DRIFTWATCH_URL_${IDS[at]?.toUpperCase()}`, url])),
});
const fleet = (...args: string[]) => driftwatch(["fleet", "--config", config, ...args]);
const fleetJson = async (...args: string[]) => {
  const { code, stdout } = await fleet("--format", "json", ...args);
  return { code, fleet: JSON.parse(stdout) as Fleet };
};

// Apple and cherry are as expected, banana and date drifted alike, of fig the schema cannot be seen, nobody checked elder.
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-fleet-"));
  config = join(directory, "driftwatch.config.json");
  const all = [...IDS, "elder"].map((id) => ({ id, secret: id }));
  writeFileSync(config, JSON.stringify({ databases: [...all, { id: "grape", secret: "g", enabled: false }] }));
  databases.push(...(await Promise.all(IDS.map(() => freshDatabase()))));
  for (const database of databases) await database.sql(SHOP);
  for (const [at, database] of databases.entries()) {
    const path = join(directory, ".driftwatch", String(IDS[at]), "expected.json.gz");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, packSnapshot(await takeSnapshot(database.url), path));
  }
  for (const at of [1, 3]) await databases[at]?.sql(DRIFT);
  for (const id of IDS) await driftwatch(["check", "--config", config, "--database", id], { env: env() });
  const nowhere = { DRIFTWATCH_URL_FIG: "postgres://me@127.0.0.1:1/nowhere" };
  await driftwatch(["check", "--config", config, "--database", "fig"], { env: nowhere });
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
  rmSync(directory, { recursive: true, force: true });
});

it("of nothing is not in order", async () => {
  const nobody = join(directory, "nobody");
  mkdirSync(nobody);
  const file = join(nobody, "driftwatch.config.json");
  writeFileSync(file, JSON.stringify({ databases: [{ id: "grape", secret: "g", enabled: false }] }));
  const { code, stdout } = await driftwatch(["fleet", "--config", file]);
  expect(code).toBe(3);
  expect(stdout).toContain("Nothing is watched here yet");
});

describe("a fleet", () => {
  it("is grouped by schema and verdict, those first that need somebody", async () => {
    const { code, fleet: seen } = await fleetJson();
    expect(code).toBe(2);
    expect(seen.groups.map(({ status, databases: ids }) => [status, ids])).toEqual([
      ["DRIFTED", ["banana", "date"]],
      ["IN_SYNC", ["apple", "cherry"]],
    ]);
    expect(seen.groups[0]).toMatchObject({ findings: { length: 2 }, total: 2 });
    expect(seen.groups[1]?.findings).toEqual([]);
    expect(new Set(seen.groups.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(seen.unseen).toEqual([
      { database: "elder", reason: "never", seenAt: null, verdictAt: null },
      { database: "fig", reason: "failed", seenAt: expect.stringMatching(/^20/), verdictAt: expect.any(String) },
    ]);
  });

  it("is one paragraph for all that drifted alike", async () => {
    const { stdout } = await fleet();
    expect(stdout).toMatch(
      /^6 databases, 2 schemas: 2 drifted, 2 in sync, 2 not seen\.\n\nDRIFTED {2}2 databases alike {2}schema [0-9a-f]{16}/,
    );
    expect(stdout).toMatch(/\n {2}banana, date\n/);
    expect(stdout.match(/CRITICAL|HIGH|MEDIUM|LOW/g)).toHaveLength(2);
    expect(stdout).toMatch(
      /Not seen\n {2}elder: no check is known\n {2}fig: the last check could not see the schema; last seen 20[^\n]*\n\nWhat to do now\n/,
    );
    expect(stdout.replace(/^[\s\S]*What to do now\n/, "").replaceAll(/\s+/g, " ")).toBe(
      ` 1. Read what is the matter with banana and 1 other alike, and what to do: driftwatch show --database banana --config ${config} ` +
        `2. Find out why some were not seen: driftwatch doctor --database elder --database fig --config ${config} `,
    );
  });

  it("is a page of its own", async () => {
    const out = join(directory, "fleet.html");
    expect((await fleet("--format", "html", "--out", out)).stdout).toBe("");
    const page = readFileSync(out, "utf8");
    expect(page).toMatch(/^<!doctype html>/);
    for (const text of [
      "drifted: 2 databases",
      "in sync: 2 databases",
      "Not seen",
      "banana",
      "elder",
      "What to do now",
      "driftwatch show --database banana",
    ])
      expect(page.replaceAll(/<\/?span[^>]*>/g, "")).toContain(text);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it("says what has not been checked lately", async () => {
    const path = join(directory, ".driftwatch/apple/state.json");
    const before = readFileSync(path, "utf8");
    const state = JSON.parse(before);
    const old = "2026-01-01T00:00:00.000Z";
    writeFileSync(
      path,
      JSON.stringify({ ...state, checks: state.checks.map((check: object) => ({ ...check, at: old })) }),
    );
    const { fleet: seen } = await fleetJson();
    expect(seen.unseen[0]).toEqual({ database: "apple", reason: "stale", seenAt: old, verdictAt: expect.any(String) });
    expect((await fleetJson("--stale-after", "99999")).fleet.unseen.map(({ database }) => database)).toEqual([
      "elder",
      "fig",
    ]);
    writeFileSync(path, before);
  });

  it("of which something expects another schema is another group", async () => {
    const [apple, banana] = ["apple", "banana"].map((id) => join(directory, ".driftwatch", id, "state.json"));
    const before = readFileSync(apple!, "utf8");
    const [state, drifted] = [before, readFileSync(banana!, "utf8")].map((text) => JSON.parse(text));
    // Drifted to the same schema from another one.
    const incident = { ...drifted.incident, findings: drifted.incident.findings.slice(0, 1) };
    writeFileSync(apple!, JSON.stringify({ ...state, incident, checks: drifted.checks }));
    expect((await fleetJson()).fleet.groups.map(({ databases: ids }) => ids)).toEqual([
      ["banana", "date"],
      ["apple"],
      ["cherry"],
    ]);
    writeFileSync(apple!, before);
  });
});

it("counts all that drifted, of which it names the worst", async () => {
  const path = join(directory, ".driftwatch/banana/state.json");
  const before = readFileSync(path, "utf8");
  const { incident, ...state } = JSON.parse(before);
  const findings = Array.from({ length: 1_400 }, () => incident.findings[0]);
  writeFileSync(path, JSON.stringify({ ...state, incident: { ...incident, findings } }));
  const [group] = (await fleetJson()).fleet.groups;
  expect(group).toMatchObject({ findings: { length: 20 }, total: 1_400 });
  expect((await fleet()).stdout).toContain("… and 1,395 more");
  writeFileSync(path, before);
});

describe("a bucket", () => {
  const s3 = mockClient(S3Client);
  afterAll(() => s3.restore());

  it("is looked through for every database that it keeps something of", async () => {
    s3.on(ListObjectsV2Command, { Bucket: "states", Delimiter: "/" })
      .resolvesOnce({ CommonPrefixes: [{ Prefix: "apple/" }, { Prefix: "banana/" }], NextContinuationToken: "more" })
      .resolves({ CommonPrefixes: [{ Prefix: "date/" }, { Prefix: "no id/" }] });
    s3.on(GetObjectCommand).rejects(refused("NoSuchKey", 404));
    for (const id of IDS) {
      const content = readFileSync(join(directory, ".driftwatch", id, "state.json"));
      s3.on(GetObjectCommand, { Bucket: "states", Key: `${id}/state.json` }).callsFake(() => ({
        Body: body(content),
        ETag: "1",
      }));
    }
    const { code, stdout } = await driftwatch(["fleet", "--bucket", "states", "--format", "json"], {
      env: { DRIFTWATCH_CONFIG: "" },
    });
    expect(code).toBe(2);
    const groups = (JSON.parse(stdout) as Fleet).groups.map(({ databases: ids }) => ids);
    expect(groups).toEqual([["banana", "date"], ["apple"]]);
  });

  it("that may not be listed is told in one line", async () => {
    s3.reset();
    s3.on(ListObjectsV2Command).rejects(refused("AccessDenied", 403));
    expectRefusal(await fleet("--bucket", "states"), /could not be listed: AccessDenied.*; allow s3:ListBucket/);
  });
});

it("is refused in one line without config and bucket", async () => {
  expectRefusal(await driftwatch(["fleet", "--config", join(directory, "no.json")]), /no config could be read/);
  expectRefusal(await fleet("--stale-after", "soon"), /--stale-after/);
});
