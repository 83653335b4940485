/** Objects that another one is kept in step with. */

import type { Address } from "./address.ts";
import type { Spec } from "./kind.ts";

export interface Following {
  readonly leaders: readonly Address[];
  /** It comes and goes with them; otherwise it exists on its own. */
  readonly arises: boolean;
  /** Of a part that is not as the one above it: what it is, by the kind of that one. */
  readonly apart?: Readonly<Record<string, Spec>>;
  /** It cannot come later than they: where it is expected, they are built anew. */
  readonly anew?: boolean;
}
