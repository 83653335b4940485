/** Reports and alerts for tests that do not care what is in them. */

import { NOWHERE } from "../../lib/core/places.ts";
import type { IncidentFinding, Report } from "../../lib/core/report.ts";
import type { Alert } from "../../lib/monitor/ports.ts";
import { aReport as anyOther } from "./reports.ts";

export const aReport = (changes: Partial<Report> = {}): Report =>
  anyOther({
    ...{
      status: "DRIFTED",
      summary: "orders has drifted.",
      transition: "opened",
      durationMs: 5,
      previousCheckAt: null,
    },
    checkedAt: "2026-11-20T03:00:00.000Z",
    fingerprint: { expected: null, actual: null },
    server: null,
    stored: NOWHERE,
    ...changes,
  });

/** @param open what is open after it */
export function anAlert(changes: Partial<Alert> = {}, open: readonly IncidentFinding[] = []): Alert {
  const at = "2026-11-20T03:00:00.000Z";
  const incident =
    open.length > 0
      ? { id: "1", openedAt: at, changedAt: at, state: "open" as const, toldAt: null, findings: open }
      : null;
  return { transition: "opened", report: aReport({ incident }), appeared: [], disappeared: [], ...changes };
}
