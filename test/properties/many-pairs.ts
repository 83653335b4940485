/**
 * Pairs on demand: `npm run test:pairs [pairs]`, others with `SEED=`, from some place on with `FROM=`, more at once with
 * `LANES=`, and with `MAJOR=` on an older server, without what it lacks. Each is planned up and down, every other one so that nobody is kept from writing, and run both ways; what went wrong is
 * printed with both schemas, and the run goes on. Fails unless nothing did.
 */

import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { startServer } from "../../lib/postgres/embedded.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { startMajor } from "../support/majors.ts";
import { ensureRoles } from "../support/roles.ts";
import { FEATURES } from "./features/all.ts";
import { NEWER } from "./features/newer.ts";
import { buildPair, type Outcome, type Pair, pairAmong, pairArbitrary, playPair } from "./pair.ts";
import { statementsOf } from "./schema-model.ts";

const LANES = Number(process.env.LANES ?? 2);
const many = Number(process.argv[2] ?? 5_000);
const seed = Number(process.env.SEED ?? 20_261_128);
const from = Number(process.env.FROM ?? 0);
/** Its packages are those of `npm run test:majors`. */
const major = process.env.MAJOR;

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
/** The suite's server is the oldest that knows all of FEATURES; the others' own are drawn half of the time. */
const often = Array.from({ length: Math.ceil(FEATURES.length / NEWER.length) }, () => NEWER).flat();
const arbitrary = Number(major) > 15 ? pairAmong([...FEATURES, ...often]) : pairArbitrary;
const pairs = fc.sample(arbitrary, { seed, numRuns: from + many });
const counts = new Map<Outcome | "wrong", number>();
const count = (outcome: Outcome | "wrong"): void => {
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
};

const isOnline = (at: number): boolean => at % 2 === 1;

const server = await (major === undefined ? startServer() : startMajor(Number(major)));
const pool = new DatabasePool(server);
const started = Date.now();
let next = from;
let done = 0;

async function play(pair: Pair, at: number): Promise<void> {
  const [actual, expected] = [await pool.take(), await pool.take()];
  let second: readonly string[] = [];
  try {
    second = await buildPair(pair, actual, expected, major !== undefined);
    const { wrong, outcomes } = await playPair(actual, expected, isOnline(at));
    outcomes.forEach(count);
    if (wrong.length > 0) tell(wrong);
  } catch (error) {
    tell([error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  } finally {
    await pool.giveBack(actual);
    await pool.giveBack(expected);
  }
  function tell(wrong: readonly string[]): void {
    count("wrong");
    console.log(
      `\n#${at} SEED=${seed}${isOnline(at) ? ", online" : ""}\n${wrong.join("\n")}\n${statementsOf(pair.first).join(";\n")};\n-- and ${"second" in pair.other ? "on its own" : "from there"}\n${second.join(";\n")};`,
    );
  }
}

const told = (): string =>
  `${done} pairs in ${Math.round((Date.now() - started) / 1_000)} s, SEED=${seed}${major === undefined ? "" : `, PostgreSQL ${major}`}, commit ${commit}: ${[...counts].map(([outcome, n]) => `${n} ${outcome}`).join(", ")}`;

async function lane(): Promise<void> {
  for (let at = next++; at < from + many; at = next++) {
    await play(pairs[at] as Pair, at);
    done += 1;
    if (done % 100 === 0) console.log(told());
  }
}

try {
  await ensureRoles(server);
  await Promise.all(Array.from({ length: LANES }, lane));
} finally {
  await pool.close();
  await server.stop();
}
console.log(told());
process.exitCode = counts.get("wrong") === undefined ? 0 : 1;
