/**
 * `npm run bench [tables …]`, `npm run bench pathological`, `npm run bench profile [tables]`: our snapshot and checks
 * beside those of others. `npm run bench replay [migrations]`: our replay beside psql. `npm run bench cold [node]`: the
 * Lambda's size and start beside those of bare clients; told without a word, too. `npm run bench synth [databases]`: the
 * templates of a fleet beside what the CDK costs. `npm run bench memory [tables]`: the memory of the function. `npm run bench plan [tables …]`: the plan where one table in ten has
 * changed, beside parsing and comparing the snapshots. It prints; it decides nothing.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareCold } from "./cold.ts";
import { compareMemory } from "./memory.ts";
import { compareSynth } from "./synth.ts";

const [word, size] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "driftwatch-bench-"));
try {
  if (word === undefined || word === "cold") await compareCold(folder, size);
  if (word === "memory") await compareMemory(folder, size === undefined ? undefined : Number(size));
  if (word === "synth") await compareSynth(folder, Number(size ?? 1_000));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (word !== "cold" && word !== "memory" && word !== "synth") await import("./run.ts");
