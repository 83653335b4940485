/** `--format html` and `--open`: the page of a check and of a comparison, and the browser that shows it. */

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { packSnapshot, type Snapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { DRIFT, SHOP } from "./shop.ts";

let database: FreshDatabase;
let expected: Snapshot;
let directory: string;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(SHOP);
  expected = await takeSnapshot(database.url);
  await database.sql(DRIFT);
});
afterAll(() => database.drop());

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-cli-"));
  const place = join(directory, ".driftwatch/shop/expected.json.gz");
  mkdirSync(join(directory, ".driftwatch/shop"), { recursive: true });
  writeFileSync(place, packSnapshot(expected, place));
  const config = { databases: [{ id: "shop", urlFromEnv: "SHOP" }] };
  writeFileSync(join(directory, "driftwatch.config.json"), JSON.stringify(config));
  return () => rmSync(directory, { recursive: true });
});

const run = (args: readonly string[], env: Record<string, string> = {}, terminal = false) =>
  driftwatch(args, { env: { SHOP: database.url, ...env }, terminal });
const check = (args: readonly string[], env?: Record<string, string>, terminal?: boolean) =>
  run(["check", "--config", join(directory, "driftwatch.config.json"), ...args], env, terminal);
const diff = (args: readonly string[], env?: Record<string, string>, terminal?: boolean) =>
  run(["diff", join(directory, ".driftwatch/shop/expected.json.gz"), database.url, ...args], env, terminal);

describe("--format html", () => {
  it.each([
    ["check", () => check(["--format", "html"]), "shop: drifted"],
    ["diff", () => diff(["--format", "html"]), "Expected and actual: drifted"],
  ])("prints the page of %s", async (_command, command, title) => {
    const { code, stdout } = await command();
    expect(code).toBe(2);
    expect(stdout).toMatch(/^<!doctype html>\n/);
    expect(stdout).toContain(`<title>${title}</title>`);
    expect(stdout).toContain('class="finding is-');
    // It lies nowhere yet, so nothing lies beside it.
    expect(stdout).not.toMatch(/href="\.{1,2}\//);
  });

  it("shows one database at a time", async () => {
    expectRefusal(await check(["--all", "--format", "html"]), /--format html shows one database; name it/);
  });
});

describe("--open", () => {
  /** Stands for the browser: writes down what it was asked to open. */
  function browser(): { readonly env: Record<string, string>; readonly opened: () => Promise<string> } {
    const [asked, program] = [join(directory, "asked"), join(directory, "xdg-open")];
    writeFileSync(program, `#!/bin/sh\nprintf %s "$1" > "${asked}.part" && mv "${asked}.part" "${asked}"\n`);
    chmodSync(program, 0o755);
    const written = new Promise<void>((resolve) => {
      const watcher = watch(directory, () => {
        if (!existsSync(asked)) return;
        watcher.close();
        resolve();
      });
    });
    const opened = async () => {
      await written;
      return readFileSync(asked, "utf8");
    };
    return { env: { PATH: `${directory}:${process.env.PATH}` }, opened };
  }

  it.each([
    ["check", check],
    ["diff", diff],
  ])("shows the page of %s to whoever sits at a terminal", async (_command, command) => {
    const { env, opened } = browser();
    const { code, stderr } = await command(["--open"], env, true);
    const path = await opened();
    expect(code).toBe(2);
    expect(readFileSync(path, "utf8")).toMatch(/^<!doctype html>/);
    expect(stderr).toContain(`opened ${path}`);
  });

  it.each([
    ["no terminal", {}, false],
    ["CI", { CI: "true" }, true],
    ["nothing that opens it", { PATH: "/nowhere" }, true],
  ])("says where the page is where there is %s", async (_what, env, terminal) => {
    const { stderr } = await check(["--open"], env, terminal);
    const [, path = ""] = /open it in a browser: (.*)\n/.exec(stderr) ?? [];
    expect(readFileSync(path, "utf8")).toMatch(/^<!doctype html>/);
  });
});
