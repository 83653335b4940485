/** How long the Lambda takes to be there, beside a bundle of the bare clients. */

import { join } from "node:path";
import { buildSync } from "esbuild";
import { lambdaBundle } from "../../bin/bundle.ts";
import { run } from "./measure.ts";
import { ratio, table, whole } from "./table.ts";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLES = { "the bare clients": "test/bench/bare-clients.ts", "our function": "lambdas/check-drift.ts" };
const RUNS = 9;

const IMPORT = `
  const [before, started] = [process.cpuUsage(), performance.now()];
  await import(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ milliseconds: performance.now() - started, processor: (user + system) / 1_000 }));`;

interface Cold {
  readonly milliseconds: number;
  /** Milliseconds of processor time. */
  readonly processor: number;
}

/** @param node the Node to measure on */
export async function compareCold(folder: string, node: string): Promise<void> {
  const best = new Map<string, Cold>();
  for (const [label, entry] of Object.entries(BUNDLES))
    buildSync({
      ...lambdaBundle(["libpg-query", "@pgsql/types"]),
      absWorkingDir: ROOT,
      entryPoints: { index: entry },
      outdir: join(folder, label),
    });
  for (let round = 0; round < RUNS; round++)
    for (const label of Object.keys(BUNDLES)) {
      const words = ["--input-type=module", "--eval", IMPORT, join(folder, label, "index.mjs")];
      const cold = JSON.parse((await run({ program: node, words })).output) as Cold;
      const known = best.get(label);
      if (!known || cold.processor < known.processor) best.set(label, cold);
    }
  const [base] = best.values();
  const { output: version } = await run({ program: node, words: ["--version"] });
  const rows = [...best].map(([label, { milliseconds, processor }]) => [
    label,
    ...[milliseconds, processor].map(whole),
    ratio(processor / (base?.processor ?? 1)),
  ]);
  console.log(table(["from nothing to loaded", "ms", "processor ms", "×"], rows));
  console.log(`\n×: how many times the processor time of the first. Best of ${RUNS}, Node ${version.trim()}.\n`);
}
