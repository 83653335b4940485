/** The command, run in this process with its streams captured, or as the program it is. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Terminal } from "../../lib/cli/asking.ts";
import type { Output, Streams } from "../../lib/cli/console.ts";
import { main } from "../../lib/cli/main.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Stands for every password of these tests; it must never be seen again. */
export const SECRET = "S3CR3T";

interface Surroundings {
  readonly env?: Streams["env"];
  /** Streams pretend to be a terminal. */
  readonly terminal?: boolean;
  /** How wide that is. */
  readonly columns?: number;
  /** What the person at the terminal types, line by line; then they hang up. */
  readonly typed?: readonly string[];
  /** Where a person answers, key by key. */
  readonly person?: Terminal;
}

/** Runs `driftwatch` here: the quick way, for everything but what makes a process. */
export async function driftwatch(
  args: readonly string[],
  { env = {}, terminal = false, columns = 80, typed, person }: Surroundings = {},
): Promise<Outcome> {
  const [stdout, stderr] = [captured(terminal, columns), captured(terminal, columns)];
  const stdin = typed && Object.assign(Readable.from(typed.map((line) => `${line}\n`)), { isTTY: terminal });
  const streams = {
    ...(stdin && { stdin }),
    stdout: stdout.output,
    stderr: stderr.output,
    env,
    signal: new AbortController().signal,
    terminal: person,
  };
  const code = await main(args, streams);
  return checked({ code, stdout: stdout.text(), stderr: stderr.text() });
}

function captured(isTTY: boolean, columns: number): { readonly output: Output; readonly text: () => string } {
  const chunks: Uint8Array[] = [];
  const write: Output["write"] = (text, done) => {
    chunks.push(Buffer.from(text));
    done();
    return true;
  };
  return { output: { isTTY, columns, write, on: () => undefined }, text: () => Buffer.concat(chunks).toString() };
}

const BIN = fileURLToPath(new URL("../../bin/driftwatch.ts", import.meta.url));

/** Starts `driftwatch` as a process of its own. */
export const started = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", BIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, ...env },
  });

/** What became of a started process. */
export async function ended(child: ChildProcess): Promise<Outcome> {
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
    });
  }
  const [code] = await once(child, "close");
  return checked({ code, ...text });
}

function checked(outcome: Outcome): Outcome {
  expect(outcome.stdout + outcome.stderr).not.toContain(SECRET);
  return outcome;
}

/** Refused as everything is: exit code 1, nothing on stdout, one line on stderr. */
export function expectRefusal({ code, stdout, stderr }: Outcome, line: RegExp | string): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^driftwatch: [^\n]+; [^\n]+\n$/);
  expect(stderr).toMatch(line);
}
