/** From OIDs, which live as long as one server, to what has an address, which does not depend on it. */

import type { Facts } from "../core/kind.ts";
import { SpelledObject } from "../core/snapshot.ts";

/** A row of the catalogue that is no object, but that a comment or a grant may be on. */
export class UnlistedRow {
  readonly spelled: string;
  readonly facts: Facts;

  constructor(spelled: string, facts: Facts) {
    this.spelled = spelled;
    this.facts = facts;
  }
}

export type Identified = SpelledObject | UnlistedRow;

export class Identities {
  readonly #wholes = new Map<string, Map<number, Identified>>();
  /** Columns, by the OID of their relation and their number in it. */
  readonly #parts = new Map<string, Map<number, Identified[]>>();

  add(catalogue: string, oid: number, subid: number, item: Identified): void {
    if (subid === 0) {
      tableOf(this.#wholes, catalogue).set(oid, item);
      return;
    }
    const parts = tableOf(this.#parts, catalogue);
    const known = parts.get(oid);
    if (known) known[subid] = item;
    else {
      const fresh: Identified[] = [];
      fresh[subid] = item;
      parts.set(oid, fresh);
    }
  }

  /** What has exactly this identity. */
  exactly(catalogue: string, oid: number, subid: number): Identified | undefined {
    return subid === 0 ? this.#wholes.get(catalogue)?.get(oid) : this.#parts.get(catalogue)?.get(oid)?.[subid];
  }

  /** The object of this identity, or the one it is a part of. */
  object(catalogue: string, oid: number, subid: number): SpelledObject | undefined {
    const exactly = this.exactly(catalogue, oid, subid);
    if (exactly instanceof SpelledObject) return exactly;
    const whole = subid === 0 ? undefined : this.exactly(catalogue, oid, 0);
    return whole instanceof SpelledObject ? whole : undefined;
  }
}

function tableOf<T>(tables: Map<string, Map<number, T>>, catalogue: string): Map<number, T> {
  const known = tables.get(catalogue);
  if (known) return known;
  const fresh = new Map<number, T>();
  tables.set(catalogue, fresh);
  return fresh;
}
