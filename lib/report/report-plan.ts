/** The SQL that a report proposes, as a script: what psql runs, with a comment over every step. */

import { scriptOf } from "../core/plan.ts";
import type { Report } from "../core/report.ts";
import { renderPlanSql } from "./plan-sql.ts";

/**
 * @param report which says where its plan is, or will be: the script bears that name
 * @returns null where there is nothing to do
 */
export function renderReportPlan({ target, summary, remediation, stored }: Report): string | null {
  const script = scriptOf(remediation);
  if (script.steps.length + script.manual.length === 0) return null;
  const [name = target] = (stored.plan ?? target).split(/[\\/]/).slice(-1);
  const head = { id: name.replace(/\.up\.sql$/, ""), message: summary, database: { name: target } };
  return renderPlanSql(head, "up", script);
}
