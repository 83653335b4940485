/** An alert as text for people: what, where, how bad, since when, and what to do now. */

import type { Finding } from "../core/finding.ts";
import type { AlertContent, IncidentFinding } from "../core/report.ts";
import { bytes, cutBytes } from "./bytes.ts";
import { findingLines, titleLines } from "./finding.ts";
import { severityCounts, worstFirst } from "./findings.ts";
import { leftOutText } from "./left-out.ts";
import { moment } from "./moment.ts";
import { type Page, page, prose, section } from "./page.ts";
import { printable } from "./printable.ts";
import { remediationLines } from "./remediation.ts";
import { subjectOf } from "./subject.ts";
import { nextLines, placesOf, since } from "./text.ts";
import { unseenLines } from "./unseen.ts";

export { subjectOf } from "./subject.ts";

/** What mail programs and phones show without wrapping. */
const WIDTH = 76;

interface Detail {
  /** How many findings of each sort are listed. */
  readonly findings: number;
  /** With reason, expected and actual; else by title alone. */
  readonly whole: boolean;
  /** How many statements there may be for the plan to be shown. */
  readonly statements: number;
}

const DETAILS: readonly Detail[] = [
  { findings: 10, whole: true, statements: 10 },
  { findings: 10, whole: true, statements: 0 },
  { findings: 10, whole: false, statements: 0 },
  { findings: 3, whole: false, statements: 0 },
  { findings: 0, whole: false, statements: 0 },
];

/** The text, with as much detail as fits into `limitBytes` bytes of UTF-8. */
export function renderAlert(alert: AlertContent, limitBytes: number): string {
  let text = "";
  for (const detail of DETAILS) {
    text = render(alert, detail);
    if (bytes(text) <= limitBytes) return text;
  }
  const { report } = alert.report.stored;
  return cutBytes(text, limitBytes, `\n… cut to fit${report ? `. Full report: ${printable(report)}` : ""}\n`);
}

function render(alert: AlertContent, detail: Detail): string {
  const on = page({ colour: false, width: WIDTH });
  const { report, transition } = alert;
  const parts = [
    // Not every way from a topic to a person carries the subject.
    prose(on, subjectOf(alert)),
    ["", ...prose(on, report.summary)],
    ["", ...facts(on, alert)],
    ...(transition === "resolved" ? [] : openSections(on, alert, detail)),
    titles(on, transition === "resolved" ? "Resolved" : "No longer there", alert.disappeared, detail),
    section(on, "Not seen", unseenLines(on, report)),
    section(on, "What to do now", nextLines(on, report)),
    transition === "resolved" ? [] : remediationLines(on, report.remediation, detail.statements),
    placesOf(on, report.stored),
  ];
  return `${parts.flat().join("\n")}\n`;
}

function facts(on: Page, { report }: AlertContent): string[] {
  const { server, target, checkedAt } = report;
  const version = server ? ` (${server.database} on PostgreSQL ${Math.floor(server.version / 10_000)})` : "";
  return [
    ...prose(on, `${target}${version}`, "Database  "),
    ...prose(on, moment(checkedAt), "Checked   "),
    ...since(report).flatMap((line, at) => prose(on, line, at === 0 ? "When      " : "          ")),
    ...(report.leftOut.length > 0 ? prose(on, leftOutText(report.leftOut), "Scope     ") : []),
  ];
}

function openSections(on: Page, alert: AlertContent, detail: Detail): string[][] {
  const { report, appeared, transition } = alert;
  const open = report.incident?.findings ?? appeared;
  const fresh = new Set(appeared.map(({ id }) => id));
  const still = open.filter(({ id }) => !fresh.has(id));
  const below = report.findings.filter(({ id }) => !open.some((finding) => finding.id === id));
  return [
    whole(on, transition === "opened" ? "Findings" : "New", appeared, report.findings, detail),
    titles(on, "Still there", still, detail),
    below.length > 0 ? ["", ...prose(on, `Too mild for an alert: ${severityCounts(below)}.`)] : [],
  ];
}

/** Findings with all that is known of them; those the report no longer holds by their title. */
function whole(
  on: Page,
  heading: string,
  listed: readonly IncidentFinding[],
  known: readonly Finding[],
  detail: Detail,
): string[] {
  if (!detail.whole) return titles(on, heading, listed, detail);
  const byId = new Map(known.map((finding) => [finding.id, finding]));
  return list(heading, listed, detail, (item) => {
    const finding = byId.get(item.id);
    return [...(finding ? findingLines(on, finding) : titleLines(on, item.severity, item.title)), ""];
  });
}

const titles = (on: Page, heading: string, listed: readonly IncidentFinding[], detail: Detail): string[] =>
  list(heading, listed, detail, ({ severity, title, code }) => titleLines(on, severity, `${title} (${code})`));

/** The worst of the findings under a heading that counts them all. */
function list(
  heading: string,
  listed: readonly IncidentFinding[],
  { findings: limit }: Detail,
  lines: (finding: IncidentFinding) => string[],
): string[] {
  if (listed.length === 0) return [];
  const cut = listed.length > limit ? (limit > 0 ? `, the ${limit} worst` : ", all in the full report") : "";
  const shown = worstFirst(listed).slice(0, limit).flatMap(lines);
  if (shown.at(-1) === "") shown.pop();
  return ["", `${heading}: ${listed.length} (${severityCounts(listed)})${cut}`, ...space(shown)];
}

const space = (lines: readonly string[]): string[] => (lines.length > 0 ? ["", ...lines] : []);
