/** Makes trials, so many of each fault, and hands on what came of them. */

import { groupBy } from "../../lib/core/group-by.ts";
import type { Verdict } from "./judge.ts";
import type { Trial } from "./trial.ts";

/** At once: the databases answer while we think. */
const AT_ONCE = 3;

/**
 * @param each how many trials of each fault, spread evenly over all places where it can strike
 * @param seed from which place on
 * @param add is given each as soon as it is done
 * @throws an Error that names the trial which could not be made
 */
export async function make(
  trials: readonly Trial[],
  {
    each,
    seed,
    atOnce = AT_ONCE,
  }: { readonly each: number; readonly seed: number; readonly atOnce?: number | undefined },
  add: (trial: Trial, verdict: Verdict) => void,
): Promise<void> {
  const chosen = [...groupBy(trials, ({ fault }) => fault).values()].flatMap((of) => spread(of, each, seed));
  let next = 0;
  const work = async () => {
    for (let trial = chosen[next++]; trial; trial = chosen[next++]) add(trial, await verdictOf(trial));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function verdictOf(trial: Trial): Promise<Verdict> {
  try {
    return await trial.run();
  } catch (error) {
    throw new Error(`${trial.fault}, ${trial.place}: could not be tried`, { cause: error });
  }
}

function spread<T>(all: readonly T[], many: number, seed: number): T[] {
  if (all.length <= many) return [...all];
  const step = all.length / many;
  const offset = step / 2 + (seed % Math.ceil(step));
  return Array.from({ length: many }, (_, index) => all[Math.floor(index * step + offset) % all.length] as T);
}
