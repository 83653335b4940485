/** Whether two texts say the same of things that have other names now, judged by their parse trees. */

import type { SqlText } from "../core/canonical.ts";
import { impliedName } from "./names.ts";
import type { Parse } from "./parser.ts";
import { readText } from "./read.ts";
import { type Branch, branchAt, isBranch, itemsAt, nameIn, type Tree, UnfitTree } from "./tree.ts";

export type { Parse } from "./parser.ts";

/** What was renamed, as far as it matters to the object the texts belong to. */
export interface OtherNames {
  /** Whether what was called the one is called the other now. */
  readonly name: (expected: string, actual: string) => boolean;
  /** The same of names that lead to something: schema, table. */
  readonly path: (expected: readonly string[], actual: readonly string[]) => boolean;
}

export function sameUnderOtherNames(expected: SqlText, actual: SqlText, names: OtherNames, parse: Parse): boolean {
  if (expected.$sql !== actual.$sql) return false;
  const sort = expected.$sql;
  return sameTrees(
    () => [readText(sort, expected.text, parse), readText(sort, actual.text, parse)],
    new Comparison(names, parse),
    sort === "view",
  );
}

/** The same of two types, or of other things that are spelled as types are: `app.mood[]`, `"app"."mood"`. */
export function sameTypes(expected: string, actual: string, names: OtherNames, parse: Parse): boolean {
  const read = (type: string) => readText("expression", `NULL::${type}`, parse);
  return sameTrees(() => [read(expected), read(actual)], new Comparison(names, parse), false);
}

function sameTrees(read: () => [Tree | undefined, Tree | undefined], comparison: Comparison, named: boolean): boolean {
  try {
    const [left, right] = read();
    return left !== undefined && right !== undefined && comparison.same(left, right, named);
  } catch (error) {
    if (error instanceof UnfitTree || error instanceof RangeError) return false;
    throw error;
  }
}

/** Where what is selected gets a name of its own that others see, a new one there is another change. */
type Named = boolean;

class Comparison {
  readonly #names: OtherNames;
  readonly #parse: Parse;

  constructor(names: OtherNames, parse: Parse) {
    this.#names = names;
    this.#parse = parse;
  }

  same(expected: Tree, actual: Tree, named: Named): boolean {
    if (typeof expected === "string" && typeof actual === "string")
      return expected === actual || this.#names.name(expected, actual);
    if (typeof expected !== "object" || typeof actual !== "object" || expected === null || actual === null)
      return expected === actual;
    if (isBranch(expected) && isBranch(actual)) return this.#branches(expected, actual, named);
    return Array.isArray(expected) && Array.isArray(actual) && this.#lists(expected, actual, named);
  }

  #lists(expected: readonly Tree[], actual: readonly Tree[], named: Named): boolean {
    const [from, to] = [expected.map(nameIn), actual.map(nameIn)];
    if (allNames(from) && allNames(to) && this.#names.path(from, to)) return true;
    return (
      expected.length === actual.length && expected.every((item, at) => this.same(item, actual[at] ?? null, named))
    );
  }

  #branches(expected: Branch, actual: Branch, named: Named): boolean {
    const [node = ""] = Object.keys(expected);
    // The one that an INSERT, an UPDATE or a DELETE is about stands in the tree without the name of its node.
    if ("relname" in expected && "relname" in actual) return this.#relations(expected, actual);
    const [from, to] = [branchAt(expected, node), branchAt(actual, node)];
    if (from && to) {
      if (node === "A_Const") return sameAsWritten(from, to);
      if (node === "ResTarget") return this.#targets(from, to, named);
      if (node === "SubLink") return this.#fields(from, to, false);
      if (node === "InsertStmt" || node === "UpdateStmt") return this.#fields(from, to, false);
      if (node === "TypeCast" && namesSomething(from) && namesSomething(to)) return this.#references(from, to);
    }
    return this.#fields(expected, actual, named);
  }

  #fields(expected: Branch, actual: Branch, named: Named, but: readonly string[] = []): boolean {
    const fields = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...fields].every((field) => {
      if (but.includes(field)) return true;
      const [from, to] = [expected[field], actual[field]];
      return from !== undefined && to !== undefined && this.same(from, to, named);
    });
  }

  /** The name that a value is selected under is the same, though PostgreSQL may not have to say it on one side. */
  #targets(expected: Branch, actual: Branch, named: Named): boolean {
    const [from, to] = [nameOf(expected), nameOf(actual)];
    const free = !named && from !== undefined && to !== undefined && this.#names.name(from, to);
    return (from === to || free) && this.#fields(expected, actual, named, ["name"]);
  }

  #relations(expected: Branch, actual: Branch): boolean {
    const [from, to] = [pathOf(expected), pathOf(actual)];
    const moved = from.length === to.length && this.#names.path(from, to);
    const aliased = isAliasedUnasked(expected, actual) || isAliasedUnasked(actual, expected);
    return this.#fields(expected, actual, false, [
      ...(moved ? ["schemaname", "relname"] : []),
      ...(aliased ? ["alias"] : []),
    ]);
  }

  /** `'app.orders_id_seq'::regclass`: a constant that is a name. */
  #references(expected: Branch, actual: Branch): boolean {
    const [from, to] = [constantIn(expected), constantIn(actual)];
    if (from === undefined || to === undefined) return false;
    const read = (name: string) => readText("statement", `TABLE ${name}`, this.#parse);
    const [left, right] = [read(from), read(to)];
    return from === to || (left !== undefined && right !== undefined && this.same(left, right, false));
  }
}

/** Where a column that USING names has another name, PostgreSQL says what the table's columns are called there: `t t(id, n)`. */
const isAliasedUnasked = (plain: Branch, aliased: Branch): boolean => {
  const alias = branchAt(aliased, "alias");
  return !plain.alias && alias?.aliasname === aliased.relname && itemsAt(alias, "colnames").length > 0;
};

const allNames = (names: readonly (string | undefined)[]): names is readonly string[] =>
  names.length > 0 && names.every((name) => name !== undefined);

const sameAsWritten = (expected: Tree, actual: Tree): boolean => JSON.stringify(expected) === JSON.stringify(actual);

const nameOf = (target: Branch): string | undefined =>
  typeof target.name === "string" ? target.name : impliedName(target.val);

const pathOf = ({ schemaname, relname }: Branch): string[] =>
  [schemaname, relname].filter((name) => typeof name === "string");

const REFERENCES = ["regclass", "regtype", "regproc", "regconfig", "regdictionary", "regnamespace", "regrole"];

const namesSomething = (cast: Branch): boolean =>
  REFERENCES.includes(nameIn(itemsAt(branchAt(cast, "typeName"), "names").at(-1)) ?? "");

const constantIn = (cast: Branch): string | undefined => {
  const value = branchAt(branchAt(branchAt(cast, "arg"), "A_Const"), "sval")?.sval;
  return typeof value === "string" ? value : undefined;
};
