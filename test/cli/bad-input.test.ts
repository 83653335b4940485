/** Sources nobody can read and databases nobody gets into: one line each, nothing written, nothing secret said. */

import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serializeSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";
import { driftwatch, ended, expectRefusal, SECRET, started } from "./driftwatch.ts";

const certificate = (name: string): string =>
  fileURLToPath(new URL(`../support/certificates/${name}`, import.meta.url));

let server: OwnServer;
let database: OwnDatabase;
let encrypted: EmbeddedServer;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-cli-"));
  [server, encrypted] = await Promise.all([
    ownServer(["local all postgres trust", "local all all scram-sha-256"]),
    startServer({ tls: { certificate: certificate("server.pem"), key: certificate("server.key") } }),
  ]);
  database = await server.database("shop");
  await database.sql(`CREATE ROLE alice LOGIN PASSWORD '${SECRET}'`);
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await Promise.all([server.stop(), encrypted.stop()]);
});

const file = (name: string): string => join(directory, name);

describe("a database", () => {
  const onLocalhost = () => encrypted.connectionString().replace("127.0.0.1", "localhost");

  it.each<[string, () => string, RegExp]>([
    [
      "that is unreachable",
      () => `postgres://me:${SECRET}@127.0.0.1:1/shop`,
      /nothing listens there \(ECONNREFUSED\);/,
    ],
    ["whose host nobody knows", () => `postgres://me:${SECRET}@nowhere.invalid/shop`, /nowhere\.invalid/],
    [
      "that rejects the password",
      () => database.url("alice", `${SECRET}x`),
      /password authentication failed .*; check/,
    ],
    ["that is unknown", () => database.url().replace("/shop", "/shoop"), /database "shoop" does not exist; check/],
    ["whose certificate nobody vouches for", () => `${onLocalhost()}?sslmode=verify-full`, /; give the PEM file/],
    ["whose certificate is for another name", () => withCa(encrypted.connectionString()), /; connect by a name/],
    ["that speaks no TLS", () => `${database.url()}&sslmode=verify-full`.replace(/\?host=[^&]*&/, "?"), /localhost/],
  ])("%s is refused in one line, and nothing is written", async (_, url, line) => {
    expectRefusal(await driftwatch(["snapshot", "--database-url", url(), "--out", file("a.json")]), line);
    expectRefusal(await driftwatch(["fingerprint", url()]), line);
    expectRefusal(await driftwatch(["diff", url(), url()]), line);
    expect(readdirSync(directory)).toEqual([]);
  });

  const withCa = (url: string): string => `${url}?sslmode=verify-full&sslrootcert=${certificate("ca.pem")}`;

  it("is let in with the right password, and with the right authority", async () => {
    for (const url of [database.url("alice", SECRET), withCa(onLocalhost())])
      expect((await driftwatch(["fingerprint", url])).code).toBe(0);
  });
});

describe("a source", () => {
  it.each<[string, string, RegExp]>([
    [
      "that is neither file nor URL",
      "nowhere.json",
      /"nowhere\.json" is neither a file nor a URL that can be read; give/,
    ],
    ["of another scheme", "mysql://me:S3CR3T@host/db", /"mysql:\/\/\*\*\*" is neither a file nor a URL/],
    ["that is nothing", "", /"" is neither a file nor a URL/],
    ["with a control character", "a\u001b[2Jb", /"a\\u001b\[2Jb" is neither/],
    [
      "that is a directory without migrations",
      "docs",
      /holds no SQL files; give the directory that holds the migrations/,
    ],
    ["without a key in S3", "s3://bucket", /s3:\/\/bucket names no object/],
  ])("%s", async (_, source, line) => {
    expectRefusal(await driftwatch(["fingerprint", source]), line);
    expectRefusal(await driftwatch(["diff", source, source]), line);
  });

  it("that is no snapshot, damaged, edited, of a newer format, or unreadable", async () => {
    const text = serializeSnapshot(await takeSnapshot(database.url()));
    const refusals: [string, string | Uint8Array, RegExp][] = [
      ["empty", "", /is empty; give a file that/],
      ["other", '{"hello": "world"}', /is not a driftwatch snapshot/],
      ["cut", text.slice(0, -9), /cannot be trusted: its digest does not match/],
      ["edited", text.replace('"shop"', '"chop"'), /cannot be trusted: its digest does not match/],
      ["newer", text.replace('"version":2', '"version":3'), /has snapshot format 3 and this version reads format/],
      ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 0), /cannot be trusted: it is no complete gzip file/],
    ];
    for (const [name, content, line] of refusals) {
      writeFileSync(file(name), content);
      expectRefusal(await driftwatch(["fingerprint", file(name)]), line);
    }
  });

  // A loop of links, since whoever runs the tests may be allowed to read everything.
  it("that cannot be read", async () => {
    symlinkSync(file("there"), file("here"));
    symlinkSync(file("here"), file("there"));
    expectRefusal(await driftwatch(["fingerprint", file("here")]), /cannot be read \(ELOOP\); check its permissions/);
  });
});

describe("a refusal", () => {
  const url = `postgres://me:${SECRET}@127.0.0.1:1/shop`;

  it("is one line of the program, too, and its exit code", async () => {
    expectRefusal(await ended(started(["fingerprint", url])), /nothing listens there/);
  });

  it("comes with the stack, and still without the password, for whoever debugs", async () => {
    const { code, stderr } = await driftwatch(["fingerprint", url], { env: { DEBUG: "other,driftwatch" } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^driftwatch: [^\n]+\nDriftwatchError: .*\n +at .*\[cause\]/s);
  });
});
