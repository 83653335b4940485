/** The one line of the log that tells what a check came to, with the fields that log queries ask for. */

import { printableJson } from "../lib/core/printable.ts";
import type { Report, Status } from "../lib/core/report.ts";

const LEVELS: Readonly<Record<Status, string>> = {
  IN_SYNC: "INFO",
  DRIFTED: "WARN",
  INCOMPLETE: "WARN",
  NOT_CHECKED: "WARN",
  ERROR: "ERROR",
};

/** Nothing in it ends a line, or turns one around, wherever it is read. */
const asLine = (fields: object): string => printableJson(JSON.stringify(fields));

/** The line about a page or plan that could not be made or stored. */
export const lostLine = (target: string, which: "page" | "plan", reason: string): string =>
  asLine({
    ...{ timestamp: new Date().toISOString(), level: "WARN" },
    ...{ message: `the report of ${target} has no ${which}: ${reason}`, target },
  });

export function storyOf(report: Report, notify: boolean, requestId: string | undefined): string {
  const { status, summary, target, transition, incident, counts, unmoved, durationMs, error, stored } = report;
  return asLine({
    timestamp: new Date().toISOString(),
    level: LEVELS[status],
    message: summary,
    ...{ status, target, transition, incident: incident?.id ?? null, counts, unmoved, notify, durationMs },
    ...{
      error: error?.code ?? null,
      report: stored.report,
      page: stored.page,
      plan: stored.plan,
      observed: stored.observed,
    },
    requestId: requestId ?? null,
  });
}
