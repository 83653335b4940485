/** A report as text: what the person on call reads. */

import type { Report } from "../core/report.ts";
import { majorOf } from "../core/snapshot.ts";
import { seenText } from "./attribution.ts";
import { findingsLines } from "./findings.ts";
import { healthLines } from "./health.ts";
import { leftOutLines } from "./left-out.ts";
import { duration, moment } from "./moment.ts";
import { type Page, page, prose, section } from "./page.ts";
import { printable } from "./printable.ts";
import { remediationLines } from "./remediation.ts";
import { suppressedLines } from "./suppressed.ts";
import { unseenLines } from "./unseen.ts";

export interface TextOptions {
  readonly colour: boolean;
  /** Columns to fit in; 100 by default. SQL and long names are not broken. */
  readonly width?: number;
  /** How many findings to show, and how many statements at most: no part of a plan is shown. All by default. */
  readonly limit?: number;
}

/** Status and summary, when, findings worst first, what could not be read, the proposed SQL, health, and what to do. */
export function renderText(report: Report, options: TextOptions): string {
  const on = page({ ...options, ...told(report) });
  const { findings, remediation, unreadable, notCompared, uncertain, unmodelled, stored } = report;
  return lines(
    header(on, report),
    section(on, "Findings, worst first", findingsLines(on, findings, options.limit)),
    section(on, "Not seen", unseenLines(on, { unreadable, notCompared, uncertain, unmodelled })),
    remediationLines(on, remediation, options.limit),
    section(on, "Health", healthLines(on, report)),
    section(on, "Ignored by rule", suppressedLines(on, report, options.limit)),
    section(on, "Next", nextLines(on, report)),
    placesOf(on, stored),
  );
}

/** Where the report is stored, the page that shows it, and its SQL. */
export const placesOf = (on: Page, { report, page: shown, plan }: Report["stored"]): string[] => {
  const places = [
    ...(report ? prose(on, `Full report: ${report}`) : []),
    ...(shown ? prose(on, `As a page: ${shown}`) : []),
    ...(plan ? prose(on, `The SQL as a script: ${plan}`) : []),
  ];
  return places.length > 0 ? ["", ...places] : [];
};

const lines = (...parts: readonly (readonly string[])[]): string => `${parts.flat().join("\n")}\n`;

function header(on: Page, report: Report): string[] {
  const { status, server } = report;
  const label = status.replace("_", " ");
  const [first = "", ...more] = prose(on, report.summary, " ".repeat(label.length + 2));
  const where = server ? `, database ${server.database} on PostgreSQL ${majorOf(server)}` : "";
  const how = report.unmoved ? "; unchanged since it was last read in full" : "";
  const checked = `checked ${moment(report.checkedAt)} in ${duration(report.durationMs)}${where}${how}`;
  return [
    `${on.paint.status[status](label)}  ${first.trimStart()}`,
    ...more,
    ...[checked, ...since(report)].flatMap((line) => prose(on, line, "  ")),
    ...report.notes.flatMap((note) => prose(on, note, "  ")),
    ...(report.withheld === null ? [] : prose(on, `nobody was told: ${report.withheld}`, "  ")),
    ...leftOutLines(on, report.leftOut),
  ];
}

/** Between which two checks it appeared, as far as that is known. */
export function since({ transition, previousCheckAt, checkedAt, incident, findings }: Report): string[] {
  const between = previousCheckAt
    ? `between ${moment(previousCheckAt)} and ${moment(checkedAt)}`
    : `before ${moment(checkedAt)}, the first check that could see it`;
  const opened = incident ? `incident ${incident.id}, open since ${moment(incident.openedAt)}` : "";
  // What was there is told where an acknowledgement or a maintenance window is over.
  const isOld = incident !== null && incident.changedAt < checkedAt;
  switch (transition) {
    case "opened":
    case "reopened":
      if (isOld) return [`${opened}; nothing appeared since the check before`];
      return [`appeared ${between}`, ...(incident ? [`incident ${incident.id}`] : [])];
    case "changed":
      if (isOld) return [`${opened}; nothing appeared since the check before`];
      return [`changed ${between}`, opened].filter(Boolean);
    case "resolved":
      return [`resolved ${between}`];
    case "still":
    case "reminded":
      return [`${opened}; nothing new`];
    case null:
      return findings.length > 0 && incident ? [opened] : [];
  }
}

/** What findings need not say again: all of them appeared when the head of the report says. */
export const told = (report: Report): { readonly seen?: string } =>
  appearedNow(report) ? { seen: seenText({ seenAt: report.checkedAt, notSeenAt: report.previousCheckAt }) } : {};

/** The incident opened at this check, and not for what was known before. */
const appearedNow = ({ transition, checkedAt, incident }: Report): boolean =>
  (transition === "opened" || transition === "reopened") && !(incident !== null && incident.changedAt < checkedAt);

/** The next steps, without what already stands under "By hand". */
export function steps({ nextSteps, remediation }: Pick<Report, "nextSteps" | "remediation">): string[] {
  const said = (step: string) =>
    remediation.manual.some(({ address, reason }) => step.includes(address) && step.includes(reason));
  return nextSteps.filter((step) => !said(step));
}

export const nextLines = (on: Page, report: Pick<Report, "nextSteps" | "remediation">): string[] =>
  steps(report).flatMap((step, at) => prose(on, printable(step), `  ${at + 1}. `));
