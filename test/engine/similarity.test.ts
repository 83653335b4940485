/** The ratio is Python's: the numbers here are what difflib.SequenceMatcher(None, a, b).ratio() says. */

import { describe, expect, it } from "vitest";
import { ratio } from "../../lib/engine/renames/similarity.ts";

const PYTHON: readonly (readonly [string, string, number])[] = [
  ["", "", 1],
  ["a", "", 0],
  ["price", "cost", 0.222_222],
  ["cost", "price", 0.222_222],
  ["created_at", "updated_at", 0.7],
  ["first_name", "last_name", 0.736_842],
  ["shipping_address", "billing_address", 0.774_194],
  ["start_date", "end_date", 0.555_556],
  ["user_id", "owner_id", 0.666_667],
  ["user_id", "account_id", 0.470_588],
  ["tide", "diet", 0.25],
  ["diet", "tide", 0.5],
  ["ab", "acab", 0.666_667],
  ["grün😀", "grün😁", 0.8],
];

describe("ratio", () => {
  it.each(PYTHON)("of %j and %j", (a, b, expected) => {
    expect(ratio(a, b)).toBeCloseTo(expected, 6);
  });

  it("lets characters that are everywhere start no match within a long text, but prolong one", () => {
    const long = `${"ab".repeat(120)}x`;
    expect(ratio("abx", long)).toBeCloseTo(0.024_59, 6);
    expect(ratio("ab", long)).toBeCloseTo(0.016_461, 6);
    expect(ratio(long, "abx")).toBeCloseTo(0.024_59, 6);
  });
});
