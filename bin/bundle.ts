/** How the Lambda is bundled. */

import type { BuildOptions, Plugin } from "esbuild";
import { WATCHED } from "../lib/kinds/watched.ts";

/** `pg` is CommonJS and calls `require`, which an ES module does not have. */
const BANNER = "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);";

/** The values of a module in the place of what works them out, which is more than all else that the start reads. */
const folded: Plugin = {
  name: "folded",
  setup: (build) =>
    build.onLoad({ filter: /[/\\]lib[/\\]kinds[/\\]watched\.ts$/ }, () => ({
      contents: `export const WATCHED = ${JSON.stringify(WATCHED)};`,
    })),
};

/** @param unbundled packages that are loaded by name */
export const lambdaBundle = (unbundled: readonly string[]) =>
  ({
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What is imported when it is needed is a file of its own, and is read then.
    splitting: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    external: [...unbundled, "pg-native"],
    banner: { js: BANNER },
    plugins: [folded],
    legalComments: "none",
    sourcemap: false,
    logLevel: "warning",
  }) satisfies BuildOptions;
