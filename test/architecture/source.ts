/** The sources as syntax trees, for tests that hold the architecture. */

import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";

export const ROOT = join(import.meta.dirname, "../..");

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

export interface Import {
  /** As it stands in the source. */
  readonly specifier: string;
  /** The file it names, from the root, if it is one of ours. */
  readonly file: string | undefined;
  /** Nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

export interface Source {
  /** From the root: `lib/core/address.ts`. */
  readonly path: string;
  /** `core` of lib/core, `index` of lib/index.ts, else the first folder: `lambdas`. */
  readonly layer: string;
  readonly text: string;
  readonly nodes: readonly Node[];
  readonly imports: readonly Import[];
}

const IGNORED = new Set(["node_modules", "dist", "cdk.out", "coverage"]);

/** Every TypeScript file below these folders, parsed. */
export const sourcesOf = (...folders: readonly string[]): Source[] =>
  folders.flatMap((folder) => [...filesOf(folder)].sort().map(read));

function* filesOf(folder: string): Iterable<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory() && !IGNORED.has(entry.name) && !entry.name.startsWith(".")) yield* filesOf(path);
    else if (entry.isFile() && entry.name.endsWith(".ts")) yield path;
  }
}

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), "utf8");
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const nodes = [...nodesOf(program)];
  return { path, layer: layerOf(path), text, nodes, imports: nodes.flatMap((node) => importOf(path, node)) };
}

export function layerOf(path: string): string {
  const [top = "", second = ""] = path.split("/");
  return top === "lib" ? second.replace(/\.ts$/, "") : top;
}

/** A node and all below it, in the order they stand in. */
function* nodesOf(value: unknown): Iterable<Node> {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
    return;
  }
  if ("type" in value && typeof value.type === "string" && "start" in value) yield value as Node;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

/** What a node brings in: `import`, `export … from`, `import()`, the type `import("…")`, and `require`. */
function importOf(path: string, node: Node): Import[] {
  const source = textOf(requested(node));
  if (source === undefined) return [];
  const file = source.startsWith(".") ? posix.normalize(posix.join(posix.dirname(path), source)) : undefined;
  return [{ specifier: source, file, typeOnly: isTypeOnly(node) }];
}

function requested(node: Node): unknown {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return node.source;
    case "CallExpression":
      return isRequire(node.callee as Node) ? (node.arguments as Node[])[0] : undefined;
    default:
      return undefined;
  }
}

const isRequire = (callee: Node): boolean =>
  callee.name === "require" || (callee.type === "CallExpression" && (callee.callee as Node).name === "createRequire");

function isTypeOnly(node: Node): boolean {
  if (node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type") return true;
  const specifiers = (node.specifiers ?? []) as Node[];
  return (
    specifiers.length > 0 &&
    specifiers.every(({ importKind, exportKind }) => importKind === "type" || exportKind === "type")
  );
}

/** The text a string literal stands for, or one without substitutions between backticks. */
export function textOf(node: unknown): string | undefined {
  const { type, value, quasis, expressions } = (node ?? {}) as Partial<Node>;
  if (type === "Literal" && typeof value === "string") return value;
  if (type !== "TemplateLiteral" || (expressions as unknown[]).length > 0) return undefined;
  const [whole] = quasis as readonly { readonly value: { readonly cooked: string } }[];
  return whole?.value.cooked;
}

/** `lib/core/address.ts:12`, to find it by. */
export const placeOf = ({ path, text }: Source, node: Node): string =>
  `${path}:${text.slice(0, node.start).split("\n").length}`;
