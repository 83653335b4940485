/** A part of `npm run test:faults` as tests: so many places of each fault. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { make } from "./harness.ts";
import { type Stage, setStage } from "./scenes.ts";
import { Tally } from "./tally.ts";
import type { Family, Trial } from "./trial.ts";

const SEED = Number(process.env.SEED ?? 0);
/** Of each fault; `npm run test:faults` makes more. */
const EACH = 4;

/** @returns the stage, once the tests run */
export function testFaults(families: readonly Family[]): () => Stage {
  const tally = new Tally();
  const trials = new Map<Family, Promise<Trial[]>>();
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => {
    await stage.end();
    console.log(`${tally.table()}\n`);
  });
  describe.each(families)("faults", (family) => {
    it.each(family.faults)("%s: no verdict is wrong, no alert lost", async (fault) => {
      trials.set(family, trials.get(family) ?? family.trials(stage));
      const places = (await trials.get(family))?.filter((trial) => trial.fault === fault) ?? [];
      const each = Math.ceil(EACH * (family.share ?? 1));
      await make(places, { each, seed: SEED, atOnce: family.atOnce }, (trial, verdict) => tally.add(trial, verdict));
      expect(places.length).toBeGreaterThan(0);
      expect(tally.details.filter((detail) => detail.startsWith(`${fault}, `))).toEqual([]);
    });
  });
  return () => stage;
}
