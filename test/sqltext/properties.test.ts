import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sort, SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { formsOf } from "./forms.ts";

/** An expression as a list of tokens, with every operation in parentheses: laid out or reduced, it means the same. */
const { expression } = fc.letrec<{ expression: string[] }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<string[]>(
      ["a"],
      ["t", ".", "b"],
      ['"C d"'],
      ["1"],
      ["2.50"],
      ["NULL"],
      ["true"],
      ["'it''s  two'"],
      ["$q$ x $q$"],
    ),
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "*", "||", "=", "<>", "AND", "OR"), tie("expression"))
      .map(([left, operator, right]) => ["(", ...left, operator, ...right, ")"]),
    fc.tuple(fc.constantFrom("lower", "app.f"), tie("expression")).map(([name, of]) => [name, "(", ...of, ")"]),
    tie("expression").map((of) => ["(", ...of, ")", "::", "character varying", "(", "3", ")"]),
    fc
      .array(tie("expression"), { minLength: 1, maxLength: 3 })
      .map((of) => [
        "(",
        "ARRAY",
        "[",
        ...of.flatMap((item, index) => (index === 0 ? item : [",", ...item])),
        "]",
        ")",
        "::",
        "text",
        "[]",
      ]),
    tie("expression").map((of) => ["(", "SELECT", ...of, "FROM", "t", "WHERE", "(", ...of, ")", "IS NOT NULL", ")"]),
  ),
}));

const space = fc.constantFrom(" ", "  ", "\n", "\t", " \r\n ", "\f", " /* why */ ", " -- why\n");

const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const writable = fc.string({ unit: "grapheme", maxLength: 20 }).filter((value) => !value.includes("\0"));

describe("the form of an expression", () => {
  it("does not change with white space, comments and parentheses around it", () =>
    fc.assert(
      fc.asyncProperty(expression, fc.infiniteStream(space), fc.nat(3), async (tokens, spaces, more) => {
        const airy = tokens.map((token) => token + spaces.next().value).join("");
        const [plain, other] = await formsOf("expression", [
          tokens.join(" "),
          `${"( ".repeat(more)}${airy}${" )".repeat(more)}`,
        ]);
        expect(other).toBe(plain);
      }),
      { numRuns: 300 },
    ));

  it("changes with a literal, wherever it stands", () =>
    fc.assert(
      fc.asyncProperty(expression, writable, writable, async (tokens, one, other) => {
        fc.pre(one !== other);
        const [first, second] = await formsOf(
          "expression",
          [one, other].map((value) => `f(${tokens.join(" ")}, ${literal(value)})`),
        );
        expect(first).not.toBe(second);
      }),
      { numRuns: 300 },
    ));

  it("is another for another name, value or operator", () =>
    fc.assert(
      fc.asyncProperty(expression, fc.nat(), async (tokens, at) => {
        const place = at % tokens.length;
        const swap: Record<string, string> = {
          a: "z",
          t: "z",
          "1": "3",
          "+": "-",
          "=": "<",
          AND: "OR",
          OR: "AND",
          lower: "upper",
        };
        const other = swap[tokens[place] ?? ""];
        fc.pre(other !== undefined);
        const [first, second] = await formsOf("expression", [
          tokens.join(" "),
          tokens.with(place, other ?? "").join(" "),
        ]);
        expect(first).not.toBe(second);
      }),
      { numRuns: 300 },
    ));
});

describe("a memory", () => {
  const entries = fc.array(
    fc.tuple(
      fc.constantFrom<Sort>("expression", "default", "statement", "view"),
      fc.oneof(
        expression.map((tokens) => tokens.join(" ")),
        fc.string(),
      ),
    ),
    { maxLength: 12 },
  );

  it("gives the same forms in whatever order it learns", () =>
    fc.assert(
      fc.asyncProperty(entries, fc.infiniteStream(fc.nat()), async (texts, keys) => {
        const shuffled = texts
          .map((entry) => ({ entry, key: keys.next().value }))
          .sort((one, other) => one.key - other.key);
        const [first, second] = [new SqlTexts(), new SqlTexts()];
        await first.canonicalise(texts);
        await second.canonicalise(shuffled.map(({ entry }) => entry));
        for (const [sort, text] of texts) expect(second.form(sort, text)).toBe(first.form(sort, text));
      }),
      { numRuns: 100 },
    ));

  it("returns what it remembers and parses the rest", () =>
    fc.assert(
      fc.asyncProperty(entries, entries, async (known, more) => {
        const texts = new SqlTexts(known.map(([sort, text]) => [sort, text, `remembered ${sort} ${text}`]));
        await texts.canonicalise([...known, ...more]);
        for (const [sort, text] of known) expect(texts.form(sort, text)).toBe(`remembered ${sort} ${text}`);
        const keys = (of: typeof known) => new Set(of.map((entry) => JSON.stringify(entry)));
        expect(texts.parsed).toBe(keys([...known, ...more]).size - keys(known).size);
      }),
      { numRuns: 100 },
    ));
});
