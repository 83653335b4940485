/** The page for people, stored beside the report. Neither the report nor the alert is ever lost for it. */

import { pageBeside } from "../config/storage.ts";
import type { Target } from "../config/target.ts";
import { oneLine } from "../core/errors.ts";
import type { Report } from "../core/report.ts";
import type { Ports } from "./ports.ts";

/** The report with its page, unless it has one or none can be made. */
export async function withPage(
  target: Target,
  report: Report,
  { pages, reports }: Pick<Ports, "pages" | "reports">,
): Promise<Report> {
  const { report: location, page: known } = report.stored;
  if (location === null || known !== null) return report;
  const page = pageBeside(location);
  const shown = { ...report, stored: { ...report.stored, page } };
  try {
    await reports.writePage(target, page, await pages.render(shown));
    return shown;
  } catch (error) {
    await pages.lost(target, oneLine(error));
    return report;
  }
}
