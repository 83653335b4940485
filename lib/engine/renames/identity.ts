/** Proof that an object is the one that had another name: OIDs and column numbers within one physical database. */

import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject, ServerIdentity, Snapshot } from "../../core/snapshot.ts";
import { addressesApart, oncePerPair } from "../diff/apart.ts";

/** A snapshot of the physical database that `actual` was taken of, from when the names were as expected. */
export type Witness = Pick<Snapshot, "objects">;

/** The expected snapshot itself where it was taken of the same database, else another that was. */
export function witnessOf(expected: Snapshot, actual: Snapshot, other: Snapshot | null): Witness | null {
  return [expected, other].find((snapshot) => snapshot && isSameDatabase(snapshot.server, actual.server)) ?? null;
}

type Physical = Pick<ServerIdentity, "systemIdentifier" | "databaseOid">;

/** A copy of the files has the same identifier, but never both names at the same time under one OID. */
export const isSameDatabase = (a: Physical, b: Physical): boolean =>
  a.systemIdentifier !== null && a.systemIdentifier === b.systemIdentifier && a.databaseOid === b.databaseOid;

export class Identity {
  readonly #kinds: KindRegistry;
  readonly #witness: Witness;
  readonly #actual: Snapshot["objects"];
  /** Addresses at which the witness and `actual` have not one object. */
  readonly #apart: readonly string[];
  /** By catalogue, OID and number: the addresses there are now, of what is not where the witness has it. */
  readonly #now = new Map<string, string>();

  constructor(kinds: KindRegistry, witness: Witness, actual: Snapshot) {
    this.#kinds = kinds;
    this.#witness = witness;
    this.#actual = actual.objects;
    this.#apart = apart(witness.objects, actual.objects);
    for (const address of this.#apart) {
      const object = actual.objects.get(address);
      const key = object && this.#keyOf(object);
      if (key !== undefined) this.#now.set(key, address);
    }
  }

  /** Where the expected object is now; null when it is gone, undefined when nothing is known of it. */
  now(expected: string): string | null | undefined {
    const object = this.#witness.objects.get(expected);
    if (isSame(object, this.#actual.get(expected))) return expected;
    const key = object && this.#keyOf(object);
    return key === undefined ? undefined : (this.#now.get(key) ?? null);
  }

  /** Of what is expected, that which has another address now: from the one to the other. */
  moves(expected: Pick<Snapshot, "objects">): ReadonlyMap<string, string> {
    const moves = new Map<string, string>();
    if (this.#now.size === 0) return moves;
    for (const address of this.#apart) {
      const object = this.#witness.objects.get(address);
      if (!object) continue;
      const now = this.#now.get(this.#keyOf(object) ?? "") ?? address;
      if (now !== address && expected.objects.has(address)) moves.set(address, now);
    }
    return moves;
  }

  #keyOf({ address, facts }: CatalogueObject): string | undefined {
    const { catalogue, rename } = this.#kinds.get(address.kind);
    if (!rename || typeof facts.oid !== "number") return undefined;
    return `${catalogue}/${facts.oid}/${typeof facts.position === "number" ? facts.position : 0}`;
  }
}

/** Addresses of either side at which the two have not one object. */
const apart = oncePerPair<Snapshot["objects"], readonly string[]>(
  (witness, actual) => [...addressesApart(witness, actual, isSame)],
  (found) => found,
);

/** What stands at one address on both sides, and is one object: most that there is. */
const isSame = (was: CatalogueObject | undefined, is: CatalogueObject | undefined): boolean =>
  was !== undefined &&
  is !== undefined &&
  typeof was.facts.oid === "number" &&
  was.facts.oid === is.facts.oid &&
  was.facts.position === is.facts.position;
