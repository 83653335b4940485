/** Everything in the source that an expression can come to: itself, and the declarations that it names, and so on. */

import { type Node, type Source, sourcesOf, textOf } from "../../architecture/source.ts";

export interface Place {
  readonly source: Source;
  readonly node: Node;
}

const sources = new Map(sourcesOf("lib/kinds", "lib/core").map((source) => [source.path, source]));

/** The files that a kind can be made of. */
export const kindSources = (): Source[] => [...sources.values()].filter(({ path }) => path.startsWith("lib/kinds/"));

/** A node and all that stands in it or is named by it, each once. */
export function* reach({ source, node }: Place, seen = new Set<Node>()): Iterable<Place> {
  if (seen.has(node)) return;
  seen.add(node);
  yield { source, node };
  const named = node.type === "Identifier" ? declarationOf(source, String(node.name)) : undefined;
  if (named) yield* reach(named, seen);
  for (const child of childrenOf(node)) yield* reach({ source, node: child }, seen);
}

/** The parts of a node that are evaluated: neither the names of properties nor types. */
function* childrenOf(node: Node): Iterable<Node> {
  for (const [key, value] of Object.entries(node)) {
    if ((key === "key" || key === "property") && node.computed !== true) continue;
    for (const item of Array.isArray(value) ? value : [value])
      if (typeof item === "object" && item !== null && "type" in item && "start" in item && !/^TS/.test(item.type))
        yield item as Node;
  }
}

/** What a name stands for at the top of a file, or of the file it comes from. */
export function declarationOf(source: Source, name: string): Place | undefined {
  const [program] = source.nodes;
  for (const statement of (program?.body ?? []) as Node[]) {
    if (statement.type === "ImportDeclaration") {
      const imported = importOf(source, statement, name);
      if (imported) return imported;
      continue;
    }
    const declared = (statement.type === "ExportNamedDeclaration" ? statement.declaration : statement) as Node | null;
    if (declared?.type === "FunctionDeclaration" && (declared.id as Node).name === name)
      return { source, node: declared.body as Node };
    if (declared?.type !== "VariableDeclaration") continue;
    const found = (declared.declarations as Node[]).find(({ id }) => (id as Node).name === name);
    if (found?.init) return { source, node: found.init as Node };
  }
  return undefined;
}

function importOf(source: Source, statement: Node, name: string): Place | undefined {
  const found = (statement.specifiers as Node[]).find(({ local }) => (local as Node).name === name);
  const file = source.imports.find(({ specifier }) => specifier === textOf(statement.source))?.file;
  const from = file === undefined ? undefined : sources.get(file);
  return found && from && found.type === "ImportSpecifier"
    ? declarationOf(from, String((found.imported as Node).name))
    : undefined;
}

/** The properties that an object is written with, those it is spread from included. */
export function propertiesOf({ source, node }: Place): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  if (node.type === "Identifier") {
    const named = declarationOf(source, String(node.name));
    return named ? propertiesOf(named) : found;
  }
  if (/^TS(As|Satisfies)Expression$/.test(node.type)) return propertiesOf({ source, node: node.expression as Node });
  for (const property of node.type === "ObjectExpression" ? (node.properties as Node[]) : []) {
    if (property.type === "SpreadElement")
      for (const [name, place] of propertiesOf({ source, node: property.argument as Node })) found.set(name, place);
    else found.set(keyOf(property), { source, node: property.value as Node });
  }
  return found;
}

const keyOf = ({ key }: Node): string => String((key as Node).name ?? (key as Node).value);
