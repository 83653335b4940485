import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sqlText } from "../../lib/core/canonical.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { fingerprint } from "../../lib/core/fingerprint.ts";
import { objectsByAddress, type Snapshot } from "../../lib/core/snapshot.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot, serializeSnapshot } from "../../lib/core/snapshot-writer.ts";
import { aSnapshot } from "../support/snapshot.ts";
import { snapshot } from "./arbitrary.ts";

/** However an object keeps its address. */
const plain = ({ objects, ...rest }: Snapshot) => ({
  ...rest,
  objects: Array.from(objects, ([key, { address, spec, facts }]) => ({ key, address, spec, facts })),
});

describe("a snapshot file", () => {
  it("gives back the snapshot it was written from, with its fingerprint", () => {
    fc.assert(
      fc.property(snapshot, fc.constantFrom("a.json", "a.json.gz"), (given, name) => {
        const read = parseSnapshot(packSnapshot(given, name));
        expect(plain(read)).toEqual(plain(given));
        expect([...read.objects.keys()]).toEqual([...given.objects.keys()]);
        expect(fingerprint(read)).toBe(fingerprint(given));
      }),
      { numRuns: 200 },
    );
  });

  it("has the same bytes for the same snapshot", () => {
    fc.assert(
      fc.property(snapshot, (given) => {
        const text = serializeSnapshot(given);
        expect(serializeSnapshot(parseSnapshot(text))).toBe(text);
        expect(packSnapshot(given, "a.gz")).toEqual(packSnapshot(structuredClone(given), "a.gz"));
        expect(gunzipSync(packSnapshot(given, "a.gz")).toString("utf8")).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a damaged snapshot file", () => {
  const users = { ...aSnapshot().objects.get("table:app.users")! };
  const whole: Snapshot = {
    ...aSnapshot(),
    objects: objectsByAddress([
      users,
      {
        address: { kind: "column", path: ["app", "users", "é\ufffd"] },
        spec: { default: { ...sqlText("default", "'\u{1f600}'"), form: "0".repeat(64) } },
        facts: {},
      },
    ]),
    dependencies: [{ from: "column:app.users.email", to: "table:app.users", owned: true }],
  };
  const plain = packSnapshot(whole, "whole.json");
  const zipped = packSnapshot(whole, "whole.json.gz");
  const text = serializeSnapshot(whole);

  /** What becomes of bytes that are not those that were written. */
  function fate(bytes: Uint8Array): string {
    try {
      return serializeSnapshot(parseSnapshot(bytes)) === text ? "the same snapshot" : "another snapshot";
    } catch (error) {
      return error instanceof DriftwatchError ? error.code : String(error);
    }
  }

  const fates = (damaged: Iterable<Uint8Array>): string[] => [...new Set(Array.from(damaged, fate))].sort();

  function* flips(bytes: Uint8Array): Iterable<Uint8Array> {
    for (const [at, byte] of bytes.entries())
      for (let bit = 1; bit < 256; bit *= 2) yield Uint8Array.from(bytes).fill(byte ^ bit, at, at + 1);
  }

  const cuts = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, (_byte, end) => bytes.subarray(0, end));

  it("is refused whichever bit of it is flipped", () => {
    expect(fates(flips(plain))).toEqual(["snapshot-corrupt", "snapshot-format"]);
  });

  it("is refused wherever it is cut off", () => {
    expect(fates(cuts(plain))).toEqual(["snapshot-corrupt", "snapshot-format"]);
    expect(fates(cuts(zipped))).toEqual(["snapshot-corrupt", "snapshot-format"]);
  });

  it("is refused when zipped, or the bit meant nothing", () => {
    // Of gzip's header the time, the system and a hint are read by nobody.
    expect(fates(flips(zipped))).toEqual(["snapshot-corrupt", "snapshot-format", "the same snapshot"]);
  });

  it("is refused when bytes are put in, taken out or written over, anywhere", () => {
    const edit = fc.record({
      at: fc.nat(plain.length - 1),
      remove: fc.nat(40),
      insert: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(edit, ({ at, remove, insert }) => {
        const edited = Buffer.concat([plain.subarray(0, at), insert, plain.subarray(at + remove)]);
        fc.pre(edited.toString("utf8") !== text);
        expect(["snapshot-corrupt", "snapshot-format"]).toContain(fate(edited));
      }),
      { numRuns: 500 },
    );
  });

  it("is refused whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string().map(Buffer.from), fc.json().map(Buffer.from)), (bytes) => {
        expect(["snapshot-corrupt", "snapshot-format"]).toContain(fate(bytes));
      }),
      { numRuns: 200 },
    );
  });
});
