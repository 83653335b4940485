/**
 * Databases that drift and are repaired at random, checked under random faults; beside them a model that says what the
 * alerts, the metric and the memory of each must be. They are compared after every check.
 */

import { cpSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { FreshDatabase } from "../support/postgres.ts";
import { type Ears, overhear } from "./overheard.ts";
import { DRIFTS, FAULTS, type Fault } from "./soak-model.ts";
import { PASSWORD, type Sabotage, Watched } from "./soak-world.ts";

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface Soaked {
  readonly checks: number;
  readonly faults: number;
  /** Alerts that were sent, as they had to be. */
  readonly alerts: number;
  readonly wrong: readonly string[];
  /** Bytes in use after a third, and at the end. */
  readonly memory: { readonly early: number; readonly late: number };
}

export interface SoakOptions {
  readonly checks: number;
  readonly seed: number;
  /** No check begins after this moment (ms since 1970). */
  readonly until: number;
}

/** @param databases as `Watched.database` makes them, without drift; they are left so */
export async function soak(databases: readonly FreshDatabase[], { checks, seed, until }: SoakOptions): Promise<Soaked> {
  const random = randomFrom(seed);
  const all: Watched[] = [];
  const wrong: string[] = [];
  const ears = overhear();
  let [made, faults, early] = [0, 0, 0];
  try {
    for (const database of databases) all.push(await new Watched(database, random).begin());
    for (; made < checks && Date.now() < until; made++) {
      const watched = all[random(all.length)] as Watched;
      for (let change = random(3); change > 0; change--) await watched.drift(DRIFTS[random(DRIFTS.length)]?.[0] ?? "");
      const fault = random(3) === 0 ? (FAULTS[random(FAULTS.length)] as Fault) : null;
      if (fault !== null) faults++;
      const found = await watched.check(fault);
      wrong.push(
        ...found.map((it) => `check ${made} of database ${all.indexOf(watched)}, ${fault ?? "no fault"}: ${it}`),
      );
      if (made === Math.floor(checks / 3)) early = inUse();
    }
    // Whatever waited is told in the end.
    for (const [at, watched] of all.entries())
      wrong.push(...(await watched.check(null)).map((it) => `the last check of database ${at}: ${it}`));
    const late = inUse();
    for (const watched of all) wrong.push(...leaked(watched, ears));
    const alerts = all.reduce((sum, watched) => sum + watched.alerts, 0);
    return { checks: made, faults, alerts, wrong, memory: { early: early || late, late } };
  } finally {
    ears.stop();
    for (const watched of all) await watched.end();
  }
}

/** What happens to a database, and the fault under which it is checked then. */
export interface Step {
  readonly drift?: readonly string[];
  readonly fault: Fault | null;
}

/**
 * A database goes through these steps, watched by a monitor that is broken on purpose.
 * @param origin the same with a whole one, which has only begun
 * @returns what was found wrong first
 */
export async function live({ database, watch }: Watched, steps: readonly Step[], sabotage: Sabotage) {
  const ears = overhear();
  const watched = new Watched(database, randomFrom(0), sabotage);
  cpSync(watch.directory, watched.watch.directory, { recursive: true });
  watched.watch.pass(24 * 3_600_000);
  try {
    for (const { drift = [], fault } of steps) {
      for (const finding of drift) await watched.drift(finding);
      const wrong = [...(await watched.check(fault)), ...leaked(watched, ears)];
      if (wrong.length > 0) return wrong.map((it) => `${fault ?? "no fault"}: ${it}`);
    }
    return [];
  } finally {
    ears.stop();
    await watched.end();
  }
}

function leaked(watched: Watched, ears: Ears): string[] {
  return [
    ...(watched.written().includes(PASSWORD) ? ["the password was written"] : []),
    ...(ears.said().includes(PASSWORD) ? ["the password was printed"] : []),
  ];
}

function inUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
