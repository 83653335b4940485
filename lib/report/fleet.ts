/** Several reports as one table: which database needs somebody. */

import type { Report } from "../core/report.ts";
import { severityCounts } from "./findings.ts";
import { type Page, page } from "./page.ts";
import { cut, length } from "./paragraph.ts";
import { printable } from "./printable.ts";
import type { TextOptions } from "./text.ts";

/** A line per report, in the given order. */
export function renderFleet(reports: readonly Report[], options: TextOptions): string {
  const on = page(options);
  const names = reports.map(({ target }) => printable(target));
  const nameWidth = Math.max("DATABASE".length, ...names.map(length));
  const statusWidth = Math.max("STATUS".length, ...reports.map(({ status }) => status.length));
  const lines = reports.map((report, at) => {
    const { status } = report;
    const label = on.paint.status[status](status.replace("_", " "));
    const gap = " ".repeat(statusWidth - status.length + 2);
    const room = on.width - nameWidth - statusWidth - 4;
    return `${names[at]?.padEnd(nameWidth)}  ${label}${gap}${cut(detail(report), Math.max(room, 20))}`.trimEnd();
  });
  return `${[heading(on, nameWidth, statusWidth), ...lines].join("\n")}\n`;
}

const heading = (on: Page, nameWidth: number, statusWidth: number): string =>
  on.paint.heading(`${"DATABASE".padEnd(nameWidth)}  ${"STATUS".padEnd(statusWidth)}  FINDINGS`);

function detail({ status, findings, error, transition }: Report): string {
  if (error) return printable(error.message);
  if (status === "NOT_CHECKED") return "no expected snapshot yet";
  return [severityCounts(findings), transition === "still" ? "nothing new" : (transition ?? "")]
    .filter(Boolean)
    .join("; ");
}
