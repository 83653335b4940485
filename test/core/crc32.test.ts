/** CRC-32 beside the values that its definitions give. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { crc32 } from "../../lib/core/crc32.ts";

it.each([
  ["", 0],
  ["123456789", 0xcbf43926],
  ["The quick brown fox jumps over the lazy dog", 0x414fa339],
])("of %j", (text, sum) => {
  expect(crc32(text)).toBe(sum);
});

it("is that of the text's bytes, and changes with each bit of them", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => crc32(text) === crc32(Buffer.from(text))));
  fc.assert(
    fc.property(bytes, fc.nat(), fc.nat(7), (data, place, bit) => {
      const other = Uint8Array.from(data);
      const at = place % data.length;
      other[at] = (other[at] ?? 0) ^ (1 << bit);
      return crc32(other) !== crc32(data);
    }),
  );
});
