/** A plan on a terminal: its steps with their risk, then where it is, or its SQL. */

import type { Plan, PlanStep } from "../core/plan.ts";
import { type Page, page, prose, section } from "./page.ts";
import { renderPlanSql, stepCounts } from "./plan-sql.ts";
import { printableSql } from "./printable.ts";
import { proofLines } from "./proof.ts";
import type { TextOptions } from "./text.ts";

/** @param written whether its files are; else its SQL is shown */
export function renderPlan(plan: Plan, written: readonly string[], options: TextOptions): string {
  const on = page(options);
  const { id, message, up, unseen, proof } = plan;
  const parts = [
    prose(on, `Plan ${id}: ${stepCounts(up.steps)}. ${message}`),
    section(
      on,
      "Steps",
      up.steps.flatMap((step, at) => stepLines(on, step, at + 1)),
    ),
    section(
      on,
      "By hand",
      up.manual.flatMap(({ address, attribute, reason }) =>
        prose(on, `${address}${attribute === null ? "" : `, ${attribute}`}: ${reason}`, "  - "),
      ),
    ),
    section(
      on,
      "Proof",
      proofLines(proof).flatMap((line) => prose(on, line, "  - ")),
    ),
    section(
      on,
      "Not compared",
      unseen.flatMap((line) => prose(on, line, "  - ")),
    ),
    ...(written.length > 0
      ? [
          section(
            on,
            "Written, not run",
            written.map((name) => `  ${name}`),
          ),
        ]
      : [section(on, "Up", sqlLines(plan, "up")), section(on, "Down", sqlLines(plan, "down"))]),
  ];
  return `${parts.flat().join("\n")}\n`;
}

const sqlLines = (plan: Plan, way: "up" | "down"): string[] =>
  printableSql(renderPlanSql(plan, way, plan[way]))
    .sql.trimEnd()
    .split("\n");

function stepLines(on: Page, { id, description, risk, reason, suggestion }: PlanStep, number: number): string[] {
  const label = on.paint.risk[risk](risk.toUpperCase().padEnd(7));
  const [first = "", ...more] = prose(on, description, " ".repeat(28));
  return [
    `  ${String(number).padStart(2)}  ${label}  ${id}  ${first.trimStart()}`,
    ...more,
    ...prose(on, reason, "      ").map(on.paint.quiet),
    ...(suggestion === null ? [] : prose(on, suggestion, "      → ").map(on.paint.quiet)),
  ];
}
