/** Many databases seen at once: which share a schema, which stand alone, and which nobody has looked at. */

import type { Status } from "./report.ts";
import type { Severity } from "./severity.ts";

export interface Fleet {
  readonly format: 1;
  /** ISO 8601. */
  readonly at: string;
  /** What to do now, in order. */
  readonly nextSteps: readonly string[];
  /** Databases of one schema and one verdict each, those first that need somebody, then the largest. */
  readonly groups: readonly FleetGroup[];
  /** Databases of which the present schema is not known, by id. */
  readonly unseen: readonly Unseen[];
}

export interface FleetGroup {
  /** Of the live schema, as every one of them had it at its last check. */
  readonly fingerprint: string;
  readonly status: Status;
  /** Ids, in their order. */
  readonly databases: readonly string[];
  /** What drifted, worst first: the same in each. The first so many of `total`. */
  readonly findings: readonly { readonly code: string; readonly severity: Severity; readonly title: string }[];
  readonly total: number;
  /** Of its checks the oldest (ISO 8601). */
  readonly checkedAt: string;
  /** When the last check of each came to a verdict, the oldest of them (ISO 8601); null where one never has. */
  readonly verdictAt: string | null;
}

export interface Unseen {
  readonly database: string;
  /** `never`: no check is known; `failed`: the last one did not see the schema; `stale`: the last one is too long ago. */
  readonly reason: "never" | "failed" | "stale";
  /** When its schema was last seen (ISO 8601). */
  readonly seenAt: string | null;
  /** When a check last came to a verdict (ISO 8601). */
  readonly verdictAt: string | null;
}
