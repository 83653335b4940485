/** Objects by address that are others but for a few of them: what stays is not copied. */

import { byCodeUnit } from "../../core/address.ts";
import type { CatalogueObject, Snapshot } from "../../core/snapshot.ts";

type Objects = Snapshot["objects"];
type Entry = [address: string, object: CatalogueObject];

export class Overlaid implements ReadonlyMap<string, CatalogueObject> {
  readonly #base: Objects;
  readonly #gone: ReadonlySet<string>;
  readonly #fresh: Objects;
  readonly size: number;

  /**
   * @param base in the order of its addresses, as this one is
   * @param gone addresses of it at which it counts no more
   * @param fresh what stands at others, or instead
   */
  constructor(base: Objects, gone: ReadonlySet<string>, fresh: Objects) {
    this.#base = base;
    this.#gone = gone;
    this.#fresh = new Map([...fresh].sort(([a], [b]) => byCodeUnit(a, b)));
    const covered = new Set([...gone, ...fresh.keys()]);
    this.size = base.size + fresh.size - [...covered].filter((address) => base.has(address)).length;
  }

  get(address: string): CatalogueObject | undefined {
    return this.#fresh.get(address) ?? (this.#gone.has(address) ? undefined : this.#base.get(address));
  }

  has(address: string): boolean {
    return this.#fresh.has(address) || (!this.#gone.has(address) && this.#base.has(address));
  }

  entries(): Generator<Entry, undefined> {
    return merged(this.#staying(), [...this.#fresh], ([a], [b]) => byCodeUnit(a, b));
  }

  [Symbol.iterator](): Generator<Entry, undefined> {
    return this.entries();
  }

  *keys(): Generator<string, undefined> {
    for (const [address] of this.entries()) yield address;
  }

  *values(): Generator<CatalogueObject, undefined> {
    for (const [, object] of this.entries()) yield object;
  }

  forEach(each: (object: CatalogueObject, address: string, objects: Objects) => void): void {
    for (const [address, object] of this.entries()) each(object, address, this);
  }

  *#staying(): Iterable<Entry> {
    for (const entry of this.#base) if (!this.#gone.has(entry[0]) && !this.#fresh.has(entry[0])) yield entry;
  }
}

/** Many that are in order, and a few, in order too. */
export function* merged<T>(
  many: Iterable<T>,
  few: readonly T[],
  order: (a: T, b: T) => number,
): Generator<T, undefined> {
  let next = 0;
  for (const each of many) {
    for (; next < few.length && order(few[next] as T, each) < 0; next++) yield few[next] as T;
    yield each;
  }
  yield* few.slice(next);
}
