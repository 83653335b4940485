/** What drift means as it stands now, and the order of it. */

export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A severity with its reason: the sentence a person reads beside it. */
export interface Verdict {
  readonly severity: Severity;
  /** What breaks, or who is exposed, now. */
  readonly why: string;
  /** It holds also of what came together with something else: a function open to all in a new schema. */
  readonly outright?: true;
}

/** A verdict, or how to reach one from the values at hand. */
export type Judge<Arguments extends readonly unknown[]> = Verdict | ((...values: Arguments) => Verdict);

const verdict =
  (severity: Severity) =>
  (why: string): Verdict => ({ severity, why });

export const critical = verdict("critical");
export const high = verdict("high");
export const medium = verdict("medium");
export const low = verdict("low");
export const info = verdict("info");

export const outright = (judged: Verdict): Verdict => ({ ...judged, outright: true });

/** Why something matters that is there and should not be, and does nothing by itself. */
export const UNEXPECTED = "nobody expected it: what has come to rely on it fails wherever the schema is built anew";

/** Negative when `a` is the worse of the two. */
export const bySeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

/** Whether `severity` is at least as bad as `threshold`. */
export const atLeast = (severity: Severity, threshold: Severity): boolean => bySeverity(severity, threshold) <= 0;
