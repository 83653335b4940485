/** The metric as a line of the log. */

import { afterEach, describe, expect, it, vi } from "vitest";
import { emfMetrics } from "../../lib/aws/metrics.ts";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../../lib/config/telemetry.ts";
import { aTarget } from "../support/target.ts";

afterEach(() => vi.restoreAllMocks());

describe("the embedded metric format", () => {
  it.each([0, 3])("%i findings are one line that CloudWatch understands", (findings) => {
    const lines: string[] = [];
    emfMetrics({ write: (line) => lines.push(line), now: () => 1_700_000_000_000 }).record(aTarget(), {
      findings,
      hoursSinceVerdict: 1.5,
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(lines[0]!)).toEqual({
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: METRIC_NAMESPACE,
            Dimensions: [[METRIC_DIMENSION]],
            Metrics: [
              { Name: METRICS.driftFindings, Unit: "Count" },
              { Name: METRICS.hoursSinceVerdict, Unit: "None" },
            ],
          },
        ],
      },
      [METRIC_DIMENSION]: "orders",
      [METRICS.driftFindings]: findings,
      [METRICS.hoursSinceVerdict]: 1.5,
    });
  });

  it("says nothing of the schema where the check failed", () => {
    const lines: string[] = [];
    emfMetrics({ write: (line) => lines.push(line) }).record(aTarget(), { findings: null, hoursSinceVerdict: 24 });
    expect(lines[0]).toContain(`"Metrics":[{"Name":"${METRICS.hoursSinceVerdict}","Unit":"None"}]`);
    expect(lines[0]).not.toContain(METRICS.driftFindings);
  });

  it("goes past the console, which Lambda wraps", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const log = vi.spyOn(console, "log");
    emfMetrics().record(aTarget(), { findings: 1, hoursSinceVerdict: 0 });
    expect(write).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^\{"_aws":.*\}\n$/));
    expect(log).not.toHaveBeenCalled();
  });
});
