import { describe, expect, it } from "vitest";
import { exchanged } from "../../lib/core/exchanged.ts";

const between = (before: string, after: string) => {
  const found = exchanged([...before], [...after]);
  return found && [Array.from(found.names, (pair) => pair.join("")).join(" "), found.gone];
};

describe("names in whose places stand others", () => {
  it.each([
    ["abc", "aBc", "bB", false],
    ["abc", "aBcd", "bB", false],
    ["abc", "xaBc", "bB", false],
    ["aBcd", "abc", "Bb", true],
    ["ab", "xy", "ax by", false],
    ["abc", "abcd", "", false],
    ["abc", "xac", "", true],
  ])("%s → %s", (before, after, names, gone) => expect(between(before, after)).toEqual([names, gone]));

  it.each([
    ["abc", "aBxc"],
    ["ab", "aBx"],
    ["abc", "acb"],
  ])("cannot be told: %s → %s", (before, after) => expect(between(before, after)).toBeUndefined());
});
