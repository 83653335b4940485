/** Objects that another one is kept in step with. */

import type { Address } from "./address.ts";

export interface Following {
  readonly leaders: readonly Address[];
  /** It comes and goes with them; otherwise it exists on its own. */
  readonly arises: boolean;
  /** It cannot come later than they: where it is expected, they are built anew. */
  readonly anew?: boolean;
}
