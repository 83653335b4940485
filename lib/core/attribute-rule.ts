/** The contract of an attribute: what its alteration means, and how it is put back. */

import type { Address } from "./address.ts";
import type { Canonical } from "./canonical.ts";
import type { Alteration, Facts, Remedy, Sided } from "./kind.ts";
import type { Judge } from "./severity.ts";

/** From the expected value to the actual one. */
export interface Turn<V> {
  readonly from: V;
  readonly to: V;
}

/** It is as if nothing had been said of it. */
export const isUnsaid = ({ to }: Turn<unknown>): boolean => to === null;

/**
 * What one altered attribute means (`drift`, from expected to actual) and how it is put back: by an `alter` statement (or
 * its answer "recreate", where no ALTER reaches), by taking the object down and building it again, or by hand: why.
 */
export type Rule<Where, S, A extends keyof S> = {
  readonly drift: Judge<[expected: S[A], actual: S[A], object: S, at: Where, facts: Sided]>;
  /** First server major in which it can have more than one value. */
  readonly since?: number;
  /** PostgreSQL refuses the ALTER while other objects stand on this one: take them down first and put them back. */
  readonly disturbsDependents?: boolean;
  /** What follows the object (see `follows`) has the same value when it arises (`once`), or at every ALTER (`always`). */
  readonly passesOn?: "once" | "always";
  /** Whether what comes to follow one with this value must have it then, though it may lose it afterwards. */
  readonly wantedOfComers?: (value: S[A]) => boolean;
  /** The object that, with this value, passes its own children on: from the partitioned table to its partition. */
  readonly passesDown?: (value: S[A]) => readonly Address[];
  /** The kind of something that comes and goes with the value and is no object, but can carry satellites. */
  readonly hosts?: (at: Where, value: S[A], facts: Facts) => Address | undefined;
  /** Kinds of children that cannot be had beside the value: the tables of a publication of all tables. */
  readonly displaces?: (value: S[A]) => readonly string[];
  /** Where the value ties the object to another that has the same attribute: PostgreSQL keeps both ends in step. */
  readonly mirrors?: (at: Where, value: S[A]) => readonly Address[];
  /** One of those within a parent can have it at a time: who gets it takes it from the other. */
  readonly isSole?: boolean;
  /** Attributes of the object that are altered with this one, where the two alterations are such. */
  readonly explains?: { readonly [B in keyof S & string]?: (other: Turn<S[B]>, own: Turn<S[A]>) => boolean };
  /** A name that shows in what needs the object, which changes with it: the value, or one of those it, or this fact, lists. */
  readonly spelledOut?: boolean | string | ((value: S[A]) => readonly string[]);
  /** Somebody's own words, in which no name changes with what has it. */
  readonly verbatim?: boolean;
  /** Of what needs the object, the attribute that is told by how it differs from the value, and what it comes to then. */
  readonly measures?: { readonly attribute: string; readonly absolute: (told: Canonical, value: S[A]) => Canonical };
  /** What calls for the object casts it as the value demands: `(c)::text`. */
  readonly recasts?: boolean;
  /** What calls for the object gets other answers with another value. */
  readonly answers?: boolean;
  /** The objects, of the kind of what it stands within, to whose rows the value holds the rows there. */
  readonly refersTo?: (value: S[A]) => readonly Address[];
  /** Along such references only one order suits: whether what is referred to gets the value first, or last. */
  readonly referredFirst?: (value: S[A]) => boolean;
  /** PostgreSQL takes what has another value, too, for its part of what stands above it. */
  readonly isOverlooked?: boolean;
  /** Where only a person can change it, by building the object anew, all within it waits for that, or all that stands on it. */
  readonly holdsUp?: (wanted: S[A], standing: S[A]) => "parts" | "dependents" | undefined;
} & (
  | { readonly alter: (at: Where, to: S[A], alteration: Alteration<S>) => Remedy }
  | { readonly recreate: true }
  | { readonly manual: string }
);
