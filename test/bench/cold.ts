/** How large the Lambda is and how long it takes to be there, beside a bundle of the bare clients. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleLambda, UNBUNDLED } from "../../bin/bundle.ts";
import { nodeToMeasureOn } from "./deployed.ts";
import { run } from "./measure.ts";
import { ratio, table, whole } from "./table.ts";

const ROOT = join(import.meta.dirname, "../..");
const BARE = "test/lambdas/bare-clients.ts";
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
  readonly bytes: number;
  readonly bytesAtStart: number;
}

/** As the CDK's NodejsFunction does: one file, with what has to be said of `pg`, which is no ES module. */
async function bundleAsTheCdk(entry: string, folder: string): Promise<Size> {
  const { outputFiles } = await build({
    ...{ absWorkingDir: ROOT, entryPoints: { index: entry }, outdir: folder, outExtension: { ".js": ".mjs" } },
    ...{ bundle: true, minify: true, platform: "node", target: "node24", format: "esm", write: false },
    ...{ mainFields: ["module", "main"], external: [...UNBUNDLED, "pg-native"] },
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
  return { bytes, bytesAtStart: bytes };
}

const BUNDLES: Readonly<Record<string, (folder: string) => Promise<Size>>> = {
  "the bare clients, by NodejsFunction": (folder) => bundleAsTheCdk(BARE, folder),
  "the bare clients, bundled as ours is": (folder) => bundleLambda(BARE, folder),
  "our function": (folder) => bundleLambda("lambdas/check-drift.ts", folder),
};

function median(colds: readonly Cold[], of: keyof Cold): number {
  const sorted = colds.map((cold) => cold[of]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param node the Node to measure on */
export async function compareCold(folder: string, node = nodeToMeasureOn()): Promise<void> {
  const turns = new Map<string, Cold[]>();
  const sizes = new Map<string, Size>();
  for (const [label, bundle] of Object.entries(BUNDLES)) sizes.set(label, await bundle(join(folder, label)));
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
    ...[sizes.get(label)?.bytes, sizes.get(label)?.bytesAtStart].map((bytes) => whole((bytes ?? 0) / 1_000)),
    ...[median(colds, "milliseconds"), median(colds, "processor")].map(whole),
    ratio(median(colds, "processor") / (base ?? 1)),
  ]);
  console.log(table(["from nothing to loaded", "KB", "read at start", "ms", "processor ms", "×"], rows));
  console.log(
    `\n×: how many times the processor time of the first. Median of ${RUNS} in turns, Node ${version.trim()}. KB: the whole, and what is read before the first event.\n`,
  );
}
