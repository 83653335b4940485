/** The parse tree as plain data, what is left of it when positions are taken out, and its one spelling. */

/** A parse tree: what `libpg-query` returns, read as JSON and never as its hundreds of node types. */
export type Tree = string | number | boolean | null | readonly Tree[] | Branch;
export type Branch = { readonly [field: string]: Tree };

/** A change to one branch whose inner branches have been through every rule already. */
export type Rule = (branch: Branch) => Branch;

/**
 * Where the stack ends depends on what has been compiled by then: beyond 2,000 levels for the code here, 9,000 for the
 * parser. A limit well below makes a text take the same way on every machine and in every run.
 */
export const DEEPEST = 1_000;

/** Thrown for a tree that has no form: too deep, or with a number that JavaScript cannot hold exactly. */
export class UnfitTree extends Error {}

export const isBranch = (tree: Tree | undefined): tree is Branch =>
  typeof tree === "object" && tree !== null && !Array.isArray(tree);

/** A field's value when it is a branch. */
export const branchAt = (tree: Tree | undefined, field: string): Branch | undefined => {
  const value = isBranch(tree) ? tree[field] : undefined;
  return isBranch(value) ? value : undefined;
};

/** A field's value when it is a list, and no items otherwise. */
export const itemsAt = (tree: Tree | undefined, field: string): readonly Tree[] => {
  const value = isBranch(tree) ? tree[field] : undefined;
  return Array.isArray(value) ? value : [];
};

/** The identifier in a `String` node. */
export const nameIn = (tree: Tree | undefined): string | undefined => {
  const name = branchAt(tree, "String")?.sval;
  return typeof name === "string" ? name : undefined;
};

/** The branch without one of its fields. */
export const without = (branch: Branch, field: string): Branch => {
  const { [field]: _, ...rest } = branch;
  return rest;
};

/** The tree without positions, every branch changed by the rules in their order, the innermost first. */
export function reshape(tree: Tree, rules: readonly Rule[], depth = 0): Tree {
  if (depth > DEEPEST) throw new UnfitTree(`deeper than ${DEEPEST} levels`);
  if (typeof tree !== "object" || tree === null) return tree;
  // Loops, here and below: a callback would take a second frame of the stack for every level.
  if (!isBranch(tree)) {
    const items: Tree[] = [];
    for (const item of tree) items.push(reshape(item, rules, depth + 1));
    return items;
  }
  const kept: Record<string, Tree> = {};
  for (const field of Object.keys(tree)) {
    const value = tree[field] ?? null;
    if (!isPosition(field, value)) kept[field] = reshape(value, rules, depth + 1);
  }
  let branch: Branch = kept;
  for (const rule of rules) branch = rule(branch);
  return branch;
}

const POSITIONS: ReadonlySet<string> = new Set([
  "location",
  "name_location",
  "stmt_location",
  "stmt_len",
  "list_start",
  "list_end",
  "rexpr_list_start",
  "rexpr_list_end",
]);

/** Where a node stood in the text. CREATE TABLESPACE has a `location` too: a directory, hence not a number. */
const isPosition = (field: string, value: Tree): boolean => typeof value === "number" && POSITIONS.has(field);

/** One text per tree: fields in the order of their code points, and every value spelled so that no other reads so. */
export function spell(tree: Tree): string {
  if (typeof tree === "string") return JSON.stringify(tree);
  if (typeof tree === "number") return spellNumber(tree);
  if (typeof tree !== "object" || tree === null) return String(tree);
  let inside = "";
  if (!isBranch(tree)) {
    for (const item of tree) inside += `${spell(item)},`;
    return `[${inside}]`;
  }
  // Field names are ASCII, so that the order of UTF-16 units, sort()'s, is the order of code points.
  for (const field of Object.keys(tree).sort()) inside += `${JSON.stringify(field)}:${spell(tree[field] ?? null)},`;
  return `{${inside}}`;
}

/** PostgreSQL keeps decimals as strings; all numbers in a tree are whole ones. */
function spellNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new UnfitTree(`the number ${value} is not exact`);
  return BigInt(value).toString();
}
