/** What the kinds' queries returned, as the census needs it: whose rows, not which objects. */

import type { Catalogue } from "../../core/kind.ts";
import { Numbers } from "./numbers.ts";

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
  #added = new Numbers(Uint32Array);
  #values = new Uint32Array();

  add(oid: number): void {
    this.#added.add(oid);
  }

  /** In ascending order, each once. */
  get values(): Uint32Array {
    if (this.#added.length === 0) return this.#values;
    for (const oid of this.#values) this.#added.add(oid);
    this.#values = Uint32Array.from(this.#added.sorted()).filter((oid, place, all) => oid !== all[place - 1]);
    this.#added = new Numbers(Uint32Array);
    return this.#values;
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
