/** The metrics of a check, in CloudWatch's embedded metric format: a line of the log that needs no API call. */

import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../config/telemetry.ts";
import type { Metrics } from "../monitor/ports.ts";

export interface MetricsOptions {
  /**
   * Takes a line.
   * @default - the standard output, not the console: that wraps what it prints when the function logs JSON
   */
  readonly write?: (line: string) => void;
  /** @default Date.now */
  readonly now?: () => number;
}

/** CloudWatch has no unit for hours. */
const UNITS: Readonly<Record<string, string>> = { [METRICS.driftFindings]: "Count" };

export function emfMetrics(options: MetricsOptions = {}): Metrics {
  const { write = (line: string) => process.stdout.write(line), now = Date.now } = options;
  return {
    record(target, { findings, hoursSinceVerdict }) {
      const values = {
        ...(findings !== null && { [METRICS.driftFindings]: findings }),
        [METRICS.hoursSinceVerdict]: hoursSinceVerdict,
      };
      const metric = {
        Namespace: METRIC_NAMESPACE,
        Dimensions: [[METRIC_DIMENSION]],
        Metrics: Object.keys(values).map((Name) => ({ Name, Unit: UNITS[Name] ?? "None" })),
      };
      const line = {
        _aws: { Timestamp: now(), CloudWatchMetrics: [metric] },
        [METRIC_DIMENSION]: target.id,
        ...values,
      };
      write(`${JSON.stringify(line)}\n`);
    },
  };
}
