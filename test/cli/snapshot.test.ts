/** `driftwatch snapshot` and `driftwatch fingerprint`. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fingerprint, parseSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { SHOP } from "./shop.ts";

let database: FreshDatabase;
let directory: string;
let print: string;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(SHOP);
  print = fingerprint(await takeSnapshot(database.url));
});

afterAll(() => database.drop());

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-cli-"));
  return () => rmSync(directory, { recursive: true });
});

const file = (name: string): string => join(directory, name);
const snapshot = (...args: readonly string[]) => driftwatch(["snapshot", "--database-url", database.url, ...args]);

describe("driftwatch snapshot", () => {
  it("writes a file, says so on stderr, and nothing on stdout", async () => {
    const { code, stdout, stderr } = await snapshot("--out", file("a.json"));
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe(
      `driftwatch: wrote ${database.name} to ${file("a.json")}: ${parsed("a.json").objects.size} objects, fingerprint ${print}\n`,
    );
    expect(fingerprint(parsed("a.json"))).toBe(print);
    expect(readdirSync(directory)).toEqual(["a.json"]);
  });

  const parsed = (name: string) => parseSnapshot(readFileSync(file(name)));

  it("compresses what ends in .gz", async () => {
    await snapshot("--out", file("a.json.gz"));
    expect(gunzipSync(readFileSync(file("a.json.gz"))).toString()).toMatch(/^\{"format":"driftwatch-snapshot"/);
    expect(fingerprint(parsed("a.json.gz"))).toBe(print);
  });

  it("writes to stdout with -, and nothing else there", async () => {
    const { code, stdout } = await snapshot("--out", "-");
    expect(code).toBe(0);
    expect(fingerprint(parseSnapshot(stdout))).toBe(print);
  });

  it("takes the URL from DATABASE_URL", async () => {
    const outcome = await driftwatch(["snapshot", "--out", file("a.json")], { env: { DATABASE_URL: database.url } });
    expect(outcome.code).toBe(0);
    expectRefusal(await driftwatch(["snapshot", "--out", file("b.json")]), /no database was named; .* DATABASE_URL/);
  });

  it("looks at the schemas it is told to", async () => {
    await snapshot("--out", file("a.json"), "--schema", "a*", "--exclude-schema", "app");
    const addresses = [...parsed("a.json").objects.keys()];
    expect(addresses).toContain("table:audit.log");
    expect(addresses).not.toContain("table:app.users");
    expectRefusal(await snapshot("--out", file("b.json"), "--schema", "audti"), /no schema is like "audti"/);
    expect(readdirSync(directory)).toEqual(["a.json"]);
  });

  it("replaces a file in one step, follows links, and leaves devices alone", async () => {
    writeFileSync(file("a.json"), "old");
    symlinkSync(file("a.json"), file("link.json"));
    expect((await snapshot("--out", file("link.json"))).code).toBe(0);
    expect(fingerprint(parsed("a.json"))).toBe(print);
    expect((await snapshot("--out", "/dev/null")).code).toBe(0);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("refuses a place that cannot be written to, before it reads anything", async () => {
    const unreachable = ["snapshot", "--database-url", "postgres://nobody@127.0.0.1:1/x", "--out"];
    mkdirSync(file("d"));
    writeFileSync(file("f"), "");
    const refusals: [string, RegExp][] = [
      [file("no/a.json"), /there is no directory/],
      [file("d"), /is a directory/],
      [file("f/a.json"), /cannot be written \(ENOTDIR\)/],
      ["http://example.com/a", /"http:\/\/\*\*\*" is no place to write to/],
      ["", /"" is no place to write to/],
      ["s3://bucket", /"s3:\/\/bucket" is no place to write to/],
    ];
    for (const [out, line] of refusals) expectRefusal(await driftwatch([...unreachable, out]), line);
  });
});

describe("driftwatch fingerprint", () => {
  it("prints 64 characters and nothing else, the same of a file and of the database", async () => {
    await snapshot("--out", file("a.json.gz"));
    for (const source of [file("a.json.gz"), database.url])
      expect(await driftwatch(["fingerprint", source])).toEqual({ code: 0, stdout: `${print}\n`, stderr: "" });
  });

  it("of an object and what is within it", async () => {
    await snapshot("--out", file("a.json"));
    const of = (address: string) => driftwatch(["fingerprint", file("a.json"), "--address", address]);
    const { stdout } = await of("table:app.users");
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/);
    expect(stdout).not.toBe(`${print}\n`);
    expect((await of('"table":"app"."users"')).stdout).toBe(stdout);
    expectRefusal(await of("table:app.user"), /has no "table:app.user"; did you mean table:app.users\?/);
    expectRefusal(await of("users"), /"users" is no address; write it as table:app.users/);
  });
});
