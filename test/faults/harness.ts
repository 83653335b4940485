/** Makes trials, so many of each fault, and counts what came of them. */

import { Tally } from "./tally.ts";
import type { Trial } from "./trial.ts";

/** At once: the databases answer while we think. */
const AT_ONCE = 3;

/**
 * @param each how many trials of each fault, spread evenly over all places where it can strike
 * @param seed from which place on
 */
export async function make(
  trials: readonly Trial[],
  {
    each,
    seed,
    atOnce = AT_ONCE,
  }: { readonly each: number; readonly seed: number; readonly atOnce?: number | undefined },
  tally = new Tally(),
): Promise<Tally> {
  const faults = new Map<string, Trial[]>();
  for (const trial of trials) {
    const alike = faults.get(trial.fault) ?? [];
    alike.push(trial);
    faults.set(trial.fault, alike);
  }
  const chosen = [...faults.values()].flatMap((of) => spread(of, each, seed));
  let next = 0;
  const work = async () => {
    for (let trial = chosen[next++]; trial; trial = chosen[next++]) tally.add(trial, await trial.run());
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return tally;
}

function spread<T>(all: readonly T[], many: number, seed: number): T[] {
  if (all.length <= many) return [...all];
  const step = all.length / many;
  const offset = step / 2 + (seed % Math.ceil(step));
  return Array.from({ length: many }, (_, index) => all[Math.floor(index * step + offset) % all.length] as T);
}
