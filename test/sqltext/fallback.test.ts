import { describe, expect, it } from "vitest";
import { evenSpace } from "../../lib/sqltext/fallback.ts";
import { readOf } from "./forms.ts";

describe("evenSpace", () => {
  it.each([
    ["  a \n\t b  ", "a b"],
    ["a 'x  y'   b", "a 'x  y' b"],
    ["a 'it''s  '   b", "a 'it''s  ' b"],
    ["a E'\\'  '   b", "a E'\\'  ' b"],
    ["a date'\\'   b", "a date'\\' b"],
    ['a "x  y"   b', 'a "x  y" b'],
    ["a $$x  y$$   b", "a $$x  y$$ b"],
    ["a $q$x  $$  y$q$   b", "a $q$x  $$  y$q$ b"],
    ["a $1   b", "a $1 b"],
    ["a$b$  c$b$", "a$b$ c$b$"],
    ["a -- b  c\n   d", "a -- b  c\n d"],
    ["a /* b  c */  d", "a /* b  c */  d"],
    ["a 'x  ", "a 'x  "],
    ["a $$x  ", "a $$x  "],
    ["a\u00a0  b\u00a0", "a\u00a0 b\u00a0"],
    ["", ""],
  ])("%j becomes %j", (text, even) => {
    expect(evenSpace(text)).toBe(even);
  });

  it.each([
    ["quotes of a megabyte", `( ${"'' ".repeat(350_000)}`],
    ["a quote that nothing closes", `( ${"'".repeat(1_000_001)}`],
    ["dollar quotes that nothing closes", Array.from({ length: 130_000 }, (_, index) => `$a${index}$ `).join("")],
    ["escapes", `( E'${"\\'".repeat(500_000)}'`],
  ])("takes time in proportion: %s", (_, text) => {
    const start = performance.now();
    evenSpace(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("a text that cannot be read", () => {
  it("is equal to itself laid out otherwise, and to nothing else", async () => {
    const texts = ["a ( 'x  y'", "a  (\n 'x  y'", "a ( 'x y'", "a('x  y'", "A ( 'x  y'"];
    const { forms, unparsed } = await readOf("expression", texts);
    expect(unparsed).toEqual(texts);
    expect(forms[1]).toBe(forms[0]);
    expect(new Set(forms).size).toBe(4);
  });

  it("is never equal to one that can", async () => {
    const { forms } = await readOf("expression", ["1", "tree:1", 'tree:{"A_Const":{"ival":{"ival":1}}}', "1)"]);
    expect(new Set(forms).size).toBe(4);
  });
});
