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
import { setFlagsFromString } from "node:v8";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import type { Tree } from "./tree.ts";

/** The parser that forms were made with: another one may give other forms, so snapshots name it. */
export const PARSER_VERSION = "libpg-query 18.1.5";

/** The statements of a text, or undefined when it is not SQL to PostgreSQL. */
export type Parse = (text: string) => readonly Tree[] | undefined;

/** Where one statement of a script stands, in bytes of UTF-8; without a length it reaches to the end. */
export interface Piece {
  readonly start: number;
  readonly length: number | undefined;
  /** What PostgreSQL calls its sort: `TransactionStmt`. */
  readonly type: string;
}

type ParserModule = typeof import("libpg-query");

let loading: Promise<ParserModule> | undefined;

/** The parser; to be asked for anew before each text, since the one before may have broken it. */
export async function loadParser(): Promise<Parse> {
  const parser = await loadModule();
  return (text) => statements(parser, text)?.map(({ stmt }) => stmt as unknown as Tree);
}

/** What takes scripts apart, or undefined when they are not SQL to PostgreSQL; to be asked for anew, likewise. */
export async function loadSplitter(): Promise<(script: string) => readonly Piece[] | undefined> {
  const parser = await loadModule();
  return (script) =>
    statements(parser, script, LONGEST_SCRIPT)?.map(({ stmt, stmt_location = 0, stmt_len }) => ({
      start: stmt_location,
      length: stmt_len,
      type: Object.keys(stmt ?? {})[0] ?? "",
    }));
}

function loadModule(): Promise<ParserModule> {
  loading ??= load().catch((cause) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}

/**
 * V8 compiles WebAssembly that runs often a second time, for speed. Of this parser that takes it half a second of processor
 * time and, by its release, 50 MB (Node 20) to 270 MB (Node 24), and is made good by no number of texts that a database has.
 */
const COMPILED_ONCE = ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];

async function load(): Promise<ParserModule> {
  try {
    for (const flag of COMPILED_ONCE) setFlagsFromString(flag);
    const parser = freshModule();
    await parser.loadModule();
    return parser;
  } catch (cause) {
    throw new DriftwatchError(
      "internal",
      `The SQL parser cannot be loaded: ${oneLine(cause)}`,
      "install libpg-query and @pgsql/types, or ship both folders in node_modules beside the bundle",
      { cause },
    );
  }
}

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
/** Scripts are taken apart where memory is no matter. */
const LONGEST_SCRIPT = 20_000_000;

type Statements = NonNullable<ReturnType<ParserModule["parseSync"]>["stmts"]>;

function statements(parser: ParserModule, text: string, longest = LONGEST): Statements | undefined {
  if (text === "" || text.length > longest || UNREADABLE.test(text)) return undefined;
  try {
    return parser.parseSync(text).stmts ?? [];
  } catch (error) {
    // A syntax error is an answer. Anything else (the stack at its end, memory) leaves C's state half written.
    if (!(error instanceof parser.SqlError)) loading = undefined;
    return undefined;
  }
}
