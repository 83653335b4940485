/** What belongs to a tool or to the platform and not to the schema: named lists, which a target may take or leave. */

export const PROFILE_NAMES = ["ledgers", "housekeeping", "rds", "aurora"] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** What a target leaves out unless it says otherwise. */
export const DEFAULT_PROFILES: readonly ProfileName[] = PROFILE_NAMES;

export interface Profile {
  readonly name: ProfileName;
  /** What it leaves out: `what migration tools keep`. */
  readonly title: string;
  readonly leaves: readonly Leave[];
}

/** Objects that are left out, with everything within them. Patterns have `*` for any text. */
export interface Leave {
  readonly kind: string;
  /** A pattern for each part of the address's path; `**` at its head stands for any number of parts. */
  readonly path: readonly string[];
  /** One of these patterns for each of these attributes; an object without them is another one's. */
  readonly spec?: { readonly [attribute: string]: readonly string[] };
  /** What gives it away besides its name, so that a namesake stays in. */
  readonly parts?: Parts;
  /** It is left out only where nothing stands within it but what is left out itself. */
  readonly ifNothingElse?: boolean;
  /** Not the satellite itself but the object that carries it. */
  readonly carrier?: boolean;
  /** What it is: `the ledger of Flyway`. */
  readonly why: string;
}

/** Parts of one kind that an object has: all of `has`, and none but these and `mayHave`. */
export interface Parts {
  readonly kind: string;
  /** By name, with the attributes that tell the part from another of that name. */
  readonly has: { readonly [name: string]: { readonly [attribute: string]: readonly string[] } };
  readonly mayHave?: readonly string[];
}
