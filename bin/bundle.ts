/** How the Lambda is bundled. */

import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import { WATCHED } from "../lib/kinds/watched.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Packages that a function loads by name when it first needs them. The parser is 1.7 MB of WebAssembly that most checks
 * never touch, and finds its `.wasm` beside its own module, so it cannot be bundled.
 */
export const UNBUNDLED = ["libpg-query", "@pgsql/types"] as const;

/** The values of a module in the place of what works them out, which is more than all else that the start reads. */
const folded: Plugin = {
  name: "folded",
  load: {
    filter: { id: /[/\\]lib[/\\]kinds[/\\]watched\.ts$/ },
    handler: () => ({ code: `export const WATCHED = ${JSON.stringify(WATCHED)};`, moduleType: "js" }),
  },
};

export interface LambdaBundle {
  /** The modules that were looked at, as paths from the root of the project. */
  readonly modules: ReadonlySet<string>;
  /** Those of them that are read before the first event. */
  readonly atStart: ReadonlySet<string>;
  /** Of all code, and of what is read before the first event. */
  readonly bytes: number;
  readonly bytesAtStart: number;
}

/**
 * Bundles a module as `index.mjs`. What is read before the first event lies beside it in one file, because Node takes half a
 * millisecond for each; what is imported when it is needed is a file of its own, and is read then.
 * @param entry the module, as a path from the root of the project
 * @param folder where the files are written to; null: nowhere
 */
export async function bundleLambda(entry: string, folder: string | null): Promise<LambdaBundle> {
  const imports = new Map<string, readonly string[]>();
  let atStart: ReadonlySet<string> = new Set();
  const observer: Plugin = {
    name: "observer",
    buildEnd() {
      for (const id of this.getModuleIds()) imports.set(id, this.getModuleInfo(id)?.importedIds ?? []);
      atStart = reached(join(ROOT, entry), imports);
    },
  };
  const bundle = await rolldown({
    cwd: ROOT,
    input: { index: entry },
    platform: "node",
    external: [...UNBUNDLED, "pg-native"],
    resolve: { mainFields: ["module", "main"] },
    transform: { target: "node24" },
    plugins: [folded, observer],
  });
  const inOneFile = (id: string) => (atStart.has(id) ? "start" : null);
  const { output } = await bundle[folder === null ? "generate" : "write"]({
    ...(folder !== null && { dir: folder }),
    format: "esm",
    minify: true,
    comments: false,
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name]-[hash].mjs",
    codeSplitting: { groups: [{ name: inOneFile, debugName: "start" }] },
  });
  await bundle.close();
  const named = (ids: Iterable<string>) => new Set([...ids].map((id) => relative(ROOT, id)));
  const chunks = new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file]] : [])));
  const read = reached("index.mjs", new Map([...chunks].map(([name, chunk]) => [name, chunk.imports])));
  return {
    modules: named(imports.keys()),
    atStart: named(atStart),
    bytes: bytesOf(chunks.values()),
    bytesAtStart: bytesOf([...read].flatMap((name) => chunks.get(name) ?? [])),
  };
}

const bytesOf = (chunks: Iterable<OutputChunk>): number =>
  [...chunks].reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);

/** What is imported when the first is, or by what then is. */
function reached(first: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    imports.get(id)?.forEach(add);
  };
  add(first);
  return found;
}
