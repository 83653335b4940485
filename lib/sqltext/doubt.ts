/** What majors print differently for the same DDL although neither text says which DDL it was. */

import { type Branch, branchAt, isBranch, itemsAt, nameIn, reshape, type Tree, without } from "./tree.ts";

/**
 * What is left of a tree without what is in doubt; undefined where nothing is.
 *
 * 14 calls the column of `SELECT true` bool, 15 and later ?column?. Both can have been written, too, and both show in
 * what the view's readers get and in whatever reads that column.
 */
export function withoutDoubt(tree: Tree): Tree | undefined {
  let found = false;
  const bare = reshape(tree, [
    (branch) => {
      const target = branchAt(branch, "ResTarget");
      if (!target || !isTruth(target.val) || !isMadeUp(target.name)) return branch;
      found = true;
      return { ResTarget: without(target, "name") };
    },
  ]);
  return found ? reshape(bare, [evenName]) : undefined;
}

const MADE_UP = ["bool", "?column?"];

const isMadeUp = (name: Tree | undefined): boolean => name === undefined || MADE_UP.some((it) => it === name);

/** `true`, and a sub-select of nothing else. */
function isTruth(value: Tree | undefined): boolean {
  if (branchAt(branchAt(value, "A_Const"), "boolval")) return true;
  const link = branchAt(value, "SubLink");
  const [target, ...more] = itemsAt(branchAt(link?.subselect, "SelectStmt"), "targetList");
  return more.length === 0 && isBranch(target) && isTruth(branchAt(target, "ResTarget")?.val);
}

/** Whoever reads the column says its name. */
function evenName(branch: Branch): Branch {
  const fields = itemsAt(branchAt(branch, "ColumnRef"), "fields");
  if (!isMadeUp(nameIn(fields.at(-1)) ?? null)) return branch;
  return { ColumnRef: { fields: [...fields.slice(0, -1), { String: { sval: "?column?" } }] } };
}
