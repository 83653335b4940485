/**
 * PostgreSQL's own parser (`libpg-query`, WebAssembly), loaded when first needed and replaced when it breaks.
 *
 * It is required, neither imported nor bundled: its loader reads `libpg-query.wasm` beside its own file through
 * `require` and `__dirname`, which an ES module bundle does not have. A bundle therefore ships two folders beside it,
 * `node_modules/libpg-query` (only `package.json`, `wasm/index.cjs`, `wasm/libpg-query.js`, `wasm/libpg-query.wasm`
 * are read) and `node_modules/@pgsql/types` (`package.json`, `index.js`, `types.js`, `enums.js`).
 */

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import type { Tree } from "./tree.ts";

/** The parser that forms were made with: another one may give other forms, so snapshots name it. */
export const PARSER_VERSION = "libpg-query 18.1.5";

/** The statements of a text, or undefined when it is not SQL to PostgreSQL. */
export type Parse = (text: string) => readonly Tree[] | undefined;

let loading: Promise<Parse> | undefined;

/** The parser; to be asked for anew before each text, since the one before may have broken it. */
export function loadParser(): Promise<Parse> {
  loading ??= load().catch((cause) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}

async function load(): Promise<Parse> {
  try {
    const parser = freshModule();
    await parser.loadModule();
    return (text) => parse(parser, text);
  } catch (cause) {
    throw new DriftwatchError(
      "internal",
      `The SQL parser cannot be loaded: ${oneLine(cause)}`,
      "install libpg-query and @pgsql/types, or ship both folders in node_modules beside the bundle",
      { cause },
    );
  }
}

type ParserModule = typeof import("libpg-query");

/** Only `require` can load a module a second time. */
function freshModule(): ParserModule {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve("libpg-query"));
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(folder)) delete require.cache[path];
  }
  return require("libpg-query");
}

/** NUL ends a string in C and half a surrogate pair has no UTF-8: with either, other text would be parsed. */
const UNREADABLE = /[\0\p{Surrogate}]/u;

/** A short text can become a tree a hundred times its size; beyond this one the memory of a Lambda is at stake. */
const LONGEST = 500_000;

function parse(parser: ParserModule, text: string): readonly Tree[] | undefined {
  if (text === "" || text.length > LONGEST || UNREADABLE.test(text)) return undefined;
  try {
    const { stmts = [] } = parser.parseSync(text);
    return stmts.map(({ stmt }) => stmt as unknown as Tree);
  } catch (error) {
    // A syntax error is an answer. Anything else (the stack at its end, memory) leaves C's state half written.
    if (!(error instanceof parser.SqlError)) loading = undefined;
    return undefined;
  }
}
