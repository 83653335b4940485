/** The contract of a satellite: a fact that objects of every kind can carry (an owner, a grant, a comment). */

import type { Address } from "./address.ts";
import type { Rule } from "./attribute-rule.ts";
import type { Hazard } from "./hazard.ts";
import type { Implication } from "./implication.ts";
import type { Described, Facts, Server, Spec, Tie } from "./kind.ts";
import type { Privileges } from "./privileges.ts";
import type { Row } from "./row.ts";
import type { Judge } from "./severity.ts";
import type { Statement } from "./statement.ts";

/** What a satellite (owner, grant, comment) sees of the object it belongs to. */
export interface Host {
  readonly address: Address;
  /** The lock that saying something of the host takes where it is a relation: PostgreSQL locks nothing else. */
  readonly lock: (ofRelation: Hazard) => readonly Hazard[];
  /** What people call the host's kind. */
  readonly title: string;
  readonly sqlName: string;
  /** Its names as people write them: `app.users`. */
  readonly label: string;
  /** Its possible parents. */
  readonly within: readonly Address[];
  readonly privileges:
    | (Omit<Privileges<never>, "phrase"> & { readonly phrase: (words: readonly string[]) => string })
    | undefined;
}

/** The parts of a satellite's address: its host, and the names that follow the host's. */
export interface SatelliteAt {
  readonly host: Host;
  readonly suffix: readonly string[];
}

/** A fact that objects of every kind can carry. Its address is its host's address and a suffix of names. */
export interface SatelliteDefinition<S extends Spec> extends Described {
  /** Names of the address parts after the host's: `["grantee"]`. */
  readonly suffix: readonly string[];
  /** Also of rows that are addressable but no object: a column of a view can carry a grant. */
  readonly ofUnlisted?: boolean;
  /** What a new host has of it from the start, by PostgreSQL's defaults. */
  readonly arising?: (privileges: Omit<Privileges<never>, "phrase"> | undefined) => readonly Derived<S>[];
  /** What the host's own row says … */
  readonly derive?: (row: Row, privileges: Omit<Privileges<never>, "phrase"> | undefined) => readonly Derived<S>[];
  /** … or a query of its own, with the columns `catalogue`, `oid`, `subid` that find the host, and those of `suffix`. */
  readonly query?: (server: Server) => string;
  readonly canonicalise?: (row: Row) => S;
  /** Of a row of its own query: what is worth keeping beside it. */
  readonly facts?: (row: Row) => Facts;
  readonly added: Judge<[object: S, at: SatelliteAt]>;
  readonly removed: Judge<[object: S, at: SatelliteAt]>;
  readonly attributes: { readonly [A in keyof S]-?: Rule<SatelliteAt, S, A> };
  readonly ties?: (at: SatelliteAt, spec: S) => readonly Tie[];
  /** What others become that takes it away: of what an owner may do nothing is granted. */
  readonly yieldsTo?: (at: SatelliteAt) => readonly Implication[];
  readonly create: (at: SatelliteAt, spec: S) => readonly Statement[];
  readonly drop: (at: SatelliteAt, spec: S, facts: Facts) => readonly Statement[];
}

/** A satellite read off its host's row. */
export interface Derived<S extends Spec> {
  readonly suffix: readonly string[];
  readonly spec: S;
  readonly facts?: Facts;
  /** Suffixes of those of the same host that this one could not be without. */
  readonly needs?: readonly (readonly string[])[];
}

/** A satellite that another object brings about on a new host. */
export interface Bestowal extends Pick<Derived<Spec>, "suffix" | "spec" | "facts"> {
  /** Its kind. */
  readonly satellite: string;
  /** On whose new hosts: PostgreSQL does it for no other role. */
  readonly role: string;
}
