/** The authorities of RDS fetched anew, from a server on loopback: what is taken, and what is not. */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROVENANCE, refreshCertificates } from "../../bin/certificates.ts";

const SHIPPED = "lib/postgres/certificates";
const shipped = readFileSync(join(SHIPPED, "rds-global-bundle.pem"), "utf8");
const blocks = shipped.split(/(?=-----BEGIN)/).map((pem) => `${pem.trim()}\n`);
const ofTests = (name: string): string => readFileSync(`test/support/certificates/${name}`, "utf8");
const now = new Date("2026-11-28T00:00:00Z");

const directory = mkdtempSync(join(tmpdir(), "driftwatch-certificates-"));
const to = join(directory, "bundle.pem");
let server: Server;
let from: string;
let answer: { status: number; text: string };

beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(answer.status).end(answer.text)).listen(0, "127.0.0.1");
  await once(server, "listening");
  from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bundle.pem`;
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  for (const name of readdirSync(directory)) rmSync(join(directory, name));
  writeFileSync(to, blocks.slice(1).join(""));
  answer = { status: 200, text: shipped };
});

const refresh = (url = from, at = now): Promise<string[]> => refreshCertificates({ from: url, to, now: at });

describe("the certificates of RDS", () => {
  it("are replaced in one step, with where they come from, and what is new is told by its fingerprint", async () => {
    const lines = await refresh();
    expect(lines).toEqual([
      expect.stringMatching(
        /^\+ Amazon RDS \S+ Root CA \S+ G1, until .* 20\d\d GMT, SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/,
      ),
      `written: ${blocks.length} certificates of 34 regions from ${from}`,
    ]);
    const content = readFileSync(to, "utf8");
    expect(content).toBe(blocks.join(""));
    expect(JSON.parse(readFileSync(join(directory, PROVENANCE), "utf8"))).toEqual({
      ...{ source: from, takenAt: "2026-11-28", certificates: blocks.length, newestIssued: "2025-05-20" },
      sha256: createHash("sha256").update(content).digest("hex"),
    });
    expect(readdirSync(directory).sort()).toEqual([PROVENANCE, "bundle.pem"]);
  });

  it("stay as they are where nothing is new", async () => {
    writeFileSync(to, shipped);
    expect(await refresh()).toEqual([`unchanged: ${blocks.length} certificates from ${from}`]);
    expect(readdirSync(directory)).toEqual(["bundle.pem"]);
  });

  it.each<[string, () => { status?: number; text?: string }, RegExp]>([
    ["an error", () => ({ status: 503 }), /answered 503;/],
    ["a page", () => ({ text: "<html>sign in</html>" }), /it holds no certificate;/],
    [
      "half of a certificate",
      () => ({ text: shipped.replace(/\n.{64}\n/, "\n") }),
      /certificate \d+ of \d+ cannot be read|has not signed itself/,
    ],
    ["an answer cut short", () => ({ text: shipped.slice(0, -200) }), /it is cut short;/],
    [
      "what is no authority",
      () => ({ text: shipped + ofTests("server.pem") }),
      /is no authority|has not signed itself/,
    ],
    [
      "a region less",
      () => ({ text: blocks.filter((pem) => !isOf(pem, "eu-west-1")).join("") }),
      /no authority any more for eu-west-1;/,
    ],
  ])("are not taken from %s, and nothing is changed", async (_, answered, why) => {
    answer = { ...answer, ...answered() };
    await expect(refresh()).rejects.toMatchObject({ code: "bad-argument", message: expect.stringMatching(why) });
    expect(readFileSync(to, "utf8")).toBe(blocks.slice(1).join(""));
    expect(readdirSync(directory)).toEqual(["bundle.pem"]);
  });

  it("are not taken when one has expired, or over a line that anybody may write on", async () => {
    await expect(refresh(from, new Date("2090-01-01"))).rejects.toThrow(/Root CA .* is valid from .* to /);
    await expect(refresh("http://example.com/bundle.pem")).rejects.toThrow(/is not fetched by HTTPS/);
  });

  it("are those that the package says it ships", () => {
    const said = JSON.parse(readFileSync(join(SHIPPED, PROVENANCE), "utf8")) as Record<string, unknown>;
    expect(said).toMatchObject({
      sha256: createHash("sha256").update(shipped).digest("hex"),
      certificates: blocks.length,
      source: expect.stringMatching(/^https:/),
    });
  });
});

const isOf = (pem: string, region: string): boolean =>
  Buffer.from(pem.replaceAll(/-----[A-Z ]+-----/g, ""), "base64").includes(` ${region} Root CA `);
