import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byCodeUnit } from "../../lib/core/address.ts";
import type { CatalogueObject } from "../../lib/core/snapshot.ts";
import { diff, resemble } from "../../lib/engine/diff/diff.ts";
import { Overlaid } from "../../lib/engine/diff/overlaid.ts";
import { snapshot } from "./arbitrary.ts";

/** Two snapshots, and which objects of the first are gone, or come from the second. */
const overlay = fc.tuple(
  snapshot,
  snapshot,
  fc.array(fc.nat(), { maxLength: 4 }),
  fc.array(fc.nat(), { maxLength: 4 }),
);

const chosen = (objects: ReadonlyMap<string, CatalogueObject>, places: readonly number[]): string[] =>
  objects.size === 0 ? [] : places.map((place) => [...objects.keys()][place % objects.size] as string);

/** The overlay, and the same as a map of its own. */
function both([base, other, goes, comes]: typeof overlay extends fc.Arbitrary<infer T> ? T : never) {
  const gone = new Set(chosen(base.objects, goes));
  const fresh = new Map(
    chosen(other.objects, comes).map((address) => [address, other.objects.get(address) as CatalogueObject]),
  );
  const staying = [...base.objects].filter(([address]) => !gone.has(address) && !fresh.has(address));
  const copy = new Map([...staying, ...fresh].sort(([a], [b]) => byCodeUnit(a, b)));
  return { base, other, gone, fresh, objects: new Overlaid(base.objects, gone, fresh), copy };
}

describe("objects laid over others", () => {
  it("are what a map of their own would hold, in the same order", () => {
    fc.assert(
      fc.property(overlay, (given) => {
        const { base, other, objects, copy } = both(given);
        expect([...objects]).toEqual([...copy]);
        expect([...objects.keys()]).toEqual([...copy.keys()]);
        expect([...objects.values()]).toEqual([...copy.values()]);
        expect(objects.size).toBe(copy.size);
        for (const address of [...base.objects.keys(), ...other.objects.keys()]) {
          expect(objects.get(address)).toBe(copy.get(address));
          expect(objects.has(address)).toBe(copy.has(address));
        }
        const seen: string[] = [];
        objects.forEach((object, address) => {
          expect(object).toBe(copy.get(address));
          seen.push(address);
        });
        expect(seen).toEqual([...copy.keys()]);
      }),
    );
  });

  it("differ from another snapshot as the copy does, where only what may differ is looked at", () => {
    fc.assert(
      fc.property(overlay, snapshot, (given, against) => {
        const { base, gone, fresh, objects, copy } = both(given);
        const laid = { ...base, objects };
        resemble(laid, { of: base, but: [...gone, ...fresh.keys()] });
        expect(diff(laid, against)).toEqual(diff({ ...base, objects: copy }, against));
        expect(diff(against, laid)).toEqual(diff(against, { ...base, objects: copy }));
      }),
    );
  });
});
