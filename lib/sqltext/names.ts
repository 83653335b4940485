/** Names that PostgreSQL prints on one major or generation and leaves out on the next. */

import { type Branch, branchAt, isBranch, itemsAt, nameIn, type Tree, without } from "./tree.ts";

/**
 * Drops the name that a result column would have without one. Where names do not matter, as in `(SELECT 'x')` or in
 * BEGIN ATOMIC, PostgreSQL prints none: `(SELECT 'x'::text)`. The restored text has one: `(SELECT 'x'::text AS text)`.
 * `SET a = s.a` of an UPDATE loses the column's name too, and is mistaken for no other: the value implies it.
 */
export function dropImpliedName(branch: Branch): Branch {
  const target = branchAt(branch, "ResTarget");
  if (target?.name === undefined || target.name !== impliedName(target.val)) return branch;
  return { ResTarget: without(target, "name") };
}

/** The name PostgreSQL would make up, for the values whose printed form implies another than the written one did. */
export function impliedName(value: Tree | undefined): string | undefined {
  const cast = branchAt(value, "TypeCast");
  if (cast) return branchAt(cast.arg, "A_Const") && nameIn(itemsAt(cast.typeName, "names").at(-1));
  // 14 calls the column of `SELECT true` bool, 15 nothing.
  if (branchAt(branchAt(value, "A_Const"), "boolval")) return "bool";
  const collated = branchAt(value, "CollateClause");
  if (collated) return impliedName(collated.arg);
  const link = branchAt(value, "SubLink");
  if (link) return link.subLinkType === "EXPR_SUBLINK" ? scalarName(branchAt(link.subselect, "SelectStmt")) : undefined;
  return nameIn(itemsAt(branchAt(value, "ColumnRef"), "fields").at(-1));
}

/** A scalar sub-select is called what its only column is called, in the leftmost query of a set operation. */
function scalarName(select: Branch | undefined): string | undefined {
  const left = branchAt(select, "larg");
  if (left) return scalarName(left);
  const target = branchAt(itemsAt(select, "targetList")[0], "ResTarget");
  return typeof target?.name === "string" ? target.name : impliedName(target?.val);
}

/**
 * A view over one FROM item: 14 and 15 print `users.id` where 16 prints `id`, at the level of the view only. Whole
 * rows (`users.*`) keep the name everywhere, and so does what stands in a sub-select, a WITH query or FROM itself.
 * ORDER BY is no exception: a bare name there can mean a result column, but of that one the expression is printed.
 */
export function unqualify(select: Branch): Branch {
  const from = itemsAt(select, "fromClause");
  const alias = from.length === 1 ? aliasOf(from[0]) : undefined;
  if (alias === undefined) return select;
  const bare = Object.entries(select).map(([field, value]) =>
    field === "fromClause" || field === "withClause" ? [field, value] : [field, stripAlias(value, alias)],
  );
  return Object.fromEntries(bare);
}

const NAMED_ITEMS = ["RangeVar", "RangeSubselect", "RangeFunction", "RangeTableFunc", "JsonTable"];

/** The name by which columns of a FROM item are qualified; a join has none. */
function aliasOf(tree: Tree | undefined): string | undefined {
  const sampled = branchAt(tree, "RangeTableSample");
  if (sampled) return aliasOf(sampled.relation);
  for (const node of NAMED_ITEMS) {
    const item = branchAt(tree, node);
    const name = branchAt(item, "alias")?.aliasname ?? item?.relname;
    if (typeof name === "string") return name;
  }
  return undefined;
}

function stripAlias(tree: Tree, alias: string): Tree {
  if (typeof tree !== "object" || tree === null) return tree;
  if (!isBranch(tree)) {
    const items: Tree[] = [];
    for (const item of tree) items.push(stripAlias(item, alias));
    return items;
  }
  if (isBranch(tree.SelectStmt)) return tree;
  const [table, column, ...more] = itemsAt(branchAt(tree, "ColumnRef"), "fields");
  if (nameIn(table) === alias && column && nameIn(column) !== undefined && more.length === 0) {
    return { ColumnRef: { fields: [column] } };
  }
  const stripped: Record<string, Tree> = {};
  for (const field of Object.keys(tree)) stripped[field] = stripAlias(tree[field] ?? null, alias);
  return stripped;
}
