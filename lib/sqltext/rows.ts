/** Comparisons of rows: PostgreSQL takes one level of them apart each time that it reads a text. */

import { type Branch, branchAt, itemsAt, nameIn, type Tree } from "./tree.ts";

/**
 * `((a, b), c) = ((1, 2), 3)` is kept as `((a, b) = (1, 2)) AND (c = 3)`, and as three comparisons once it has been dumped
 * and restored. What is unlike in one of its pairs is told so by OR, which likewise ends up without parentheses at its left.
 */
export function pairRows(branch: Branch): Branch {
  const comparison = branchAt(branch, "A_Expr");
  const boolop = comparison && JOINTS[operatorOf(comparison) ?? ""];
  if (!comparison || boolop === undefined) return flatAtLeft(branch);
  const [left, right] = [rowIn(comparison.lexpr), rowIn(comparison.rexpr)];
  if (!left || !right || left.length !== right.length || left.length === 0) return branch;
  const args = left.map((lexpr, at) => pairRows({ A_Expr: { ...comparison, lexpr, rexpr: right[at] ?? null } }));
  return args.length === 1 ? (args[0] as Branch) : flatAtLeft({ BoolExpr: { boolop, args } });
}

const JOINTS: { readonly [operator: string]: string } = {
  "AEXPR_OP =": "AND_EXPR",
  "AEXPR_OP <>": "OR_EXPR",
  "AEXPR_DISTINCT =": "OR_EXPR",
};

/** Undefined for one that is named with its schema. */
function operatorOf(comparison: Branch): string | undefined {
  const [name, ...more] = itemsAt(comparison, "name").map(nameIn);
  return more.length === 0 ? `${comparison.kind} ${name}` : undefined;
}

const rowIn = (tree: Tree | undefined): readonly Tree[] | undefined => {
  const row = branchAt(tree, "RowExpr");
  return row && itemsAt(row, "args");
};

/** As the parser has it of a text: `(a OR b) OR c` is one OR of three. */
function flatAtLeft(branch: Branch): Branch {
  const whole = branchAt(branch, "BoolExpr");
  const [first, ...others] = itemsAt(whole, "args");
  const inner = branchAt(first, "BoolExpr");
  if (!whole || !inner || inner.boolop !== whole.boolop || whole.boolop === "NOT_EXPR") return branch;
  return { BoolExpr: { ...whole, args: [...itemsAt(inner, "args"), ...others] } };
}
