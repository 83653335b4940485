/** What is wrong with a text that should be JSON. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonFault } from "../../lib/config/json-fault.ts";

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("a text that should be JSON", () => {
  it.each([
    ['{"a": 1,}', "at line 1, column 8: a comma with nothing after it"],
    ["[\n  1,\n  2,\n]\n", "at line 3, column 4: a comma with nothing after it"],
    ['{\n  // why\n  "a": 1\n}', "at line 2, column 3: JSON has no comments"],
    ["# why\n{}", "at line 1, column 1: JSON has no comments"],
    ["{'a': 1}", "at line 1, column 2: JSON takes double quotes"],
    ['{"a": [1', "at line 1, column 9: the text ends too early"],
    ["", "at line 1, column 1: the text ends too early"],
    ["databases:\n  - id: a", "at line 1, column 1"],
    ['{"a": 1 "b": 2}', "at line 1, column 9"],
    ['{"a": 1} x', "at line 1, column 10"],
    ["[1]]", "at line 1, column 4"],
    ["[1}", "at line 1, column 3"],
    ["[,]", "at line 1, column 2"],
    ['"\t"', "at line 1, column 1"],
    ["01", "at line 1, column 2"],
  ])("%j: %s", (text, fault) => {
    expect(jsonFault(text)).toBe(fault);
  });

  it("has a fault if, and only if, the parser refuses it", () => {
    const json = fc.json({ stringUnit: "binary" });
    const damaged = fc
      .tuple(json, fc.nat(), fc.constantFrom("", ",", "}", "]", '"', ":", "\\", "0", "e", " ", "\u0001", "\u2028", "-"))
      .map(([text, at, put]) => {
        const cut = at % (text.length + 1);
        return `${text.slice(0, cut)}${put}${text.slice(cut + (put === "" ? 1 : 0))}`;
      });
    fc.assert(
      fc.property(fc.oneof(json, damaged), (text) => {
        expect(jsonFault(text) === null).toBe(isJson(text));
      }),
      { numRuns: 5_000 },
    );
  });
});
