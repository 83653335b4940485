/** How long the templates of a fleet take, beside an app of as many resources that is nothing but the CDK. */

import { join } from "node:path";
import { run } from "./measure.ts";
import { ratio, table, whole } from "./table.ts";

const RUNS = 2;
const APPS = ["the bare CDK", "our app"] as const;

interface Synthesis {
  readonly resources: number;
  /** Milliseconds of processor time. */
  readonly processor: number;
}

export async function compareSynth(folder: string, databases: number): Promise<void> {
  const best = new Map<string, Synthesis>();
  for (let round = 0; round < RUNS; round++)
    for (const app of APPS) {
      const script = join(import.meta.dirname, "synthesise.ts");
      const words = ["--import", "tsx", script, app, String(databases), join(folder, app.replaceAll(" ", "-"))];
      const { output } = await run({ program: process.execPath, words });
      const measured = JSON.parse(output.trim().split("\n").at(-1) ?? "") as Synthesis;
      const known = best.get(app);
      if (!known || measured.processor < known.processor) best.set(app, measured);
    }
  const [base] = best.values();
  const per = ({ processor, resources }: Synthesis) => processor / resources;
  const rows = [...best].map(([label, it]) => [
    label,
    ...[it.resources, it.processor].map(whole),
    per(it).toFixed(2),
    ratio(base ? per(it) / per(base) : 1),
  ]);
  console.log(table([`synthesis, ${whole(databases)} databases`, "resources", "processor ms", "each", "×"], rows));
  console.log(`\n×: how many times the processor time of the first for a resource. Best of ${RUNS}.\n`);
}
