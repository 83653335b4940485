/**
 * Faults on demand: `npm run test:faults [trials of each fault]`, from another place on with `SEED=`. Prints the table, and
 * fails unless everything that must be 0 is 0.
 */

import { FAMILIES } from "./families.ts";
import { make } from "./harness.ts";
import { setStage } from "./scenes.ts";
import { Tally } from "./tally.ts";

const each = Number(process.argv[2] ?? 1_500);
const seed = Number(process.env.SEED ?? 0);
const started = Date.now();
const tally = new Tally();
const stage = await setStage();
try {
  for (const family of FAMILIES) await make(await family.trials(stage), each, seed, tally);
} finally {
  await stage.end();
}
console.log(tally.table());
console.log(`${tally.runs} faults in ${Math.round((Date.now() - started) / 1_000)} s, SEED=${seed}`);
for (const detail of tally.details) console.log(detail);
process.exitCode = tally.details.length === 0 ? 0 : 1;
