/** What is to become of each object. */

import type { StandIn } from "../../core/release.ts";
import type { Statement } from "../../core/statement.ts";
import type { Relations } from "../structure/relations.ts";

/** Addresses by what becomes of them. */
export interface Decisions {
  readonly expected: Relations;
  readonly actual: Relations;
  readonly drops: ReadonlySet<string>;
  readonly alters: ReadonlyMap<string, readonly Statement[]>;
  /** Those that leave a place among what passes its own on to them, before they are altered and may come to another. */
  readonly leaves: ReadonlyMap<string, readonly Statement[]>;
  readonly creates: ReadonlySet<string>;
  /** Those that let go of what is rebuilt under them, and take hold again. */
  readonly released: ReadonlySet<string>;
  /** Those whose values stand as those of another type while their own is built anew. */
  readonly converted: ReadonlyMap<string, Converted>;
  /** Those to be attached to what passes its own on to them, or detached, with all above the place they leave. */
  readonly moved: ReadonlyMap<string, readonly string[]>;
  /** Those that go with the place that their table leaves, without a statement. */
  readonly leftBehind: ReadonlySet<string>;
}

/** What stands for the values, and the address of the type that is built anew. */
export interface Converted extends StandIn {
  readonly of: string;
}
