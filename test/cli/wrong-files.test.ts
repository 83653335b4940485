/** Every command that reads a file is given another one than it wants: refused in one line, and never for a mistake of ours. */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { driftwatch, expectRefusal } from "./driftwatch.ts";

let folder: string;
const at = (name: string): string => join(folder, name);

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  empty: "",
  binary: Uint8Array.from({ length: 4_096 }, (_, place) => (place * 37) % 256),
  "null.json": "null",
  "list.json": "[]",
  "deep.json": "[".repeat(100_000),
  "plan.json": '{"format":1,"id":"20261128_110719_add","files":[],"digest":"0"}',
  "config.json": '{"databases":[{"id":"orders","secret":"s"}]}',
  "report.json": '{"format":2,"target":"orders","status":"IN_SYNC"}',
  "packed.json.gz": gzipSync("nothing of ours"),
  "names\n\u001b[2J\u202e.json": "{}",
  "text.txt": "SELECT 1",
  "blank.sql": "\n",
  "archive.dump": "PGDMP\u0001\u000e\u0000",
};
const GIVEN = [...Object.keys(FILES), "a folder", "nowhere", "empty/below"];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-wrong-"));
  for (const [name, content] of Object.entries(FILES)) writeFileSync(at(name), content);
  mkdirSync(at("a folder"));
  mkdirSync(at("a folder/within"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Of each command the arguments in which a file stands; `null` are those it may take for what it wants. */
const COMMANDS: Readonly<
  Record<string, { readonly args: (file: string) => string[]; readonly right?: readonly string[] }>
> = {
  fingerprint: { args: (file) => ["fingerprint", file] },
  diff: { args: (file) => ["diff", file, file] },
  plan: { args: (file) => ["plan", file, file, "--message", "m", "--out", at("plans")] },
  graph: { args: (file) => ["graph", file, file] },
  render: { args: (file) => ["render", file] },
  "plans --out": { args: (file) => ["plans", "--out", file], right: ["a folder"] },
  "check --config": { args: (file) => ["check", "--config", file], right: ["config.json"] },
  "history --config": { args: (file) => ["history", "--config", file, "--database", "orders"], right: ["config.json"] },
  "show --config": { args: (file) => ["show", "--config", file, "--database", "orders"], right: ["config.json"] },
  "fleet --config": { args: (file) => ["fleet", "--config", file], right: ["config.json"] },
  "replay --migrations": { args: (file) => ["replay", "--migrations", file, "--out", at("made.json")] },
  "diff --ignore-file": {
    args: (file) => ["diff", "--ignore-file", file, at("nowhere"), at("nowhere")],
    right: ["list.json"],
  },
  "diff, onto a folder": { args: (file) => ["diff", file, file, "--out", at("a folder")] },
};

describe.each(Object.entries(COMMANDS))("%s", (_name, { args, right = [] }) => {
  it.each(GIVEN.filter((name) => !right.includes(name)))("refuses %j", async (name) => {
    const outcome = await driftwatch(args(at(name)), { env: { CI: "true" } });
    expectRefusal(outcome, /\[(?!internal)[a-z-]+\]\n$/);
    expect(outcome.stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(readdirSync(folder).filter((each) => /^(plans|made)/.test(each))).toEqual([]);
  });
});
