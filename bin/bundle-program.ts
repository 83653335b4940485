/** How the command is bundled: our own modules, of which it reads hundreds, become few files; packages stay packages. */

import { dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The command, as a path from the root of the project. */
const ENTRY = "bin/driftwatch.ts";

/** What the bundler itself brings in, where it writes an expression otherwise. */
const BUNDLER = "@oxc-project/runtime/";
const isPackage = (id: string): boolean => !id.startsWith(".") && !isAbsolute(id);

/** Modules that read what lies beside them still say so of where `tsc` has put them. */
const placed: Plugin = {
  name: "placed",
  transform: {
    filter: { id: /[/\\]lib[/\\].*\.ts$/, code: /import\.meta\.url/ },
    handler: (code, id) => {
      const compiled = relative(join(ROOT, dirname(ENTRY)), id)
        .replaceAll("\\", "/")
        .replace(/\.ts$/, ".js");
      return { code: code.replaceAll("import.meta.url", `new URL("${compiled}", import.meta.url).href`) };
    },
  },
};

/**
 * @param folder where the files are written to, beside the compiled `lib`; null: nowhere
 * @returns the files, with what each imports
 */
export async function bundleProgram(folder: string | null): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: ENTRY,
    platform: "node",
    external: (id) => isPackage(id) && !id.startsWith(BUNDLER),
    plugins: [placed],
  });
  const { output } = await bundle[folder === null ? "generate" : "write"]({
    ...(folder !== null && { dir: folder }),
    format: "esm",
  });
  await bundle.close();
  return output.flatMap((file) => (file.type === "chunk" ? [file] : []));
}
