/** Law 9: a corrupt, edited or foreign-format snapshot is refused loudly; one of older rules is never compared as it is. */

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../lib/core/fingerprint.ts";
import { DriftwatchError, diff, packSnapshot, parseSnapshot, serializeSnapshot } from "../../lib/index.ts";
import { aSnapshot } from "../support/snapshot.ts";

const snapshot = aSnapshot(["users", 'o"dd', "ünï ☃"]);
const text = serializeSnapshot(snapshot);
const bytes = Buffer.from(text, "utf8");

/** The code of the refusal; undefined when there was none. */
function refusal(content: string | Uint8Array): string | undefined {
  try {
    parseSnapshot(content, "expected.json");
    return undefined;
  } catch (error) {
    if (!(error instanceof DriftwatchError)) throw error;
    expect(error.message).toContain("expected.json");
    expect(error.message).not.toContain("\n");
    return error.code;
  }
}

const refused = expect.stringMatching(/^snapshot-(corrupt|format)$/);

/** The same file with another body, its digest worked out anew: somebody has edited it with care. */
const resealed = (edit: (body: string) => string): string => {
  const [header = "", ...rest] = text.split("\n");
  const body = edit(rest.join("\n"));
  return `${header.replace(/"digest":"[0-9a-f]+"/, `"digest":"${sha256(body)}"`)}\n${body}`;
};

describe("law 9: refused is", () => {
  it("a file with any byte of it changed", () => {
    for (let at = 0; at < bytes.length; at++)
      for (const flip of [0x01, 0x20, 0x80]) {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] as number) ^ flip;
        expect(refusal(damaged), `byte ${at} ^ ${flip}`).toEqual(refused);
      }
  });

  it("a file cut off anywhere, or with something at its end", () => {
    for (let length = 0; length < bytes.length; length++) expect(refusal(bytes.subarray(0, length))).toEqual(refused);
    for (const more of [" ", "\n", "}", text]) expect(refusal(text + more)).toEqual(refused);
  });

  it("a zipped file with any byte changed, unless the snapshot in it is whole", () => {
    const packed = packSnapshot(snapshot, "expected.json.gz");
    for (let at = 0; at < packed.length; at++) {
      const damaged = Buffer.from(packed);
      damaged[at] = (damaged[at] as number) ^ 0x04;
      // A gzip header holds a time and a system that nobody reads.
      const code = refusal(damaged);
      if (code === undefined) expect(serializeSnapshot(parseSnapshot(damaged))).toBe(text);
      else expect(code).toEqual(refused);
    }
    for (let length = 0; length < packed.length; length++) expect(refusal(packed.subarray(0, length))).toEqual(refused);
    expect(refusal(gzipSync("{}"))).toBe("snapshot-format");
  });

  it.each([
    [
      "an object added",
      (body: string) => body.replace('["table:app.users"', '["table:app.more",{},{}],\n["table:app.users"'),
    ],
    ["an attribute changed", (body: string) => body.replace('"persistence":"p"', '"persistence":"u"')],
    ["a fingerprint changed", (body: string) => body.replace(/"fingerprint":"[0-9a-f]{8}/, '"fingerprint":"00000000')],
  ])("a file edited with care: %s", (_what, edit) => {
    expect(refusal(resealed((body) => body))).toBeUndefined();
    expect(resealed(edit)).not.toBe(text);
    expect(refusal(resealed(edit))).toBe("snapshot-corrupt");
  });

  it("the format of another version, which it names", () => {
    expect(refusal(text.replace('"version":2,', '"version":3,'))).toBe("snapshot-format");
    expect(() => parseSnapshot(text.replace('"version":2,', '"version":3,'))).toThrow("format 3");
  });

  it.each(["", "null", "{}", "[]", "CREATE TABLE users ()", '{"Version":"2012-10-17"}', "\u0000", "\ufeff{}"])(
    "what is no snapshot: %j",
    (foreign) => expect(refusal(foreign)).toBe("snapshot-format"),
  );

  it("no file of format 1, which had no list of texts", () => {
    const [, ...rest] = text.replace('"texts":[],\n', "").split("\n");
    const body = rest.join("\n");
    const first = `{"format":"driftwatch-snapshot","version":1,"digest":"${sha256(body)}",\n${body}`;
    expect(serializeSnapshot(parseSnapshot(first))).toBe(text);
  });

  it("a comparison of snapshots made by two sets of rules", () => {
    expect(() => diff({ ...snapshot, canonicaliser: "driftwatch 0" }, snapshot)).toThrow(
      expect.objectContaining({ code: "snapshot-not-comparable" }),
    );
  });
});
