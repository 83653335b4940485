/** One remediation statement, and what running it would do. */

import type { Address } from "./address.ts";
import type { Hazard, Rating } from "./hazard.ts";
import type { Facts, Spec } from "./kind.ts";

export interface Statement {
  readonly sql: string;
  readonly hazards: readonly Hazard[];
  /** Where the hazards alone do not say it right: they stand beside it, and do not change it. */
  readonly rating?: Rating;
  /**
   * `early`: before everything else and only once: a setting of the session, what frees a name or gets in the way. `late`: after every
   * object has been created, since it ties two objects that need each other.
   */
  readonly time: "early" | "in-order" | "late";
  /** The same in statements that let people read and write meanwhile, each in a transaction of its own. */
  readonly online?: readonly Statement[];
  /**
   * The same where another one is to go, given its name, which it goes by once this one is there; `below` as follows.
   * `tied`: what is said of that one, as clauses of what alters the table, of one with another name.
   */
  readonly inPlace?: (
    going: string,
    below: readonly Partition[],
    tied: (name: string) => readonly string[],
  ) => readonly Statement[];
  /** Of what alters a table and goes through its rows: for all the clauses of one statement PostgreSQL does that once. */
  readonly clause?: Clause;
  /** It makes the object take over, or build, what the one has that it comes to. */
  readonly attaches?: true;
  /**
   * The same where it is known what its object stands in: the specs of that, from the inside out; and beside what, of that
   * which stays as it is there.
   */
  readonly within?: (above: readonly Spec[], beside: readonly Placed[]) => Statement;
  /** It is said only where this object was there before and stays, and is so. */
  readonly onlyOn?: { readonly address: Address; readonly is: (spec: Spec, facts: Facts) => boolean };
  /** The same where it is known of every row that it stands against nothing. */
  readonly proof?: Proof;
  /** The same for what stands on a partitioned table: given all tables below that, the outer before the inner. */
  readonly onlineByPartition?: (below: readonly Partition[]) => readonly Statement[];
}

/** The statement is the one, then the other. */
export interface Clause {
  /** `ALTER TABLE app.users`. */
  readonly of: string;
  /** `ALTER COLUMN email TYPE text`. */
  readonly does: string;
}

export interface Placed {
  readonly address: Address;
  readonly spec: Spec;
}

export interface Proof {
  /** The table. */
  readonly on: Address;
  /** Conditions that each of its rows has to meet, as `core/condition.ts` spells them. */
  readonly of: readonly string[];
  readonly statements: readonly Statement[];
}

/** A partition, with the table it is a partition of. */
export interface Partition {
  readonly schema: string;
  readonly table: string;
  readonly above: { readonly schema: string; readonly table: string };
  /** It has partitions itself, and no rows. */
  readonly partitioned: boolean;
}

export const statement = (sql: string, ...hazards: Hazard[]): Statement => ({ sql, hazards, time: "in-order" });

/** A statement that is rated by what it is, whatever its hazards. */
export const rated = (rating: Rating, sql: string, ...hazards: Hazard[]): Statement => ({
  ...statement(sql, ...hazards),
  rating,
});

/** A statement that can do others of its table in one pass. */
export const clause = (of: string, does: string, rating: Rating, ...hazards: Hazard[]): Statement => ({
  ...rated(rating, `${of} ${does}`, ...hazards),
  clause: { of, does },
});

/** A statement that waits until everything has been created. */
export const lateStatement = (sql: string, ...hazards: Hazard[]): Statement => late(statement(sql, ...hazards));

export const late = (waiting: Statement): Statement => ({ ...waiting, time: "late" });

/** A setting of the session that the other statements run in, or what would get in their way. */
export const earlyStatement = (sql: string, ...hazards: Hazard[]): Statement => ({
  ...statement(sql, ...hazards),
  time: "early",
});
