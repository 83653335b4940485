/** From a text and its sort to the canonical tree: the statement in which such a text can stand, and the rules. */

import type { Sort } from "../core/canonical.ts";
import { bareDefault, bareRowNulls, collapseLiteralCasts, plainType, pushArrayCasts } from "./casts.ts";
import { dropImpliedName, unqualify } from "./names.ts";
import type { Parse } from "./parser.ts";
import { pairRows } from "./rows.ts";
import { type Branch, branchAt, itemsAt, type Rule, reshape, type Tree } from "./tree.ts";

const rules = (): readonly Rule[] => [
  ...[plainType, pushArrayCasts(), collapseLiteralCasts, bareRowNulls],
  ...[pairRows, dropImpliedName],
];

/**
 * What goes before and after a text to make it a statement. A value is read in VALUES, where nothing else can stand:
 * after SELECT, `ALL x` and `x AS y` could. The line breaks keep a comment at the end from taking the rest.
 */
const FRAMES: { readonly [S in Sort]: readonly [before: string, after: string] } = {
  expression: ["VALUES (\n", "\n)"],
  default: ["VALUES (\n", "\n)"],
  statement: ["", ""],
  view: ["", ""],
  "partition-key": ["CREATE TABLE t () PARTITION BY\n", ""],
  "partition-bound": ["CREATE TABLE t PARTITION OF p\n", ""],
  constraint: ["ALTER TABLE t ADD\n", ""],
  "routine-body": ["CREATE FUNCTION f()\n", ""],
};

/** The canonical tree of a text; undefined when it does not parse, or parses to more than its sort allows. */
export function readText(sort: Sort, text: string, parse: Parse): Tree | undefined {
  const [before, after] = FRAMES[sort];
  const [statement, ...more] = parse(before + text + after) ?? [];
  if (statement === undefined || more.length > 0) return undefined;
  const tree = reshape(statement, rules());
  if (sort === "view") return viewQuery(tree);
  if (sort === "expression") return soleValue(tree);
  if (sort === "default") return bareDefault(soleValue(tree));
  // The frame stays in the tree: a text that reaches beyond its place has changed the frame and equals no other.
  return tree;
}

function viewQuery(statement: Tree): Branch | undefined {
  const query = branchAt(statement, "SelectStmt");
  return query && { SelectStmt: unqualify(query) };
}

/** The one value of a VALUES. A text that closes the parenthesis to go on in SQL of its own leaves more than that. */
function soleValue(statement: Tree): Tree | undefined {
  const query = branchAt(statement, "SelectStmt") ?? {};
  const [row, ...rows] = itemsAt(query, "valuesLists");
  const [value, ...values] = itemsAt(branchAt(row, "List"), "items");
  const fields = Object.keys(query).sort().join();
  return rows.length === 0 && values.length === 0 && fields === BARE_VALUES ? value : undefined;
}

/** The fields of a VALUES without ORDER BY, LIMIT, WITH and set operation. */
const BARE_VALUES = "limitOption,op,valuesLists";
