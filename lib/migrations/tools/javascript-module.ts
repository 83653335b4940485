/** Where a JavaScript tool keeps its migrations, and how the last one of them is written. */

import { type Directory, folderOf, nameOf } from "../directory.ts";
import { byNumber, invalid } from "../layout.ts";

/** `.ts` and `.mjs` are modules of ECMAScript, `.cjs` is none, and of `.js` the text or the package tells. */
export interface Habit {
  /** Empty, or with its slash at the end. */
  readonly folder: string;
  /** `ts`. */
  readonly extension: string;
  /** ECMAScript's, and not CommonJS. */
  readonly esm: boolean;
  /** The numbers of the migrations there are. */
  readonly numbers: readonly string[];
}

/**
 * @param file a migration's name, which begins with its number in the first group
 * @param settings the tool's own file, if it is there
 * @param configured finds the folder in that file, as a literal or as the parts of a path
 * @throws DriftwatchError `migrations-invalid` where several folders hold such files and nothing says which
 */
export function habitOf(directory: Directory, file: RegExp, settings: readonly string[], configured: RegExp): Habit {
  const config = settings.find((name) => directory.has(name));
  const folder = folderIn(directory, file, config === undefined ? "" : directory.text(config), configured);
  const known = directory
    .inside(folder)
    .filter((path) => file.test(nameOf(path)))
    .sort(byNumber);
  const last = known.at(-1);
  const extension = /\.(\w+)$/.exec(last ?? config ?? "")?.[1] ?? "js";
  return {
    folder: folder === "" ? "" : `${folder}/`,
    extension: /^[cm]?[jt]s$/.test(extension) ? extension : "js",
    esm: isModule(directory, extension, last),
    numbers: known.flatMap((path) => file.exec(nameOf(path))?.[1] ?? []),
  };
}

/** What is configured, unless the migrations lie elsewhere: settings may name where they are compiled to. */
function folderIn(directory: Directory, file: RegExp, config: string, configured: RegExp): string {
  const [, told = ""] = configured.exec(config) ?? [];
  const words = [...told.matchAll(/(["'`])(.*?)\1/g)].map(([, , word = ""]) => word);
  const path = words
    .join("/")
    .replace(/\/?[^/]*[*.{][^/]*$|\/[^/]*\*.*$/, "")
    .replaceAll(/^(?:\.*\/)+|\/+$/g, "");
  const found = [...new Set(directory.files.filter((each) => file.test(nameOf(each))).map(folderOf))];
  if (found.length <= 1) return found[0] ?? (path || "migrations");
  if (found.includes(path)) return path;
  throw invalid(
    `it is not clear which of ${found.map((each) => each || ".").join(", ")} holds the migrations`,
    "give that directory with --migrations",
  );
}

function isModule(directory: Directory, extension: string, last: string | undefined): boolean {
  if (extension !== "js") return extension !== "cjs";
  if (last !== undefined) return /^\s*(?:export|import)\b/m.test(directory.text(last));
  return /"type"\s*:\s*"module"/.test(directory.beside("package.json") ?? "");
}
