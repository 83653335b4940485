/** A process that makes trials on a stage of its own: is told which fault is next, and tells each verdict. */

import { FAMILIES } from "./families.ts";
import { make } from "./harness.ts";
import type { Verdict } from "./judge.ts";
import { setStage } from "./scenes.ts";
import type { Family, Trial } from "./trial.ts";

/** What a lane is told. */
export interface Errand {
  readonly fault: string;
  /** How many trials, at most. */
  readonly each: number;
  readonly seed: number;
}

/** What a lane tells: a verdict, or that it has nothing more to do. */
export type Word = { readonly fault: string; readonly place: string; readonly verdict: Verdict } | "idle";

const tell = (word: Word): void => void process.send?.(word);

const stage = await setStage();
const known = new Map<Family, Promise<Trial[]>>();
let last: Promise<void> = Promise.resolve();

async function run({ fault, each, seed }: Errand): Promise<void> {
  const family = FAMILIES.find(({ faults }) => faults.includes(fault));
  if (!family) throw new Error(`there is no fault "${fault}"`);
  const trials = known.get(family) ?? family.trials(stage);
  known.set(family, trials);
  const places = (await trials).filter((trial) => trial.fault === fault);
  await make(places, { each, seed, atOnce: family.atOnce }, ({ place }, verdict) => tell({ fault, place, verdict }));
  tell("idle");
}

process.on("message", (errand: Errand | "end") => {
  last = last.then(async () => {
    if (errand !== "end") return run(errand);
    await stage.end();
    process.disconnect();
  });
});
tell("idle");
