/** What `{ "action": "plan" }` answers beside the report: the SQL that takes the database back, and where it is kept. */

import { planBeside } from "../lib/config/storage.ts";
import type { Target } from "../lib/config/target.ts";
import { type RiskCounts, riskCounts, scriptOf } from "../lib/core/plan.ts";
import type { Report } from "../lib/core/report.ts";
import type { Ports } from "../lib/monitor/ports.ts";
import { renderPlanSql } from "../lib/report/plan-sql.ts";

export interface StoredPlan {
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
export async function storedPlan(
  target: Target,
  { reports }: Pick<Ports, "reports">,
  { remediation, stored: { report: location }, summary }: Report,
): Promise<StoredPlan | null> {
  const script = scriptOf(remediation);
  if (script.steps.length + script.manual.length === 0) return null;
  const stored = location === null ? null : planBeside(location);
  const id =
    (stored ?? `${target.id}.up.sql`)
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.up\.sql$/, "") ?? target.id;
  const sql = renderPlanSql({ id, message: summary, database: { name: target.id } }, "up", script);
  if (stored !== null) await reports.writePage(target, stored, sql);
  const shown = sql.length <= LONGEST ? sql : `-- Too long for an answer: it is in ${stored}\n`;
  return { risks: riskCounts(script.steps), manual: script.manual.length, sql: shown, stored };
}
