/** The outcome of one check: what every renderer, alert and exit code is made from. */

import type { Uncertainty } from "./change.ts";
import type { Finding } from "./finding.ts";
import { SEVERITIES, type Severity } from "./severity.ts";
import type { LeftOut, ServerIdentity, Unmodelled, Unreadable } from "./snapshot.ts";
import type { Hazard, Risk } from "./statement.ts";

/**
 * IN_SYNC · DRIFTED · INCOMPLETE: something could not be read · NOT_CHECKED: nothing to compare with ·
 * ERROR: the check itself failed.
 */
export type Status = "IN_SYNC" | "DRIFTED" | "INCOMPLETE" | "NOT_CHECKED" | "ERROR";

/** What became of the target's incident with this check; null when it has none and needs none. */
export type Transition = "opened" | "changed" | "still" | "resolved";

export interface Report {
  readonly status: Status;
  /** One sentence: what was found. */
  readonly summary: string;
  /** What to do now, in order. */
  readonly nextSteps: readonly string[];
  /** Version of this shape. */
  readonly format: 1;
  /** Id of the database in the config. */
  readonly target: string;
  readonly transition: Transition | null;
  readonly incident: Incident | null;
  /** ISO 8601 in UTC. */
  readonly checkedAt: string;
  readonly durationMs: number;
  /** When the check before this one ended; what is new appeared after it. */
  readonly previousCheckAt: string | null;
  /** The catalogue's stamp had not moved: the verdict of the last full reading stands. */
  readonly unmoved: boolean;
  readonly counts: Readonly<Record<Severity, number>>;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly remediation: ProposedRemediation;
  readonly fingerprint: { readonly expected: string | null; readonly actual: string | null };
  readonly server: ServerIdentity | null;
  /** Kinds that could not be read. */
  readonly unreadable: readonly Unreadable[];
  /** What only one of the two snapshots looked at: `trigger`, `column.statistics`. */
  readonly notCompared: readonly string[];
  /** What two majors print differently for the same DDL, so that nothing tells whether it has drifted. */
  readonly uncertain: readonly Uncertainty[];
  /** How much there is, on the side that has more of it, that no kind knows. */
  readonly unmodelled: readonly Unmodelled[];
  /** What belongs to tools, to the platform or to the cluster, or is a partition, and was left out. */
  readonly leftOut: readonly LeftOut[];
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Where the report and the observed snapshot have been stored. */
  readonly stored: { readonly report: string | null; readonly observed: string | null };
}

/** Drift that lasts across checks. */
export interface Incident {
  /** Named by what drifted when it opened, and by when. */
  readonly id: string;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly findings: readonly IncidentFinding[];
}

/** As much of a finding as an incident remembers. */
export interface IncidentFinding {
  readonly id: string;
  readonly code: string;
  readonly address: string;
  readonly severity: Severity;
  readonly title: string;
}

/** SQL that would take the database back; proposed, never run. */
export interface ProposedRemediation {
  readonly statements: readonly {
    readonly sql: string;
    readonly risk: Risk;
    readonly hazards: readonly Hazard[];
    readonly address: string;
  }[];
  /** Attribute null: the object itself has to be created. */
  readonly manual: readonly { readonly address: string; readonly attribute: string | null; readonly reason: string }[];
}

export const NO_REMEDIATION: ProposedRemediation = { statements: [], manual: [] };

/** How many findings there are of each severity. */
export const countBySeverity = (findings: readonly { readonly severity: Severity }[]): Record<Severity, number> =>
  Object.fromEntries(
    SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
  ) as Record<Severity, number>;

const EXIT_CODES: Record<Status, number> = { IN_SYNC: 0, DRIFTED: 2, INCOMPLETE: 3, NOT_CHECKED: 3, ERROR: 1 };

/** Exit code of a command whose outcome this is. */
export const exitCodeOf = (status: Status): number => EXIT_CODES[status];

/** The status of several checks together: what most needs a person. */
export const worstOf = (statuses: readonly Status[]): Status =>
  (["ERROR", "DRIFTED", "INCOMPLETE", "NOT_CHECKED"] as const).find((status) => statuses.includes(status)) ?? "IN_SYNC";

/** What an alert tells: what became of the incident, the report, and what came and went. */
export interface AlertContent {
  readonly transition: Exclude<Transition, "still">;
  readonly report: Report;
  /** Findings the incident did not have before … */
  readonly appeared: readonly IncidentFinding[];
  /** … and those it no longer has. */
  readonly disappeared: readonly IncidentFinding[];
}
