/**
 * Faults on demand: `npm run test:faults [trials of each fault]`, from another place on with
 * `SEED=`, of some faults alone with `FAULT=`, in so many processes at once with `LANES=`. Prints how far it is on stderr
 * and the table on stdout, and fails unless everything that must be 0 is 0.
 */

import { FAMILIES } from "./families.ts";
import { runInLanes } from "./lanes.ts";
import { Tally } from "./tally.ts";

/** Which comes to some 11,000 in all: no fault has more trials than places where it can strike. */
const EACH = 250;
/** Most of a trial is the server's work, and some of it is waiting. */
const LANES = 3;
const TOLD_EVERY = 250;

const each = Number(process.argv[2] ?? EACH);
const wanted = process.env.FAULT ?? "";
const seed = Number(process.env.SEED ?? 0);
const lanes = Number(process.env.LANES ?? LANES);
const started = Date.now();
const seconds = (): number => Math.round((Date.now() - started) / 1_000);
const tally = new Tally();
const errands = FAMILIES.flatMap(({ faults, share = 1 }) =>
  faults.filter((fault) => fault.includes(wanted)).map((fault) => ({ fault, each: Math.ceil(each * share), seed })),
);
await runInLanes(lanes, errands, (trial, verdict) => {
  tally.add(trial, verdict);
  if (tally.runs % TOLD_EVERY > 0) return;
  const flaws = Object.values(tally.flaws).reduce((sum, many) => sum + many, 0);
  console.error(`${tally.runs} faults in ${seconds()} s, ${flaws} flaws; now: ${trial.fault}`);
});
console.log(tally.table());
console.log(`${tally.runs} faults in ${seconds()} s, ${lanes} lanes, SEED=${seed}`);
for (const detail of tally.details) console.log(detail);
process.exitCode = tally.runs > 0 && tally.details.length === 0 ? 0 : 1;
