/** The contract of a kind, as far as its objects fix what others are like. */

import type { Address } from "./address.ts";
import type { Canonical } from "./canonical.ts";

/** An attribute that another object's existence fixes. */
export interface Implication {
  readonly address: Address;
  readonly attribute: string;
  readonly value: Canonical;
  /** PostgreSQL puts it back unasked when the object goes, or comes, again. */
  readonly unasked?: boolean;
}
