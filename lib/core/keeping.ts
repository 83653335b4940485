/** What an object holds that others worked out, when rows were written. */

import type { Statement } from "./statement.ts";

export interface Keeping {
  /** Work it out anew; none where that is for a person to decide. */
  readonly again: readonly Statement[];
  /** What a person can do, as the end of a sentence. */
  readonly advice?: string;
}
