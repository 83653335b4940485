/** What a search for renames is given besides the two sides: how alike is enough, what is proved, what a person said. */

import type { Parse } from "../../sqltext/other-names.ts";
import type { Identity } from "./identity.ts";
import type { Likely } from "./likeness.ts";

export interface SearchOptions {
  readonly threshold: number;
  /** What is proved: from expected to actual addresses. */
  readonly proved: Proved | null;
  readonly parse: Parse;
  readonly decided?: Decided;
}

export interface Proved extends Pick<Identity, "now"> {
  readonly moves: ReadonlyMap<string, string>;
}

/** What a person said of pairs that are alike; the rest is judged by likeness. */
export interface Decided {
  /** From expected to actual addresses: one object each. */
  readonly pairs: ReadonlyMap<string, string>;
  /** Addresses, of either side, of what has no other name. */
  readonly apart: ReadonlySet<string>;
}

const UNDECIDED: Decided = { pairs: new Map(), apart: new Set() };

/** Nobody has said that it is another. */
export function isLeftOpen({ from, to }: Pick<Likely, "from" | "to">, decided: Decided = UNDECIDED): boolean {
  const { pairs, apart } = decided;
  if (apart.has(from) || apart.has(to)) return false;
  return pairs.has(from) ? pairs.get(from) === to : ![...pairs.values()].includes(to);
}
