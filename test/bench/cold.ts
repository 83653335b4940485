/** How large the Lambda is and how long it takes to be there, beside a bundle of the bare clients. */

import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { lambdaBundle } from "../../bin/bundle.ts";
import { nodeToMeasureOn } from "./deployed.ts";
import { run } from "./measure.ts";
import { ratio, table, whole } from "./table.ts";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLES = { "the bare clients": "test/bench/bare-clients.ts", "our function": "lambdas/check-drift.ts" };
const RUNS = 31;

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

/** Bytes of code, minified. */
interface Size {
  readonly all: number;
  /** Of the modules that the first one imports, and those that these import. */
  readonly atStart: number;
}

function sizeOf({ outputs }: Metafile): Size {
  const read = new Set<string>();
  const add = (path: string): void => {
    if (read.has(path)) return;
    read.add(path);
    for (const { kind, path: other, external } of outputs[path]?.imports ?? [])
      if (kind === "import-statement" && !external) add(other);
  };
  const first = Object.entries(outputs).find(([path]) => path.endsWith("/index.mjs"));
  if (first) add(first[0]);
  const sum = (paths: Iterable<string>) => [...paths].reduce((total, path) => total + (outputs[path]?.bytes ?? 0), 0);
  return { all: sum(Object.keys(outputs)), atStart: sum(read) };
}

function median(colds: readonly Cold[], of: keyof Cold): number {
  const sorted = colds.map((cold) => cold[of]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param node the Node to measure on */
export async function compareCold(folder: string, node = nodeToMeasureOn()): Promise<void> {
  const turns = new Map<string, Cold[]>();
  const sizes = new Map<string, Size>();
  for (const [label, entry] of Object.entries(BUNDLES)) {
    const { metafile } = await build({
      ...lambdaBundle(["libpg-query", "@pgsql/types"]),
      absWorkingDir: ROOT,
      entryPoints: { index: entry },
      outdir: join(folder, label),
      metafile: true,
    });
    sizes.set(label, sizeOf(metafile));
  }
  for (let round = 0; round < RUNS; round++)
    for (const label of Object.keys(BUNDLES)) {
      const words = ["--input-type=module", "--eval", IMPORT, join(folder, label, "index.mjs")];
      const cold = JSON.parse((await run({ program: node, words })).output) as Cold;
      turns.set(label, [...(turns.get(label) ?? []), cold]);
    }
  const [base] = [...turns.values()].map((colds) => median(colds, "processor"));
  const { output: version } = await run({ program: node, words: ["--version"] });
  const rows = [...turns].map(([label, colds]) => [
    label,
    ...[sizes.get(label)?.all, sizes.get(label)?.atStart].map((bytes) => whole((bytes ?? 0) / 1_000)),
    ...[median(colds, "milliseconds"), median(colds, "processor")].map(whole),
    ratio(median(colds, "processor") / (base ?? 1)),
  ]);
  console.log(table(["from nothing to loaded", "KB", "read at start", "ms", "processor ms", "×"], rows));
  console.log(
    `\n×: how many times the processor time of the first. Median of ${RUNS} in turns, Node ${version.trim()}. KB: the whole, and what is read before the first event.\n`,
  );
}
