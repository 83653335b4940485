/** Casts that PostgreSQL prints in one place before a dump and in another after the restore. */

import { type Branch, branchAt, isBranch, itemsAt, nameIn, type Rule, type Tree, UnfitTree, without } from "./tree.ts";

/**
 * One spelling of a type: `varchar` is read as pg_catalog.varchar, `text` as text; with the empty search_path of our
 * sessions a bare name can only mean pg_catalog. Bounds of arrays are noise: PostgreSQL keeps none of `int[3][]`.
 */
export function plainType(branch: Branch): Branch {
  if (typeof branch.typemod !== "number" || !Array.isArray(branch.names)) return branch;
  const names = itemsAt(branch, "names");
  const bare = names.length === 2 && nameIn(names[0]) === "pg_catalog" ? names.slice(1) : names;
  const bounds = itemsAt(branch, "arrayBounds").slice(0, 1);
  return { ...branch, names: bare, ...(bounds.length > 0 && { arrayBounds: [{ Integer: { ival: -1 } }] }) };
}

/**
 * `(ARRAY['a'::varchar, …])::text[]` is restored as `ARRAY[('a'::varchar)::text, …]`. One rule serves one text, since
 * it counts: a short text of many casts over a wide array would make a tree of gigabytes.
 */
export function pushArrayCasts(): Rule {
  let pushed = 0;
  const push: Rule = (branch) => {
    const array = branchAt(branchAt(branch.TypeCast, "arg"), "A_ArrayExpr");
    const type = branchAt(branch.TypeCast, "typeName");
    const elements = itemsAt(array, "elements");
    // An empty array has no element that could carry the type.
    if (!array || !type || !isArrayType(type) || elements.length === 0) return branch;
    pushed += elements.length;
    if (pushed > MOST_CASTS) throw new UnfitTree(`more than ${MOST_CASTS} casts of array elements`);
    // An array among the elements makes all of them arrays, and PostgreSQL casts those to the whole type.
    const typeName = elements.some(isArrayValued) ? type : without(type, "arrayBounds");
    const cast = (arg: Tree): Branch => collapseLiteralCasts(push({ TypeCast: { arg, typeName } }));
    return { A_ArrayExpr: { ...array, elements: elements.map(cast) } };
  };
  return push;
}

const MOST_CASTS = 1_000_000;

/** `('u'::varchar)::text` is `'u'::text`. Not so with bpchar, which drops blanks, nor with a length, which cuts. */
export function collapseLiteralCasts(branch: Branch): Branch {
  const inner = branchAt(branch.TypeCast, "arg");
  const type = branchAt(branch.TypeCast, "typeName");
  if (!type || !isBoundlessText(type) || !inner) return branch;
  const literal = textLiteralIn(inner);
  return literal ? { TypeCast: { arg: literal, typeName: type } } : branch;
}

/**
 * In a row of a named type a NULL is of its attribute's type, whatever it says. One that stands for an attribute added
 * since is printed bare, and as a cast (for a domain, two) once it has been dumped and restored.
 */
export function bareRowNulls(branch: Branch): Branch {
  const row = branchAt(branchAt(branch.TypeCast, "arg"), "RowExpr");
  const typeName = branchAt(branch.TypeCast, "typeName");
  if (!row || !typeName || itemsAt(typeName, "names").some((name) => nameIn(name) === "record")) return branch;
  const args = itemsAt(row, "args").map((arg) => nullUnderCasts(arg) ?? arg);
  return { TypeCast: { arg: { RowExpr: { ...row, args } }, typeName } };
}

function nullUnderCasts(tree: Tree | undefined): Branch | undefined {
  if (!isBranch(tree)) return undefined;
  if (branchAt(tree, "A_Const")?.isnull === true) return tree;
  return nullUnderCasts(branchAt(tree.TypeCast, "arg"));
}

/** A column that has become text keeps a default of `'z'::varchar`; a new one has `'z'::text`: both are `'z'`. */
export const bareDefault = (tree: Tree | undefined): Tree | undefined =>
  isBranch(tree) ? (textLiteralIn(tree) ?? tree) : tree;

/** The literal under a cast to a type of unlimited text. */
function textLiteralIn(branch: Branch): Branch | undefined {
  const type = branchAt(branch.TypeCast, "typeName");
  const arg = branchAt(branch.TypeCast, "arg");
  return type && isBoundlessText(type) && branchAt(branchAt(arg, "A_Const"), "sval") ? arg : undefined;
}

const isArrayType = (type: Branch | undefined): boolean => itemsAt(type, "arrayBounds").length > 0;

const isArrayValued = (tree: Tree): boolean =>
  branchAt(tree, "A_ArrayExpr") !== undefined || isArrayType(branchAt(branchAt(tree, "TypeCast"), "typeName"));

function isBoundlessText(type: Branch): boolean {
  const [name, ...more] = itemsAt(type, "names").map(nameIn);
  const plain = more.length === 0 && itemsAt(type, "typmods").length === 0 && !isArrayType(type);
  return plain && (name === "text" || name === "varchar");
}
