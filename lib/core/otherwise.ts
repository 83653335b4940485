/** The contract of a kind, as far as its objects can be made of others, or leave them behind. */

import type { Spec } from "./kind.ts";
import type { Verdict } from "./severity.ts";
import type { Statement } from "./statement.ts";

export interface Otherwise {
  /** The other's kind; it stands beside the object. */
  readonly kind: string;
  /** What it must be like; whatever is not said of it may be anything. */
  readonly like: Spec;
  /** The statements that make the object of the other, given its name, where that is like this besides. */
  readonly taken?: { readonly like: Spec; readonly by: (name: string) => readonly Statement[] };
  /** What it means that the object has come, or gone, while the other made room for it, or took its place. */
  readonly added: Verdict;
  readonly removed: Verdict;
}
