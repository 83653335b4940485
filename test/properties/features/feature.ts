/** A part of a generated schema: objects that belong together, and what can happen to them, one thing at a time. */

/** Where the part stands, how its names look, and which of its variants it is. */
export interface Place {
  /** The schema, quoted. */
  readonly schema: string;
  /** A name in the style of the part, quoted: for what lies in no schema … */
  readonly name: (stem: string) => string;
  /** … and for what does. */
  readonly at: (stem: string) => string;
  /** One of these, as the variant says. */
  readonly pick: <T>(...choices: readonly T[]) => T;
}

export interface Feature {
  readonly name: string;
  readonly create: (place: Place) => readonly string[];
  /** PostgreSQL may refuse some of them, and some may change nothing. */
  readonly mutations: (place: Place) => readonly string[];
  /**
   * What changes several things at once, gives another name, or may be refused by rows, each run as a whole: between the
   * two schemas of a pair alone.
   */
  readonly turns?: (place: Place) => readonly string[];
}
