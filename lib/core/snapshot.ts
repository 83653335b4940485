/** All objects of a target at one moment: the value every comparison is made of. */

import { type Address, byCodeUnit, encodeAddress, parseAddress } from "./address.ts";
import type { Canonical } from "./canonical.ts";
import type { History } from "./history.ts";
import type { Spec } from "./kind.ts";

export interface CatalogueObject {
  readonly address: Address;
  /** Canonical attributes: all that is compared and fingerprinted. */
  readonly spec: Spec;
  /** Kept beside, never compared: `oid`, `position`, `version`. */
  readonly facts: { readonly [fact: string]: Canonical };
}

/** An object that knows how its address is spelled; the names are read out of it when somebody asks. */
export class SpelledObject implements CatalogueObject {
  readonly spelled: string;
  readonly spec: Spec;
  /** Its number among the objects of its snapshot, once they are in their order; -1 = it is none of them. */
  place = -1;
  readonly #oid: number | undefined;
  readonly #position: number;
  readonly #facts: CatalogueObject["facts"];
  #address: Address | undefined;

  /**
   * @param facts what is known beside `oid` and `position`
   * @param position 0 = it has none
   */
  constructor(spelled: string, spec: Spec, facts: CatalogueObject["facts"], oid?: number, position = 0) {
    this.spelled = spelled;
    this.spec = spec;
    this.#facts = facts;
    this.#oid = oid;
    this.#position = position;
  }

  get facts(): CatalogueObject["facts"] {
    if (this.#oid === undefined) return this.#facts;
    return this.#position === 0
      ? { oid: this.#oid, ...this.#facts }
      : { oid: this.#oid, position: this.#position, ...this.#facts };
  }

  get address(): Address {
    this.#address ??= parseAddress(this.spelled);
    return this.#address;
  }
}

/** The object with another spec. */
export const withSpec = ({ address, facts }: CatalogueObject, spec: Spec): CatalogueObject => ({
  address,
  spec,
  facts,
});

/** The catalogue says that `from` cannot exist without `to`; `owned` when dropping `to` drops `from` with it, unasked. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
  readonly owned: boolean;
}

/** A kind that could not be read, and why. */
export interface Unreadable {
  readonly kind: string;
  readonly reason: string;
  /** What would make it readable. */
  readonly remedy: string;
  /** Addresses that begin like this are unknown, not absent: `table:`, `grant:table.`. */
  readonly hides: readonly string[];
}

/** Objects that no kind knows: they are there, and nothing more is known of them. */
export interface Unmodelled {
  /** Where they were counted: `pg_event_trigger`. */
  readonly catalogue: string;
  /** null = that catalogue may not be read. */
  readonly count: number | null;
}

export interface Snapshot {
  /** Version of the rules that made the canonical forms; forms of two versions are never compared. */
  readonly canonicaliser: string;
  readonly server: ServerIdentity;
  /** ISO 8601 in UTC; null where the moment is of no interest (a replay). */
  readonly takenAt: string | null;
  readonly scope: Scope;
  /** Which attributes of which kinds were looked at. What one side never looked at is not compared. */
  readonly covers: { readonly [kind: string]: readonly string[] };
  /** By encoded address, in its order. */
  readonly objects: ReadonlyMap<string, CatalogueObject>;
  readonly dependencies: readonly Dependency[];
  readonly unreadable: readonly Unreadable[];
  /** Never compared, always told. */
  readonly unmodelled: readonly Unmodelled[];
  /** What was found and is no part of the snapshot. */
  readonly leftOut: readonly LeftOut[];
  /** Of a snapshot that migrations were replayed for: what each of them did. */
  readonly history?: History;
}

export interface ServerIdentity {
  /** `server_version_num`: 150018. */
  readonly version: number;
  readonly database: string;
  /** Of the cluster, from `pg_control_system()`; null where that may not be called. */
  readonly systemIdentifier: string | null;
  readonly databaseOid: number;
}

export const majorOf = ({ version }: Pick<ServerIdentity, "version">): number => Math.floor(version / 10_000);

/** What is looked at. */
export interface Scope {
  /** Schemas, as names with `*`; empty means all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Also what belongs to the whole cluster: roles, their memberships and settings. */
  readonly cluster?: boolean;
  /**
   * The profiles in force, by name: lists of what belongs to a tool or to the platform, and is left out.
   * @default - none
   */
  readonly profiles?: readonly string[];
  /**
   * What is done with the partitions of a table, by patterns of its name: `app.events`, `audit.*`. The longest that
   * matches counts.
   * @default - each partition is an object of its own
   */
  readonly partitions?: Readonly<Record<string, PartitionPolicy>>;
  /**
   * Kinds that nobody looks at, by name: the owners of what a replay created.
   * @default - none
   */
  readonly without?: readonly string[];
}

/**
 * `managed`: each partition is an object. `dynamic`: partitions come and go, each is checked against its parent and
 * the others, and only what deviates is a finding. `ignored`: nobody looks at them.
 */
export const PARTITION_POLICIES = ["managed", "dynamic", "ignored"] as const;
export type PartitionPolicy = (typeof PARTITION_POLICIES)[number];

/** Something that is there and was left out, with everything within it. */
export interface LeftOut {
  readonly address: string;
  /** The profile that says so; `cluster` or `partitions` where another setting of the scope does, `versions` of what would tell nothing. */
  readonly by: string;
  /** What it is: `the ledger of Flyway`. */
  readonly why: string;
  /** How many of them there are, where one entry stands for several. */
  readonly count?: number;
}

export const EVERYTHING: Scope = { include: [], exclude: [] };

/** Objects by encoded address, in canonical order. */
export function objectsByAddress(objects: Iterable<CatalogueObject>): Map<string, CatalogueObject> {
  const keyed = Array.from(objects, (object) => [encodeAddress(object.address), object] as const);
  return new Map(keyed.sort(([a], [b]) => byCodeUnit(a, b)));
}

/** The same of objects that know how they are spelled: they are sorted where they are, and each gets its place. */
export function placedByAddress(objects: SpelledObject[]): Map<string, SpelledObject> {
  const found = new Map<string, SpelledObject>();
  for (const object of objects.sort((a, b) => byCodeUnit(a.spelled, b.spelled))) {
    object.place = found.size;
    found.set(object.spelled, object);
  }
  return found;
}
