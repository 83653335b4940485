/** The program of the measured pieces of work, bundled like the Lambda: what is measured is not the compiler. */

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

export const WORKER = "work.mjs";

/** Writes it into a folder, from where it can find its packages. */
export function bundleWorker(folder: string): void {
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(folder, "node_modules"), "junction");
  buildSync({
    entryPoints: [join(import.meta.dirname, "work.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
  });
}
