/**
 * Faults on demand: `npm run test:faults [trials of each fault]`, from another place on with
 * `SEED=`, of some faults alone with `FAULT=`. Prints the table, and
 * fails unless everything that must be 0 is 0.
 */

import { FAMILIES } from "./families.ts";
import { make } from "./harness.ts";
import { setStage } from "./scenes.ts";
import { Tally } from "./tally.ts";

const each = Number(process.argv[2] ?? 1_500);
const wanted = process.env.FAULT ?? "";
const seed = Number(process.env.SEED ?? 0);
const started = Date.now();
const tally = new Tally();
const stage = await setStage();
try {
  for (const family of FAMILIES.filter(({ faults }) => faults.some((name) => name.includes(wanted)))) {
    const many = Math.ceil(each * (family.share ?? 1));
    const trials = (await family.trials(stage)).filter(({ fault }) => fault.includes(wanted));
    await make(trials, { each: many, seed, atOnce: family.atOnce }, tally);
  }
} finally {
  await stage.end();
}
console.log(tally.table());
console.log(`${tally.runs} faults in ${Math.round((Date.now() - started) / 1_000)} s, SEED=${seed}`);
for (const detail of tally.details) console.log(detail);
process.exitCode = tally.details.length === 0 ? 0 : 1;
