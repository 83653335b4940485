/** What may be said of two conditions, and never too much: what is called narrower lets no row through that the other stops. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reach } from "../../lib/core/predicate.ts";

describe("a condition", () => {
  it.each([
    ["(a = 1)", "true", "wider"],
    ["true", "(a = 1)", "narrower"],
    ["(a = 1)", "false", "narrower"],
    ["(a = 1)", "((a = 1) OR (b = 2))", "wider"],
    ["((a = 1) OR (b = 2))", "(b = 2)", "narrower"],
    ["(a = 1)", "((a = 1) AND (b = 2))", "narrower"],
    ["((a = 1) AND (b = 2) AND (c = 3))", "((c = 3) AND (a = 1))", "wider"],
    ["(a = 1)", "(a = 2)", "unknown"],
    ["(a = 1)", "((a = 2) OR (b = 2))", "unknown"],
    ["(tenant = ' OR (a = 1)'::text)", "((tenant = ' OR (a = 1)'::text) OR (b = 2))", "wider"],
    ["((a = 1) AND ((b = 2) OR (c = 3)))", "((a = 1) AND (b = 2))", "unknown"],
    ["((a)::text = (b)::text)", "true", "wider"],
    ['("a)" = 1)', '(("a)" = 1) OR (b = 2))', "wider"],
  ])("%s that becomes %s is %s", (from, to, said) => {
    expect(reach(from, to)).toBe(said);
  });
});

type Condition = { readonly text: string; readonly holds: (row: readonly boolean[]) => boolean };

const NAMES = ["a", "b", "c"];
const ROWS = [...Array(2 ** NAMES.length).keys()].map((row) => NAMES.map((_, at) => ((row >> at) & 1) === 1));

const { condition } = fc.letrec<{ condition: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.constantFrom(
    ...NAMES.map((name, at): Condition => ({ text: name, holds: (row) => row[at] === true })),
    { text: "true", holds: () => true },
    { text: "false", holds: () => false },
  ),
  condition: fc.oneof(
    { maxDepth: 3 },
    tie("leaf"),
    fc
      .tuple(fc.constantFrom("AND", "OR"), fc.array(tie("condition"), { minLength: 2, maxLength: 3 }))
      .map(([word, parts]) => ({
        text: `(${parts.map(({ text }) => text).join(` ${word} `)})`,
        holds: (row: readonly boolean[]) =>
          word === "AND" ? parts.every((part) => part.holds(row)) : parts.some((part) => part.holds(row)),
      })),
  ),
}));

it("is never called narrower than one that it lets more rows through than", () => {
  fc.assert(
    fc.property(condition, condition, (from, to) => {
      const said = reach(from.text, to.text);
      const lost = ROWS.some((row) => from.holds(row) && !to.holds(row));
      const won = ROWS.some((row) => to.holds(row) && !from.holds(row));
      if (said === "narrower") expect(won).toBe(false);
      if (said === "wider") expect(lost).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
