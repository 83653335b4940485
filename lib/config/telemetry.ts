/** Names in CloudWatch and EventBridge, shared by what emits metrics and what watches them. */

/** Namespace of every metric Driftwatch emits itself. */
export const METRIC_NAMESPACE = "Driftwatch";

/** The one dimension: the id of the database. */
export const METRIC_DIMENSION = "Database";

/**
 * Metrics Driftwatch emits itself, with every check and no more often: a custom metric costs money for each hour it is
 * seen in, and Lambda's own `Invocations`, `Errors` and `Duration` say the rest for nothing.
 */
export const METRICS = {
  /** Count of findings at or above the alert threshold; 0 when in sync. */
  driftFindings: "DriftFindings",
  /** Hours since the last check that came to a verdict, `IN_SYNC` or `DRIFTED`; 0 when this one did. */
  hoursSinceVerdict: "HoursSinceVerdict",
} as const;

/** The type of an EventBridge event that asks for a check; its detail may name a `database`. */
export const CHECK_REQUESTED = "driftwatch.check-requested";
