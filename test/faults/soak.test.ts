/**
 * The soak, a short one: `npm run test:soak` makes a thousand checks of fifty databases. Others with CHECKS=, DATABASES=,
 * SEED=.
 */

import { expect, it } from "vitest";
import { soak } from "./soak.ts";

const SEED = Number(process.env.SEED ?? 8);
const CHECKS = Number(process.env.CHECKS ?? 40);
const DATABASES = Number(process.env.DATABASES ?? 3);
const MIB = 1 << 20;
/** What a check may take on a slow machine; what is not done by then is not made. */
const EACH_MS = 1_500;
const PATIENCE_MS = 60_000 + (CHECKS + 4 * DATABASES) * EACH_MS;

it(`each is told what the model says, and memory stays: SEED=${SEED}`, { timeout: PATIENCE_MS + 60_000 }, async () => {
  const { checks, faults, alerts, wrong, memory } = await soak(DATABASES, CHECKS, SEED, Date.now() + PATIENCE_MS);
  console.log(
    `${checks} checks of ${DATABASES} databases, ${faults} of them under a fault, ${alerts} alerts; SEED=${SEED}; ` +
      `${Math.round(memory.early / MIB)} MiB in use after a third, ${Math.round(memory.late / MIB)} MiB at the end`,
  );
  expect(wrong).toEqual([]);
  expect(checks).toBe(CHECKS);
  expect(faults).toBeGreaterThan(CHECKS / 6);
  expect(alerts).toBeGreaterThan(CHECKS / 4);
  expect(memory.late - memory.early).toBeLessThan(12 * MIB);
});
