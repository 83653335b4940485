/** Two snapshots compared outside any check: what `driftwatch diff` shows. */

import type { Report } from "../core/report.ts";
import type { Scope } from "../core/snapshot.ts";

export interface Comparison
  extends Pick<
    Report,
    | "summary"
    | "counts"
    | "findings"
    | "suppressed"
    | "idleRules"
    | "relations"
    | "remediation"
    | "unreadable"
    | "notCompared"
    | "uncertain"
    | "unmodelled"
    | "leftOut"
  > {
  readonly status: Extract<Report["status"], "IN_SYNC" | "DRIFTED" | "INCOMPLETE">;
  /** Version of this shape. */
  readonly format: 1;
  readonly fingerprint: { readonly expected: string; readonly actual: string };
  /** The schemas both sides were compared in: what each side, and whoever asked, looked at. */
  readonly schemas: readonly Scope[];
}
