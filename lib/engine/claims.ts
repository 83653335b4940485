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

export class Claims {
  readonly orphans: Orphan[] = [];
  readonly #oids = new Map<string, Set<number>>();
  readonly #sums = new Map<string, number>();
  readonly #leftOut = new Map<string, Set<number>>();
  readonly #unreadable = new Set<string>();

  /** A kind knows this row, be it an object, out of scope or merely addressable. */
  claim(catalogue: string, oid: number): void {
    if (oid < USER_MADE || !added(this.#oids, catalogue, oid)) return;
    this.#sums.set(catalogue, (this.#sums.get(catalogue) ?? 0) + oid);
  }

  /** Its kind knows it, but the target does not ask for it. */
  leaveOut(catalogue: string, oid: number): void {
    added(this.#leftOut, catalogue, oid);
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
    return { count: this.#oids.get(catalogue)?.size ?? 0, sum: this.#sums.get(catalogue) ?? 0 };
  }

  has(catalogue: string, oid: number): boolean {
    return this.#oids.get(catalogue)?.has(oid) ?? false;
  }

  isUnreadable(catalogue: string): boolean {
    return this.#unreadable.has(catalogue);
  }
}

/** Whether it was not there before. */
function added(sets: Map<string, Set<number>>, catalogue: string, oid: number): boolean {
  const set = sets.get(catalogue) ?? new Set<number>();
  if (set.has(oid)) return false;
  if (set.size === 0) sets.set(catalogue, set);
  set.add(oid);
  return true;
}
