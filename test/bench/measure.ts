/** Runs a piece of work in processes of its own and says what it took. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Measure } from "./job.ts";
import { peakMegabytes } from "./peak.ts";

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const RUNS = 3;
/** What takes longer than this is measured once … */
const LONG_MS = 30_000;
/** … and what takes longer than this is given up. */
const LIMIT_MS = 300_000;

/**
 * The best of several runs of each, or why there is none. Each has its turn before any has its second, so that what else
 * the machine does meets all of them.
 */
export async function bestOfEach(works: readonly (() => Promise<Measure>)[]): Promise<readonly (Measure | string)[]> {
  const results: (Measure | string)[] = [];
  for (let round = 0; round < RUNS; round++) {
    for (const [place, work] of works.entries()) {
      const known = results[place];
      if (typeof known === "string" || (known && known.milliseconds > LONG_MS)) continue;
      const result = await work().catch(reasonOf);
      if (!known || typeof result === "string" || result.milliseconds < known.milliseconds) results[place] = result;
    }
  }
  return results;
}

const reasonOf = (error: Error): string => error.message.trim().split("\n").at(-1) || "failed";

/** What programs take, side by side, from their start to their end; their memory is added up. */
export async function timed(commands: readonly Command[]): Promise<Measure> {
  const started = performance.now();
  const runs = await Promise.all(commands.map(run));
  const milliseconds = performance.now() - started;
  const peaks = runs.map(({ megabytes }) => megabytes);
  const megabytes = peaks.reduce((sum, peak) => (sum === undefined || peak === undefined ? undefined : sum + peak), 0);
  return { milliseconds, megabytes };
}

/** The same of commands each of which waits for the one before. */
export async function inTurn(commands: readonly Command[]): Promise<Measure> {
  let [milliseconds, megabytes] = [0, 0];
  for (const command of commands) {
    const one = await timed([command]);
    milliseconds += one.milliseconds;
    megabytes = Math.max(megabytes, one.megabytes ?? 0);
  }
  return { milliseconds, megabytes };
}

/** Runs a program to its end. Its memory is looked at as long as it lives: afterwards nobody knows. */
export async function run({
  program,
  words,
  env,
}: Command): Promise<{ output: string; megabytes: number | undefined }> {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT_MS, ...(env && { env }) });
  let megabytes: number | undefined;
  const watch = setInterval(() => {
    megabytes = (child.pid === undefined ? undefined : peakMegabytes(child.pid)) ?? megabytes;
  }, 5);
  try {
    const [output, talk, [status, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close") as Promise<[number | null, string | null]>,
    ]);
    if (signal === "SIGTERM") throw new Error(`given up after ${LIMIT_MS / 1_000} s`);
    if (signal) throw new Error(`ended by ${signal}: ${talk}`);
    if (status !== 0) throw new Error(talk);
    return { output, megabytes };
  } finally {
    clearInterval(watch);
  }
}
