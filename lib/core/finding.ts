/** A change as people get it: judged, explained, with what followed from it folded in. */

import type { Canonical } from "./canonical.ts";
import type { Severity } from "./severity.ts";

export interface Finding {
  /** Names the finding across checks: it depends on what drifted and how, never on when. 16 hex characters. */
  readonly id: string;
  /** `column.removed`, `policy.using.altered`. */
  readonly code: string;
  readonly severity: Severity;
  /** What the drift means, in one sentence. */
  readonly why: string;
  /** `added`, `removed` or `altered`: what happened to actual. */
  readonly verb: "added" | "removed" | "altered";
  readonly kind: string;
  /** What people call the object: `column app.users.email`. */
  readonly title: string;
  /** Encoded address: `column:app.users.email`. */
  readonly address: string;
  /** Of an altered object: which attribute … */
  readonly attribute: string | null;
  /** … what was expected of it, and what it is. Of an added or removed object: its spec on the side that has it. */
  readonly expected: Canonical;
  readonly actual: Canonical;
  /** Changes that this one brought about: the columns of a table that is gone. */
  readonly consequences: readonly Consequence[];
}

export interface Consequence {
  readonly code: string;
  readonly title: string;
  readonly address: string;
}
