/** An alert as text for people: what, where, how bad, since when, and what to do now. */

import { count } from "../core/count.ts";
import type { Attribution } from "../core/finding.ts";
import type { AlertContent, IncidentFinding, ProposedRemediation, Report } from "../core/report.ts";
import { majorOf } from "../core/snapshot.ts";
import { bytes, cutBytes } from "./bytes.ts";
import { isWithheld } from "./disclosure.ts";
import { findingLines, titleLines } from "./finding.ts";
import { severityCounts, worstFirst } from "./findings.ts";
import { leftOutText } from "./left-out.ts";
import { moment } from "./moment.ts";
import { isDrift, type News, newsOf } from "./news.ts";
import { type Page, page, prose, section } from "./page.ts";
import { printable } from "./printable.ts";
import { remediationLines } from "./remediation.ts";
import { subjectOf } from "./subject.ts";
import { hidden } from "./suppressed.ts";
import { nextLines, placesOf, since, told } from "./text.ts";
import { unseenLines } from "./unseen.ts";

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

/** The text, with as much detail as fits into `limitBytes` bytes of UTF-8. What is not to leave must not be in it. */
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
  const { report, transition } = alert;
  const on = page({ colour: false, width: WIDTH, ...told(report) });
  const parts = [
    // Not every way from a topic to a person carries the subject.
    prose(on, subjectOf(alert)),
    ["", ...prose(on, report.summary)],
    ["", ...facts(on, alert)],
    ...(transition === "resolved" ? [] : openSections(on, alert, detail)),
    titles(on, transition === "resolved" ? "Resolved" : "No longer there", alert.disappeared, detail),
    section(on, "Not seen", unseenLines(on, report)),
    section(on, "What to do now", nextLines(on, report)),
    transition === "resolved" ? [] : plan(on, report.remediation, detail),
    counted(on, report),
    placesOf(on, report.stored),
  ];
  return `${parts.flat().join("\n")}\n`;
}

function facts(on: Page, { report }: AlertContent): string[] {
  const { server, target, checkedAt } = report;
  const version = server ? ` (${server.database} on PostgreSQL ${majorOf(server)})` : "";
  return [
    ...prose(on, `${target}${version}`, "Database  "),
    ...prose(on, moment(checkedAt), "Checked   "),
    ...since(report).flatMap((line, at) => prose(on, line, at === 0 ? "When      " : "          ")),
    ...(report.leftOut.length > 0 ? prose(on, leftOutText(report.leftOut), "Scope     ") : []),
  ];
}

function openSections(on: Page, alert: AlertContent, detail: Detail): string[][] {
  const { transition } = alert;
  const news = newsOf(alert);
  // Who is reminded has forgotten: what is still there is told as if it were new.
  const known = transition === "reminded" ? whole : titles;
  return [
    whole(on, transition === "changed" ? "New" : "Findings", news.appeared, detail, news),
    known(
      on,
      transition === "opened" || transition === "reopened" ? "Acknowledged" : "Still there",
      news.still,
      detail,
      news,
    ),
    news.mild.length > 0 ? ["", ...prose(on, `Too mild for an alert: ${severityCounts(news.mild)}.`)] : [],
  ];
}

/** What counts for nothing, and is told all the same. */
function counted(on: Page, { health, ...report }: Report): string[] {
  const suppressed = hidden(report);
  const lines = [
    ...(suppressed.length > 0 ? [`Ignored by rule: ${count(suppressed.length, "finding")}.`] : []),
    ...(health.length > 0 ? [`Health: ${count(health.length, "finding")} (${severityCounts(health)}).`] : []),
  ];
  return lines.length > 0 ? ["", ...lines.flatMap((line) => prose(on, line))] : [];
}

const plan = (on: Page, remediation: ProposedRemediation, { statements }: Detail): string[] =>
  remediationLines(on, remediation, isWithheld(remediation) ? 0 : statements);

/** Findings with all that is known of them; those the report no longer holds by their title. */
function whole(
  on: Page,
  heading: string,
  listed: readonly IncidentFinding[],
  detail: Detail,
  news: Pick<News, "known">,
): string[] {
  if (!detail.whole) return titles(on, heading, listed, detail);
  return list(heading, listed, detail, (item) => [...linesOf(on, item, news.known(item)), ""]);
}

/** Since when: as the finding tells it, or at least as the incident does. */
function linesOf(on: Page, item: IncidentFinding, known: ReturnType<News["known"]>): string[] {
  if (isDrift(known)) return findingLines(on, { ...known, attribution: known.attribution ?? unattributed(item) });
  const title = titleLines(on, item.severity, item.title);
  return known ? [...title, ...prose(on, `${known.why} (${known.code})`, "          ")] : title;
}

const unattributed = ({ seenAt, notSeenAt }: IncidentFinding): Attribution => ({
  ...{ seenAt, notSeenAt, committedAt: null, owner: null, grantor: null, audit: null },
});

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
