/** The built program on a terminal of its own, as a person has it: what it asks, and how it is answered. */

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { freshDatabase } from "../support/postgres.ts";

const PROGRAM = resolve("dist/bin/driftwatch.js");
const [ENTER, DOWN, INTERRUPT] = ["\r", "\u001b[B", "\u0003"];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-terminal-"));
  const database = await freshDatabase();
  await database.sql("CREATE TABLE orders (id int PRIMARY KEY, price int)");
  const save = async (name: string) => {
    const snapshot = await takeSnapshot(database.url);
    const server = { ...snapshot.server, systemIdentifier: name };
    writeFileSync(join(folder, name), packSnapshot({ ...snapshot, server }, name));
  };
  await save("expected.json");
  await database.sql("ALTER TABLE orders RENAME price TO cost");
  await save("actual.json");
  await database.drop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly shown: string;
  readonly unasked: readonly string[];
}

/** `script` gives the program a terminal; each question is answered once it stands there. */
function onTerminal(words: readonly string[], answers: readonly (readonly [string, readonly string[]])[]) {
  const { CI: _, NO_COLOR: __, ...env } = process.env;
  const called = [process.execPath, PROGRAM, ...words].map((word) => `'${word}'`).join(" ");
  // A terminal without a size has none until it is told.
  const command = `stty cols 120 rows 40; exec ${called}`;
  const child = spawn("script", ["-qfec", command, "/dev/null"], {
    cwd: folder,
    env: { ...env, TERM: "xterm-256color" },
  });
  const waiting = [...answers];
  let [shown, heard] = ["", ""];
  child.stdout.on("data", (chunk) => {
    const text = stripVTControlCharacters(String(chunk));
    [shown, heard] = [shown + text, heard + text];
    const [next] = waiting;
    if (!next || !heard.includes(next[0])) return;
    waiting.shift();
    heard = "";
    for (const key of next[1]) child.stdin.write(key);
  });
  return new Promise<Outcome>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done({ code, shown, unasked: waiting.map(([question]) => question) }));
  });
}

const plan = ["plan", "expected.json", "actual.json", "--interactive", "--message", "asked", "--out", "."];

it("asks whether what is alike is a rename, shows the score, and writes the plan that was chosen", async () => {
  const { code, shown, unasked } = await onTerminal(plan, [
    ["column public.orders.price is missing", [DOWN, ENTER]],
    ["Which steps", [ENTER]],
  ]);
  expect(unasked, shown).toEqual([]);
  expect(code, shown).toBe(0);
  expect(shown).toContain("0.57");
  const name = readdirSync(folder).find((each) => each.endsWith(".up.sql")) ?? "";
  expect(readFileSync(join(folder, name), "utf8")).toContain('RENAME COLUMN "cost" TO "price"');
});

it("leaves everything as it is when it is interrupted", async () => {
  const before = readdirSync(folder);
  const { code, shown } = await onTerminal(plan, [["column public.orders.price is missing", [INTERRUPT]]]);
  expect(code, shown).toBe(1);
  expect(shown).toContain("cancelled");
  expect(readdirSync(folder)).toEqual(before);
});

it("offers the work of every day when it is called alone", async () => {
  const { shown, unasked } = await onTerminal([], [["What", [INTERRUPT]]]);
  expect(unasked, shown).toEqual([]);
  expect(shown).toMatch(/snapshot|diff/i);
});
