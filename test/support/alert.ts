/** Reports and alerts for tests that do not care what is in them. */

import { type IncidentFinding, NO_REMEDIATION, type Report } from "../../lib/core/report.ts";
import type { Alert } from "../../lib/monitor/ports.ts";

export const aReport = (changes: Partial<Report> = {}): Report => ({
  status: "DRIFTED",
  summary: "orders has drifted.",
  nextSteps: [],
  format: 1,
  target: "orders",
  transition: "opened",
  incident: null,
  checkedAt: "2026-11-20T03:00:00.000Z",
  durationMs: 5,
  previousCheckAt: null,
  unmoved: false,
  counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  findings: [],
  remediation: NO_REMEDIATION,
  fingerprint: { expected: null, actual: null },
  server: null,
  unreadable: [],
  notCompared: [],
  uncertain: [],
  unmodelled: [],
  leftOut: [],
  error: null,
  stored: { report: null, observed: null },
  ...changes,
});

/** @param open what is open after it */
export function anAlert(changes: Partial<Alert> = {}, open: readonly IncidentFinding[] = []): Alert {
  const at = "2026-11-20T03:00:00.000Z";
  const incident = open.length > 0 ? { id: "1", openedAt: at, changedAt: at, findings: open } : null;
  return { transition: "opened", report: aReport({ incident }), appeared: [], disappeared: [], ...changes };
}
