/** `--format` and `--out`: what people, programs, pull requests and CI are given. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { repositoryFile } from "../../lib/cli/repository-file.ts";
import { version } from "../../lib/cli/version.ts";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { checkedBy } from "../support/schema.ts";
import { driftwatch, expectRefusal, type Outcome } from "./driftwatch.ts";
import { DRIFT, SHOP } from "./shop.ts";

let [expected, drifted]: FreshDatabase[] = [];
let directory: string;

beforeAll(async () => {
  [expected, drifted] = await Promise.all([freshDatabase(), freshDatabase()]);
  await expected.sql(SHOP);
  await drifted.sql(`${SHOP};${DRIFT}`);
});
afterAll(() => Promise.all([expected?.drop(), drifted?.drop()]));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-format-"));
  mkdirSync(join(directory, ".driftwatch", "shop"), { recursive: true });
  const snapshot = await takeSnapshot(expected!.url);
  writeFileSync(join(directory, ".driftwatch/shop/expected.json.gz"), packSnapshot(snapshot, "expected"));
  writeFileSync(join(directory, "c.json"), JSON.stringify({ databases: [{ id: "shop", urlFromEnv: "SHOP" }] }));
  return () => rmSync(directory, { recursive: true });
});

const check = (...args: readonly string[]): Promise<Outcome> =>
  driftwatch(["check", "--config", join(directory, "c.json"), ...args], {
    env: { SHOP: drifted!.url, OTHER: expected!.url },
  });
const diff = (...args: readonly string[]): Promise<Outcome> =>
  driftwatch(["diff", expected!.url, drifted!.url, ...args]);

describe.each([
  ["check", check, "docs/schemas/report.v2.json"],
  ["diff", diff, "docs/schemas/comparison.v1.json"],
] as const)("driftwatch %s", (command, run, schema) => {
  it("--format json is of the published schema", async () => {
    const { code, stdout } = await run("--format", "json");
    expect(code).toBe(2);
    expect(checkedBy(schema)(JSON.parse(stdout))).toEqual([]);
  });

  it("--format markdown is a comment", async () => {
    const { code, stdout } = await run("--format", "markdown");
    expect(code).toBe(2);
    expect(stdout).toMatch(/^## ❌ DRIFTED/);
    expect(stdout).toContain(
      "<details><summary><b>CRITICAL</b> <code>policy app.orders.own: using altered</code></summary>",
    );
    expect(stdout).toContain("+ using: true");
    expect(stdout).toContain("```sql\n-- 1/");
  });

  it("--format junit is a failing test per finding", async () => {
    const { code, stdout } = await run("--format", "junit");
    expect(code).toBe(2);
    expect(XMLValidator.validate(stdout)).toBe(true);
    expect(stdout).toContain('tests="2" failures="2" errors="0" skipped="0"');
  });

  it("--format sarif is an alert per finding, at a file", async () => {
    const { code, stdout } = await run("--format", "sarif");
    expect(code).toBe(2);
    const [{ tool, results }] = JSON.parse(stdout).runs;
    expect(tool.driver).toMatchObject({ name: "driftwatch", version: version(), rules: { length: 2 } });
    expect(results).toMatchObject([{ level: "error" }, {}]);
    const [{ physicalLocation }] = results[0].locations;
    expect(physicalLocation.artifactLocation.uri).toMatch(command === "check" ? /^file:\/\/.*c\.json$/ : /^driftwatch/);
  });

  it.each(["text", "json", "markdown", "junit", "sarif", "html"])(
    "--out writes what --format %s prints",
    async (format) => {
      const out = join(directory, `${command}.${format}`);
      const { code, stdout } = await run("--format", format, "--out", out);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(readFileSync(out, "utf8")).toContain("policy");
      expect(readdirSync(directory).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    },
  );

  it("--out refuses a place where nothing can be written, before it looks at anything", async () => {
    expectRefusal(await run("--out", join(directory, "nowhere", "x")), /there is no directory/);
    expectRefusal(await run("--out", directory), /is a directory/);
  });
});

it("a file is named by its way from where the command is run, and one that lies elsewhere by itself", () => {
  expect(repositoryFile("db/a b.json")).toBe("db/a%20b.json");
  expect(repositoryFile(join(process.cwd(), "c.json"))).toBe("c.json");
  expect(repositoryFile("/elsewhere/c.json")).toBe("file:///elsewhere/c.json");
});

it("several databases are one comment, and a suite each", async () => {
  const databases = ["shop", "other"].map((id) => ({ id, urlFromEnv: id.toUpperCase() }));
  writeFileSync(join(directory, "c.json"), JSON.stringify({ databases }));
  const markdown = await check("--all", "--format", "markdown");
  expect(markdown.stdout).toMatch(/^## ⚠️ NOT CHECKED: other\n[\s\S]*^## ❌ DRIFTED: shop\n/m);
  const junit = await check("--all", "--format", "junit");
  expect(junit.stdout.match(/<testsuite name="(shop|other)"/g)).toHaveLength(2);
  const sarif = JSON.parse((await check("--all", "--format", "sarif")).stdout);
  expect(sarif.runs.map(({ results }: { results: object[] }) => results.length)).toEqual([3]);
  expect(junit.stdout).toContain('<skipped message="other has no expected snapshot yet');
});
