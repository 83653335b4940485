/** Several reports as one table: which database needs somebody. */

import type { Report } from "../core/report.ts";
import { severityCounts } from "./findings.ts";
import { namesOf } from "./fleet-groups.ts";
import { type Page, page } from "./page.ts";
import { length, paragraph } from "./paragraph.ts";
import { printable } from "./printable.ts";
import type { TextOptions } from "./text.ts";
import type { Unseen } from "./unseen.ts";

/** Letters that what was found has at least beside names and statuses. */
const NARROWEST = 20;
/** Kinds that are named of those not seen. */
const NAMED = 6;

/** A row per report, in the given order. What an error says is there in full: at its end it says what to do. */
export function renderFleet(reports: readonly Report[], options: TextOptions): string {
  const on = page(options);
  const names = reports.map(({ target }) => printable(target));
  const nameWidth = Math.max("DATABASE".length, ...names.map(length));
  const statusWidth = Math.max("STATUS".length, ...reports.map(({ status }) => status.length));
  const indent = nameWidth + statusWidth + 4;
  const width = Math.max(on.width, indent + NARROWEST);
  const lines = reports.flatMap((report, at) => {
    const { status } = report;
    const label = on.paint.status[status](status.replace("_", " "));
    const gap = " ".repeat(statusWidth - status.length + 2);
    const [first = "", ...more] = paragraph(detail(report), width, " ".repeat(indent));
    return [`${names[at]?.padEnd(nameWidth)}  ${label}${gap}${first.slice(indent)}`.trimEnd(), ...more];
  });
  return `${[heading(on, nameWidth, statusWidth), ...lines].join("\n")}\n`;
}

const heading = (on: Page, nameWidth: number, statusWidth: number): string =>
  on.paint.heading(`${"DATABASE".padEnd(nameWidth)}  ${"STATUS".padEnd(statusWidth)}  FINDINGS`);

function detail({ status, findings, error, transition, ...unseen }: Report): string {
  if (error) return printable(error.message);
  if (status === "NOT_CHECKED") return "no expected snapshot yet; the way to one stands above";
  return [severityCounts(findings), transition === "still" ? "nothing new" : (transition ?? ""), notSeen(unseen)]
    .filter(Boolean)
    .join("; ");
}

function notSeen({ unreadable, notCompared, uncertain }: Omit<Unseen, "unmodelled">): string {
  const names = [...unreadable.map(({ kind }) => kind), ...notCompared, ...uncertain.map(({ address }) => address)];
  return names.length === 0 ? "" : `not seen: ${printable(namesOf(names, NAMED))}`;
}
