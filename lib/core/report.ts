/** The outcome of one check: what every renderer, alert and exit code is made from. */

import type { Uncertainty } from "./change.ts";
import type { Finding } from "./finding.ts";
import type { Hazard, Risk } from "./hazard.ts";
import type { Places } from "./places.ts";
import { SEVERITIES, type Severity } from "./severity.ts";
import type { LeftOut, ServerIdentity, Unmodelled, Unreadable } from "./snapshot.ts";

/**
 * IN_SYNC · DRIFTED · INCOMPLETE: something could not be read · NOT_CHECKED: nothing to compare with ·
 * ERROR: the check itself failed.
 */
export type Status = "IN_SYNC" | "DRIFTED" | "INCOMPLETE" | "NOT_CHECKED" | "ERROR";

/**
 * What became of the target's incident with this check; null when it has none and needs none. `reopened`: what was
 * resolved is back; `reminded`: nothing is new, but it has been open for so long that people are told again.
 */
export type Transition = "opened" | "changed" | "still" | "reminded" | "resolved" | "reopened";

export interface Report {
  readonly status: Status;
  /** One sentence: what was found. */
  readonly summary: string;
  /** What to do now, in order. */
  readonly nextSteps: readonly string[];
  /** Version of this shape. */
  readonly format: 2;
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
  /** Worst first; without those that a rule hides. */
  readonly findings: readonly Finding[];
  /** Findings that a rule of the config hides, each with the rule. They count for nothing, and are always told. */
  readonly suppressed: readonly Suppressed[];
  /** Rules of the config that have expired, or that nothing matched. */
  readonly idleRules: readonly IdleRule[];
  /** Migrations of the expected schema that are still to be run: what they do is not expected yet. */
  readonly pending: readonly string[];
  /** What is wrong with the database though it is as expected. It makes no drift. Worst first. */
  readonly health: readonly HealthFinding[];
  readonly healthSuppressed: readonly Suppressed<HealthFinding>[];
  /** Health checks that could not be made, or not of everything. */
  readonly healthUnseen: readonly HealthUnseen[];
  /** Who stands on whom, or within whom, among the objects of the findings and their consequences. */
  readonly relations: readonly { readonly from: string; readonly to: string }[];
  readonly remediation: ProposedRemediation;
  readonly fingerprint: { readonly expected: string | null; readonly actual: string | null };
  readonly server: ServerIdentity | null;
  /** What is to be known of the database when reading the rest: that it is a replica, that it cannot be told apart. */
  readonly notes: readonly string[];
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
  /** Why nobody is told though somebody would have been: a maintenance window. */
  readonly withheld: string | null;
  /** The checks before this one, newest first; as many as are remembered. */
  readonly history: readonly PastCheck[];
  readonly stored: Places;
}

/** A finding that a rule hides. */
export interface Suppressed<F = Finding> {
  readonly finding: F;
  readonly rule: IgnoreRule;
}

/** What the config says is to be ignored: what all of its parts match. */
export interface IgnoreRule {
  /** A pattern of codes: `table.*`. One that begins with `health.` hides what is found of health, and no drift. */
  readonly code?: string;
  /** A pattern of addresses, with `*`: `column:app.users.*`. */
  readonly address?: string;
  readonly kind?: string;
  readonly attribute?: string;
  readonly verb?: Finding["verb"];
  readonly reason: string;
  /** ISO 8601 date: from the end of that day in UTC on, the rule hides nothing. */
  readonly expires?: string;
}

export interface IdleRule {
  readonly rule: IgnoreRule;
  readonly why: "expired" | "matches nothing";
}

/** Something about the live database that wants somebody, drift or not. */
export interface HealthFinding {
  /** 16 hex characters, the same at every check. */
  readonly id: string;
  /** `health.index-invalid`. */
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** Encoded address. */
  readonly address: string;
  /** What it means, in one sentence; what to do, in another. */
  readonly why: string;
  readonly suggestion: string;
}

/** A health check that a missing right, a time limit or a moving catalogue kept from being made. */
export interface HealthUnseen {
  /** `sequence-exhaustion`. */
  readonly check: string;
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** As much of a check as is remembered for the history. */
export interface PastCheck {
  /** ISO 8601. */
  readonly at: string;
  readonly status: Status;
  readonly transition: Transition | null;
  readonly counts: Readonly<Record<Severity, number>>;
  /** Of the live schema; null where it could not be read. */
  readonly fingerprint: string | null;
  readonly incident: string | null;
  /** Where its report is. */
  readonly report: string | null;
}

/** Drift that lasts across checks. */
export interface Incident {
  /** Named by what drifted when it opened, and by when. */
  readonly id: string;
  readonly openedAt: string;
  readonly changedAt: string;
  /** `acknowledged`: somebody knows of every finding of it. */
  readonly state: "open" | "acknowledged";
  /** When people were last told of it; null = they have not been yet. */
  readonly toldAt: string | null;
  readonly findings: readonly IncidentFinding[];
}

/** As much of a finding as an incident remembers. */
export interface IncidentFinding {
  readonly id: string;
  readonly code: string;
  readonly address: string;
  readonly severity: Severity;
  readonly title: string;
  /** The first check that saw it, and the one before, if any (ISO 8601). */
  readonly seenAt: string;
  readonly notSeenAt: string | null;
}

/** SQL that would take the database back; proposed, never run. */
export interface ProposedRemediation {
  readonly statements: readonly {
    /** 12 hex characters: the same statement has the same id in every plan. */
    readonly id: string;
    /** What it does, in one line. */
    readonly description: string;
    readonly sql: string;
    readonly risk: Risk;
    readonly hazards: readonly Hazard[];
    /** What running it would mean … */
    readonly reason: string;
    /** … and what to see to, or how to do it more gently; null where there is nothing to say. */
    readonly suggestion: string | null;
    readonly address: string;
    /** Ids of the statements that must have run. */
    readonly after: readonly string[];
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

/** What happened, for whoever asks for nothing finer than that. */
export const EVENTS = {
  ...{ opened: "drift", changed: "drift", reopened: "drift", reminded: "reminder", resolved: "resolved" },
} as const satisfies Record<AlertContent["transition"], string>;

/** What an alert tells: what became of the incident, the report, and what came and went. */
export interface AlertContent {
  readonly transition: Exclude<Transition, "still">;
  readonly report: Report;
  /** Findings the incident did not have before … */
  readonly appeared: readonly IncidentFinding[];
  /** … and those it no longer has. */
  readonly disappeared: readonly IncidentFinding[];
}
