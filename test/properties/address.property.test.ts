import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeAddress, parseAddress } from "../../lib/core/address.ts";
import { address, unicode } from "./arbitrary.ts";

const RUNS = { numRuns: 500 };

it("reads back every address it spells", () => {
  fc.assert(
    fc.property(address, (any) => {
      expect(parseAddress(encodeAddress(any))).toEqual(any);
    }),
    RUNS,
  );
});

it("spells two addresses alike only when they are one", () => {
  const part = fc.constantFrom("", "a", ".", ":", '"', "a.a", '"a"', 'a"."a');
  const near = fc.record({ kind: part, path: fc.array(part, { minLength: 1, maxLength: 3 }) });
  fc.assert(
    fc.property(near, near, (left, right) => {
      const same = left.kind === right.kind && JSON.stringify(left.path) === JSON.stringify(right.path);
      expect(encodeAddress(left) === encodeAddress(right)).toBe(same);
    }),
    { numRuns: 2_000 },
  );
});

it("reads any text as an address or refuses it with a RangeError", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        unicode,
        fc.tuple(unicode, unicode).map(([kind, path]) => `${kind}:${path}`),
      ),
      (text) => {
        try {
          const read = parseAddress(text);
          expect(parseAddress(encodeAddress(read))).toEqual(read);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      },
    ),
    RUNS,
  );
});
