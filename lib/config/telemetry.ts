/** Names in CloudWatch and EventBridge, shared by what emits metrics and what watches them. */

/** Namespace of every metric Driftwatch emits itself. */
export const METRIC_NAMESPACE = "Driftwatch";

/** The one dimension: the id of the database. */
export const METRIC_DIMENSION = "Database";

/**
 * Metrics Driftwatch emits itself. There is one, and every check emits it: a custom metric costs money for each hour
 * it is seen in, and Lambda's own `Invocations`, `Errors` and `Duration` say the rest for nothing.
 */
export const METRICS = {
  /** Count of findings at or above the alert threshold; 0 when in sync. */
  driftFindings: "DriftFindings",
} as const;

/** The type of an EventBridge event that asks for a check; its detail may name a `database`. */
export const CHECK_REQUESTED = "driftwatch.check-requested";
