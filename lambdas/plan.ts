/** What `{ "action": "plan" }` answers beside the report: the SQL that takes the database back, and where it is kept. */

import { type RiskCounts, riskCounts } from "../lib/core/plan.ts";
import type { Report } from "../lib/core/report.ts";
import { renderReportPlan } from "../lib/report/report-plan.ts";

export interface AnsweredPlan {
  readonly risks: RiskCounts;
  readonly manual: number;
  /** As psql runs it, with a comment over every step. */
  readonly sql: string;
  /** Beside the report; null where that is not stored. */
  readonly stored: string | null;
}

/** Longer than this it is only where it is stored: an answer may hold 6 MB, with the report. */
const LONGEST = 400_000;

/** @returns null where there is nothing to do */
export function planOf(report: Report): AnsweredPlan | null {
  const sql = renderReportPlan(report);
  if (sql === null) return null;
  const { plan: stored } = report.stored;
  const { statements, manual } = report.remediation;
  const shown = sql.length <= LONGEST || stored === null ? sql : `-- Too long for an answer: it is in ${stored}\n`;
  return { risks: riskCounts(statements), manual: manual.length, sql: shown, stored };
}
