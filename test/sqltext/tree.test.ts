import { describe, expect, it } from "vitest";
import { DEEPEST, reshape, spell, type Tree, UnfitTree } from "../../lib/sqltext/tree.ts";

describe("spell", () => {
  it.each<[string, Tree, Tree]>([
    ["order of fields", { b: 1, a: [2] }, { a: [2], b: 1 }],
    ["negative zero", { a: -0 }, { a: 0 }],
  ])("does not depend on %s", (_, one, other) => {
    expect(spell(one)).toBe(spell(other));
  });

  it("spells no two trees alike", () => {
    const trees: Tree[] = [
      null,
      true,
      false,
      0,
      1,
      "",
      "1",
      "null",
      "[]",
      [],
      {},
      [[]],
      [{}],
      [1],
      ["1"],
      [1, 2],
      [[1], 2],
      ["1,2"],
      ['1","2'],
      ["1", "2"],
      { a: 1 },
      { a: "1" },
      { a: null },
      { a: [] },
      { a: {} },
      { b: 1 },
      { a: 1, b: 2 },
      { a: { b: 2 } },
      { 'a":1,"b': 2 },
      { ab: 2 },
      "\u0000",
      "\\u0000",
      "\n",
      "\\n",
    ];
    expect(new Set(trees.map(spell)).size).toBe(trees.length);
  });

  it("writes numbers out and refuses those it would round", () => {
    expect(spell({ a: 1e15 })).toBe('{"a":1000000000000000,}');
    for (const value of [1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => spell({ a: value })).toThrow(UnfitTree);
    }
  });
});

describe("reshape", () => {
  it("drops positions, and keeps what has their names and is none", () => {
    const tree: Tree = {
      location: 3,
      a: [{ name_location: 1, stmt_location: 2, stmt_len: 3, list_start: 4, list_end: 5, b: 1 }],
      rexpr_list_start: 6,
      rexpr_list_end: 7,
      spc: { location: "/tablespace" },
    };
    expect(reshape(tree, [])).toEqual({ a: [{ b: 1 }], spc: { location: "/tablespace" } });
  });

  it("changes inner branches first, by the rules in their order", () => {
    const seen: string[] = [];
    const rule = (name: string) => (branch: { readonly [field: string]: Tree }) => {
      seen.push(name + Object.keys(branch).join());
      return branch;
    };
    reshape({ a: { b: 1 } }, [rule("1"), rule("2")]);
    expect(seen).toEqual(["1b", "2b", "1a", "2a"]);
  });

  it("refuses trees that are too deep for any stack", () => {
    const nest = (levels: number): Tree =>
      levels === 0 ? 1 : Array.from({ length: levels }).reduce<Tree>((tree) => [tree], 1);
    expect(() => reshape(nest(DEEPEST), [])).not.toThrow();
    expect(() => reshape(nest(DEEPEST + 1), [])).toThrow(UnfitTree);
  });
});
