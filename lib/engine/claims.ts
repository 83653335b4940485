/** What the kinds' queries returned, as the census needs it: whose rows, not which objects. */

import type { Catalogue } from "../core/kind.ts";

/** OIDs below are those of PostgreSQL itself. */
export const USER_MADE = 16384;

/** A comment or label on something that no kind knows. */
export interface Orphan {
  /** Where it was found: `pg_description`. */
  readonly catalogue: Catalogue;
  readonly hostCatalogue: string;
  readonly hostOid: number;
}

/** OIDs of one catalogue, in no order and perhaps more than once until somebody asks. */
class Oids {
  #numbers = new Uint32Array(64);
  #size = 0;
  #sorted = true;

  add(oid: number): void {
    if (this.#size === this.#numbers.length) {
      const larger = new Uint32Array(this.#size * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#size++] = oid;
    this.#sorted = false;
  }

  /** In ascending order, each once. */
  get values(): Uint32Array {
    if (!this.#sorted) {
      const ascending = this.#numbers.subarray(0, this.#size).sort();
      this.#size = 0;
      for (const oid of ascending)
        if (this.#size === 0 || this.#numbers[this.#size - 1] !== oid) this.#numbers[this.#size++] = oid;
      this.#sorted = true;
    }
    return this.#numbers.subarray(0, this.#size);
  }

  has(oid: number): boolean {
    const { values } = this;
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle] as number) < oid) low = middle + 1;
      else high = middle;
    }
    return values[low] === oid;
  }
}

export class Claims {
  readonly orphans: Orphan[] = [];
  readonly #oids = new Map<string, Oids>();
  readonly #leftOut = new Map<string, Oids>();
  readonly #unreadable = new Set<string>();

  /** A kind knows this row, be it an object, out of scope or merely addressable. */
  claim(catalogue: string, oid: number): void {
    if (oid >= USER_MADE) oidsOf(this.#oids, catalogue).add(oid);
  }

  /** Its kind knows it, but the target does not ask for it. */
  leaveOut(catalogue: string, oid: number): void {
    oidsOf(this.#leftOut, catalogue).add(oid);
  }

  /** Nobody may read the catalogue, and the snapshot says so. */
  forget(catalogue: string): void {
    this.#unreadable.add(catalogue);
  }

  /** A satellite has no host among the objects; what was left out takes its satellites along. */
  orphan(orphan: Orphan): void {
    if (orphan.hostOid >= USER_MADE && !this.#leftOut.get(orphan.hostCatalogue)?.has(orphan.hostOid))
      this.orphans.push(orphan);
  }

  /** How many objects of a catalogue the kinds know, and the sum of their OIDs. */
  tally(catalogue: string): { readonly count: number; readonly sum: number } {
    const oids = this.#oids.get(catalogue)?.values ?? new Uint32Array();
    let sum = 0;
    for (const oid of oids) sum += oid;
    return { count: oids.length, sum };
  }

  has(catalogue: string, oid: number): boolean {
    return this.#oids.get(catalogue)?.has(oid) ?? false;
  }

  isUnreadable(catalogue: string): boolean {
    return this.#unreadable.has(catalogue);
  }
}

function oidsOf(all: Map<string, Oids>, catalogue: string): Oids {
  const known = all.get(catalogue) ?? new Oids();
  all.set(catalogue, known);
  return known;
}
