/** From OIDs, which live as long as one server, to what has an address, which does not depend on it. */

import type { Facts } from "../../core/kind.ts";
import { SpelledObject } from "../../core/snapshot.ts";

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

/** What is known of one catalogue. */
export class IdentitiesOf {
  readonly #wholes = new Map<number, Identified>();
  /** Columns, by the OID of their relation and their number in it. */
  readonly #parts = new Map<number, Identified[]>();

  add(oid: number, subid: number, item: Identified): void {
    if (subid === 0) {
      this.#wholes.set(oid, item);
      return;
    }
    const known = this.#parts.get(oid);
    if (known) known[subid] = item;
    else {
      const fresh: Identified[] = [];
      fresh[subid] = item;
      this.#parts.set(oid, fresh);
    }
  }

  /** What has exactly this identity. */
  exactly(oid: number, subid: number): Identified | undefined {
    return subid === 0 ? this.#wholes.get(oid) : this.#parts.get(oid)?.[subid];
  }

  /** The object of this identity, or the one it is a part of. */
  object(oid: number, subid: number): SpelledObject | undefined {
    const exactly = this.exactly(oid, subid);
    if (exactly instanceof SpelledObject) return exactly;
    const whole = subid === 0 ? undefined : this.#wholes.get(oid);
    return whole instanceof SpelledObject ? whole : undefined;
  }
}

export class Identities {
  readonly #catalogues = new Map<string, IdentitiesOf>();

  of(catalogue: string): IdentitiesOf {
    const known = this.#catalogues.get(catalogue) ?? new IdentitiesOf();
    this.#catalogues.set(catalogue, known);
    return known;
  }

  add(catalogue: string, oid: number, subid: number, item: Identified): void {
    this.of(catalogue).add(oid, subid, item);
  }

  /** What has exactly this identity. */
  exactly(catalogue: string, oid: number, subid: number): Identified | undefined {
    return this.of(catalogue).exactly(oid, subid);
  }
}
