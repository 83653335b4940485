/** What drift means as it stands now, and the order of it. */

export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A severity with its reason: the sentence a person reads beside it. */
export interface Verdict {
  readonly severity: Severity;
  readonly why: string;
}

const verdict =
  (severity: Severity) =>
  (why: string): Verdict => ({ severity, why });

export const critical = verdict("critical");
export const high = verdict("high");
export const medium = verdict("medium");
export const low = verdict("low");
export const info = verdict("info");

/** Negative when `a` is the worse of the two. */
export const bySeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

/** Whether `severity` is at least as bad as `threshold`. */
export const atLeast = (severity: Severity, threshold: Severity): boolean => bySeverity(severity, threshold) <= 0;
