/**
 * What is stored beside the report: its plan as a script, and the page for people. Neither the report nor the alert is
 * ever lost for it.
 */

import { pageBeside, planBeside } from "../config/storage.ts";
import type { Target } from "../config/target.ts";
import { oneLine } from "../core/errors.ts";
import type { Report } from "../core/report.ts";
import type { Ports } from "./ports.ts";

/** The report with what lies beside it, unless it has that or none can be made. */
export async function withCompanions(
  target: Target,
  report: Report,
  ports: Pick<Ports, "companions" | "reports">,
): Promise<Report> {
  const planned = await withOne(target, report, ports, "plan");
  return withOne(target, planned, ports, "page");
}

const BESIDE = { plan: planBeside, page: pageBeside };

async function withOne(
  target: Target,
  report: Report,
  { companions, reports }: Pick<Ports, "companions" | "reports">,
  which: keyof typeof BESIDE,
): Promise<Report> {
  const { report: location, [which]: known } = report.stored;
  if (location === null || known !== null) return report;
  const place = BESIDE[which](location);
  const shown = { ...report, stored: { ...report.stored, [which]: place } };
  try {
    const content = await companions[which](shown);
    if (content === null) return report;
    await reports.writeBeside(target, place, content);
    return shown;
  } catch (error) {
    await companions.lost(target, which, oneLine(error));
    return report;
  }
}
