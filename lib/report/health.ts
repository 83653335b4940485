/** What is wrong with a database though nothing drifted, worst first; of what there is much of, a few. */

import { numeral } from "../core/count.ts";
import type { HealthFinding, Report } from "../core/report.ts";
import { titleLines } from "./finding.ts";
import { severityCounts } from "./findings.ts";
import { type Page, page, prose } from "./page.ts";
import type { TextOptions } from "./text.ts";

const INDENT = " ".repeat(10);
/** Findings of one sort that are shown in full, unless all are asked for. */
const SHOWN = 3;

export type HealthOf = Pick<Report, "health" | "healthUnseen">;

/** @param all every finding in full, instead of some of each sort */
export function healthLines(page: Page, { health, healthUnseen }: HealthOf, all = false): string[] {
  const sorts = new Map<string, HealthFinding[]>();
  for (const finding of health) sorts.set(finding.code, [...(sorts.get(finding.code) ?? []), finding]);
  return [
    ...[...sorts.values()].flatMap((findings) => sortLines(page, findings, all ? findings.length : SHOWN)),
    ...healthUnseen.flatMap(({ reason, remedy }) => prose(page, `not seen: ${reason}. ${remedy}.`, "  - ")),
  ];
}

function sortLines(page: Page, findings: readonly HealthFinding[], limit: number): string[] {
  const rest = findings.slice(limit);
  const names = rest
    .slice(0, SHOWN)
    .map(({ title }) => title)
    .join(", ");
  return [
    ...findings.slice(0, limit).flatMap((finding, at) => findingLines(page, finding, findings[at - 1])),
    ...(rest.length > 0
      ? prose(
          page,
          `… and ${numeral(rest.length)} more (${rest[0]?.code}): ${names}${rest.length > SHOWN ? ", …" : ""}`,
          INDENT,
        )
      : []),
  ];
}

/** What was said of the one before is not said again. */
const findingLines = (
  page: Page,
  { severity, title, why, code, suggestion }: HealthFinding,
  before: HealthFinding | undefined,
): string[] => [
  ...titleLines(page, severity, title),
  ...(why === before?.why ? [] : prose(page, `${why} (${code})`, INDENT)),
  ...prose(page, suggestion, INDENT),
];

/** All of it, by itself. */
export function renderHealth(seen: HealthOf, options: TextOptions): string {
  const on = page(options);
  const { health } = seen;
  const [first] = prose(on, health.length === 0 ? "Nothing ails it." : severityCounts(health));
  return `${[first, "", ...healthLines(on, seen, true)].join("\n").trimEnd()}\n`;
}
