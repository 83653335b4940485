/** The README is true: its commands do what it says, its links lead somewhere, its config is valid. */

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../lib/config/config-file.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

/** Each command is a process of its own, and the machine may have others at work. */
const A_PAGE = 120_000;

const README = readFileSync("README.md", "utf8");
const CLI = resolve("bin/driftwatch.ts");

/** The fenced blocks of a language. */
const blocks = (language: string): string[] =>
  [...README.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)]
    .filter((block) => block[2] === language)
    .map((block) => (block[3] ?? "").replaceAll(new RegExp(`^${block[1]}`, "gm"), ""));

describe("the sixty seconds on the command line", () => {
  const commands = (blocks("sh").find((block) => block.startsWith("export DATABASE_URL")) ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("export "));
  let database: FreshDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await freshDatabase();
    await database.sql("CREATE TABLE orders (id bigint PRIMARY KEY)");
    folder = mkdtempSync(join(tmpdir(), "driftwatch-readme-"));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("runs line by line, with the exit codes it promises", { timeout: A_PAGE }, async () => {
    expect(commands.length).toBeGreaterThan(4);
    for (const line of commands) {
      const statement = /^psql "\$DATABASE_URL" -c '(.*)'$/.exec(line)?.[1];
      if (statement !== undefined) {
        await database.sql(statement);
        continue;
      }
      const promised = Number(/exit code (\d)/.exec(line)?.[1] ?? (line.includes("--format json") ? 2 : 0));
      const { status, stdout, stderr } = run(line, database.url, folder);
      expect({ line, status }, stderr).toEqual({ line, status: promised });
      if (line.includes("64 hex")) expect(stdout.trim()).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

it("begins in a clone, in the place of the sample config that is there", { timeout: A_PAGE }, () => {
  const lines = blocks("sh").flatMap((block) => block.split("\n"));
  const init = lines.find((line) => line.startsWith("npm run -s driftwatch -- init")) ?? "";
  const folder = mkdtempSync(join(tmpdir(), "driftwatch-readme-"));
  copyFileSync("driftwatch.config.json", join(folder, "driftwatch.config.json"));
  const answers = "--database shop --secret prod/shop/monitor";
  const { status, stdout, stderr } = run(
    `${init.replace("npm run -s driftwatch --", "driftwatch")} ${answers}`,
    "",
    folder,
  );
  const config = readFileSync(join(folder, "driftwatch.config.json"), "utf8");
  rmSync(folder, { recursive: true, force: true });
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
  expect(parseConfig(config, "written").databases.map(({ id }) => id)).toEqual(["shop"]);
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["driftwatch", "build"]));
});

function run(line: string, url: string, cwd: string) {
  const command = line.replace(/ +#.*$/, "").replace(/^driftwatch/, `"${process.execPath}" --import tsx "${CLI}"`);
  // tsx is found from the folder the script runs in, which here is an empty one.
  const loader = import.meta.resolve("tsx");
  return spawnSync("sh", ["-c", command.replace("--import tsx", `--import "${loader}"`)], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: url, NO_COLOR: "1" },
  });
}

it("names only files that are there", () => {
  const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map((link) => link[1] as string);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});

it("shows a config that is valid", () => {
  const [config = ""] = blocks("json");
  expect(parseConfig(config, "README.md").databases.map(({ id }) => id)).toEqual(["orders"]);
});

it("shows library code that names what the entry exports", async () => {
  const [code = ""] = blocks("ts").filter((block) => block.includes('from "driftwatch"'));
  const names = (/import \{ (.*?) \}/.exec(code)?.[1] ?? "").split(", ");
  const entry = await import("../../lib/index.ts");
  expect(names.filter((name) => !(name in entry))).toEqual([]);
});

it("is run by the landing script, word for word", () => {
  const landing = readFileSync(".ci/run", "utf8");
  const commands = blocks("sh").flatMap((block) => block.split("\n"));
  for (const command of ["npm ci && npm run demo", "npm ci && npm test"]) {
    expect(commands).toContain(command);
    expect(landing).toContain(`'${command}'`);
  }
});
