import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { allCodes, CODES, codesDocument } from "./coverage/codes.ts";

/** A line each, in the order of the page. Rules and scripts of users rely on them: a line that goes is a breaking change. */
const PINNED = join(import.meta.dirname, "codes.txt");

it("docs/codes.md is what the kinds say (npm run coverage-doc)", () => {
  expect(readFileSync(CODES, "utf8")).toBe(codesDocument());
});

it("codes are what they have always been, and new ones are pinned on purpose, in codes.txt beside this file", () => {
  const pinned = readFileSync(PINNED, "utf8").trim().split("\n");
  expect(allCodes().map(({ code }) => code)).toEqual(pinned);
});

it("no code is that of two things, and each says what it means", () => {
  const codes = allCodes();
  expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
  expect(codes.filter(({ verdicts }) => verdicts.length === 0)).toEqual([]);
});
