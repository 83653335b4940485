/** How an object that holds data lets go of what is built anew under it, and takes hold again. */

import type { Statement } from "./statement.ts";

export interface Release {
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
  /** What it needs no more from then on, and what follows it with it: how its values were worked out. */
  readonly parts?: readonly Statement[];
  /** Its values made those of another type, and its own again; missing where it has none of that type. */
  readonly conversion?: Conversion | null;
}

export interface Conversion {
  readonly away: readonly Statement[];
  readonly back: readonly Statement[];
  /** Instead of both, from the type that goes, under another name by then, to the new one; missing where that spares nothing. */
  readonly across?: { readonly first: readonly Statement[]; readonly over: readonly Statement[] };
}

/** The type whose values stand for those of one that is built anew while columns are made of it. */
export interface StandIn {
  readonly type: string;
  /** What is done to the type that goes, so that its values are those of the new one: once, before all else. */
  readonly first?: readonly Statement[];
  /** What they are at bottom, before and after; missing where they stand as their spelling. */
  readonly at?: { readonly before: Bottom; readonly after: Bottom };
}

export interface Bottom {
  readonly type: string;
  readonly collation: readonly string[] | null;
}
