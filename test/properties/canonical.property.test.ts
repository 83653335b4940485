import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Canonical, encode, mapSqlTexts, type SqlText } from "../../lib/core/canonical.ts";
import { smallValue, sqlText, turned, value } from "./arbitrary.ts";

/** What is compared of a value: of SQL text its form alone. */
const compared = (given: Canonical): Canonical => mapSqlTexts(given, (text): SqlText => ({ ...text, text: "" }));

const holding = (bad: Canonical): fc.Arbitrary<Canonical> =>
  fc.tuple(value, fc.nat(3)).map(([beside, place]) => [bad, [beside, bad], { a: beside, b: bad }, [[bad]]][place]!);

describe("the canonical encoding", () => {
  it("is the same for two values exactly when they are equal", () => {
    const pair = fc.oneof(
      fc.tuple(smallValue, smallValue),
      value.map((given) => [given, turned(given)] as const),
      fc.tuple(value, smallValue).map(([given, other]) => [[given, other], [given]] as const),
    );
    fc.assert(
      fc.property(pair, ([left, right]) => {
        expect(encode(left) === encode(right)).toBe(isDeepStrictEqual(compared(left), compared(right)));
      }),
      { numRuns: 2_000 },
    );
  });

  it("does not know the order of keys", () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(encode(turned(given))).toBe(encode(given));
      }),
    );
  });

  it("is read back by any JSON parser, but for the texts", () => {
    const withoutTexts = (given: Canonical): Canonical =>
      mapSqlTexts(given, ({ $sql, form }) => ({ $sql, form }) as SqlText);
    fc.assert(
      fc.property(value, (given) => {
        expect(JSON.parse(encode(given))).toEqual(withoutTexts(given));
      }),
    );
  });

  it("sees of SQL text its sort and its form, and not its letters", () => {
    fc.assert(
      fc.property(sqlText, sqlText, (left, right) => {
        expect(encode({ ...left, text: right.text })).toBe(encode(left));
        expect(encode(left) === encode(right)).toBe(left.$sql === right.$sql && left.form === right.form);
      }),
    );
  });

  it("refuses what is no whole number that is safe", () => {
    const unsafe = fc.oneof(
      fc.constantFrom(Number.NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER + 1, Number.MIN_SAFE_INTEGER - 1, 0.5),
      fc.double().filter((number) => !Number.isSafeInteger(number)),
    );
    fc.assert(
      fc.property(unsafe.chain(holding), (given) => {
        expect(() => encode(given)).toThrow(RangeError);
      }),
    );
  });

  it("refuses SQL text that nobody has read", () => {
    const unread = sqlText.map((text) => ({ ...text, form: "" }));
    fc.assert(
      fc.property(unread.chain(holding), (given) => {
        expect(() => encode(given)).toThrow(RangeError);
      }),
    );
  });
});
