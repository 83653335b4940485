/**
 * A report as Markdown, fit for a comment under a pull request: GitHub takes 65,536 characters of it. Nothing that somebody
 * has given a name to calls anybody, leads anywhere or becomes markup.
 */

import { numeral } from "../core/count.ts";
import type { Finding } from "../core/finding.ts";
import type { Report, Status } from "../core/report.ts";
import { SEVERITIES } from "../core/severity.ts";
import { majorOf } from "../core/snapshot.ts";
import { A_FEW, countedAlike, foldAlike } from "./alike.ts";
import { acknowledgedText, attributionText } from "./attribution.ts";
import type { Comparison } from "./comparison.ts";
import { excerpts } from "./excerpt.ts";
import { consequenceText, headline } from "./finding.ts";
import { foldedFindings, severityCounts, worstFirst } from "./findings.ts";
import { leftOutText } from "./left-out.ts";
import { filled, joined, shared } from "./markdown-room.ts";
import { code, fenced, plain } from "./markdown-text.ts";
import { moment } from "./moment.ts";
import { page } from "./page.ts";
import { printable } from "./printable.ts";
import { foldedManual, remediationHeading, sqlOf } from "./remediation.ts";
import { possibleText } from "./rename.ts";
import { hidden, ruleText } from "./suppressed.ts";
import { since, steps } from "./text.ts";
import { unseenLines } from "./unseen.ts";
import { valueText, words } from "./value.ts";

/** Characters of a comment on GitHub. */
export const COMMENT_LENGTH = 65_536;
/** Of these, what may follow the findings and the plan; and what the plan leaves to the findings. */
const [TAIL, FINDINGS] = [0.2, 0.3];
/** Columns of a value. */
const WIDTH = 120;

const SIGNS: Readonly<Record<Status, string>> = {
  IN_SYNC: "✅",
  DRIFTED: "❌",
  INCOMPLETE: "⚠️",
  NOT_CHECKED: "⚠️",
  ERROR: "💥",
};

type Told = Omit<Comparison, "format" | "status" | "fingerprint" | "schemas"> & { readonly status: Status };

export function renderMarkdown(report: Report, limit = COMMENT_LENGTH): string {
  const { status, target, stored, server, error } = report;
  const where = server ? ` (${plain(server.database)} on PostgreSQL ${majorOf(server)})` : "";
  const head = [
    `## ${SIGNS[status]} ${status.replace("_", " ")}: ${plain(target)}`,
    plain(report.summary),
    [`Checked ${moment(report.checkedAt)}${where}`, ...since(report).map((line) => plain(line))].join("; "),
    ...(error && !report.summary.includes(error.message) ? [plain(`${error.code}: ${error.message}`)] : []),
  ];
  return assembled(report, head, [...tailOf(report), ...aboutDatabase(report), placesOf(stored)], limit);
}

/** Several reports in one comment, each with its share of it. */
export const renderMarkdownTogether = (reports: readonly Report[]): string =>
  reports.map((report) => renderMarkdown(report, Math.floor(COMMENT_LENGTH / reports.length) - 1)).join("\n");

export function renderDiffMarkdown(comparison: Comparison, limit = COMMENT_LENGTH): string {
  const { status, summary } = comparison;
  const head = [`## ${SIGNS[status]} ${status.replace("_", " ")}`, plain(summary)];
  return assembled(comparison, head, tailOf(comparison), limit);
}

/** The beginning, then as many findings and as much of the plan (all or nothing) as leave room for the end. */
function assembled(told: Told, head: readonly string[], ends: readonly (readonly string[])[], limit: number): string {
  const beginning = filled([...head, ...tableOf(told)], limit * TAIL);
  const ending = shared(ends, limit * TAIL);
  const room = limit - beginning.length - ending.length - 200;
  const plan = planOf(told, room * (1 - FINDINGS));
  const whole = `${joined([beginning, findingsOf(told, room - plan.length), plan, ending])}\n`;
  return whole.length <= limit ? whole : `${beginning.slice(0, Math.max(0, limit - 1))}\n`;
}

function tableOf({ counts, findings }: Told): string[] {
  if (findings.length === 0) return [];
  const severities = SEVERITIES.filter((severity) => counts[severity] > 0);
  return [
    [
      `| ${severities.join(" | ")} |`,
      `| ${severities.map(() => "--:").join(" | ")} |`,
      `| ${severities.map((severity) => numeral(counts[severity])).join(" | ")} |`,
    ].join("\n"),
  ];
}

function findingsOf({ findings }: Told, room: number): string {
  const folded = foldedFindings(findings).flatMap(({ shown, rest }) => [
    ...shown.map((finding) => ({ text: findingOf(finding), findings: [finding] })),
    ...(rest.length > 0 ? [{ text: alikeText(rest.map(({ title }) => title)), findings: rest }] : []),
  ]);
  const more = (number: number) => {
    const untold = folded.slice(-number).flatMap((it) => it.findings);
    return `… and ${numeral(untold.length)} more (${severityCounts(untold)}), in the full report`;
  };
  const paragraphs = ["### Findings, worst first", ...folded.map(({ text }) => text)];
  return findings.length === 0 ? "" : filled(paragraphs, room, more);
}

const alikeText = (names: readonly string[]): string => countedAlike(names.map(code));

/** Folded, but for its title. */
function findingOf(finding: Finding): string {
  const { severity, why, code: name, attribution, acknowledged } = finding;
  const title = `<b>${severity.toUpperCase()}</b> ${code(headline(finding))}${acknowledged ? " (acknowledged)" : ""}`;
  const facts = [
    ...possibleText(finding),
    ...consequenceText(finding),
    ...(attribution ? [`${attributionText(attribution)}; id ${finding.id}`] : []),
    ...(acknowledged ? [acknowledgedText(acknowledged)] : []),
  ];
  return [
    `<details><summary>${title}</summary>`,
    `${plain(why)} (${code(name)})`,
    ...differenceOf(finding),
    ...(facts.length > 0 ? [facts.map((fact) => `- ${plain(fact)}`).join("\n")] : []),
    "</details>",
  ].join("\n\n");
}

/** A value of one line says whose it is: `- not null: yes`. */
function differenceOf({ verb, attribute, expected, actual }: Finding): string[] {
  if (expected === null && actual === null) return [];
  const [before, after] = [valueText(expected), valueText(actual)];
  const marks = { expected: "-", actual: "+", both: " " };
  const label = attribute === null || `${before}${after}`.includes("\n") ? "" : `${printable(words(attribute))}: `;
  const lines = excerpts(verb === "added" ? "" : before, verb === "removed" ? "" : after, WIDTH - label.length)
    .filter(({ text }) => text !== "" && text !== "(nothing)")
    .map(({ side, text }, at, all) => {
      // A long one goes on below.
      const isFirst = all[at - 1]?.side !== side;
      return `${marks[side]} ${isFirst ? label : " ".repeat(label.length)}${text}`;
    });
  return lines.length === 0 ? [] : [fenced("diff", lines.join("\n"))];
}

function planOf({ remediation }: Told, room: number): string {
  const { statements } = remediation;
  if (statements.length === 0) return "";
  const heading = `### ${remediationHeading(remediation)}`;
  const whole = `${heading}\n\n${fenced("sql", sqlOf(page({ colour: false, width: WIDTH }), remediation).join("\n"))}`;
  return whole.length <= room ? whole : `${heading}: in the full report`;
}

function tailOf(told: Told): string[][] {
  const { remediation, leftOut } = told;
  const byHand = foldedManual(remediation).flatMap(({ shown, rest }) => [
    ...shown.map(
      ({ address, attribute, reason }) =>
        `${code(attribute === null ? address : `${address}, ${attribute}`)}: ${plain(reason)}`,
    ),
    ...alikeItem(rest.map(({ address }) => address)),
  ]);
  const unseen = unseenLines(page({ colour: false, width: Number.MAX_SAFE_INTEGER }), told).map((line) =>
    plain(line.replace(/^ +(- )?/, "")),
  );
  return [
    listed("By hand", byHand),
    listed("Not seen", unseen),
    leftOut.length > 0 ? [plain(leftOutText(leftOut))] : [],
  ];
}

function aboutDatabase(report: Report): string[][] {
  const { idleRules, notes, withheld } = report;
  return [
    notes.map((note) => plain(note)),
    listed(
      "Next",
      steps(report).map((step) => plain(step)),
      (at) => `${at + 1}.`,
    ),
    listed("Health", healthOf(report)),
    ignoredOf(report),
    listed(
      "Rules that hide nothing",
      idleRules.map(({ rule, why }) => plain(`${why}: ${ruleText(rule)}`)),
    ),
    withheld === null ? [] : [plain(`nobody was told: ${withheld}`)],
  ];
}

/** A few of each sort, and what could not be seen. */
const healthOf = ({ health, healthUnseen }: Report): string[] => [
  ...foldAlike(worstFirst(health), (it) => it.code, A_FEW).flatMap(({ shown, rest }) => [
    ...shown.map(
      ({ severity, title, why, code: name, suggestion }) =>
        `<b>${severity.toUpperCase()}</b> ${code(title)}: ${plain(why)} (${code(name)}). ${plain(suggestion)}`,
    ),
    ...alikeItem(rest.map(({ title }) => title)),
  ]),
  ...healthUnseen.map(({ reason, remedy }) => plain(`not seen: ${reason}. ${remedy}.`)),
];

function ignoredOf(report: Report): string[] {
  const ignored = hidden(report).map(({ headline: what, rule }) => ({ what, by: ruleText(rule) }));
  const items = foldAlike(ignored, ({ by }) => by).flatMap(({ shown, rest }) => [
    ...shown.map(({ what, by }) => `${code(what)}: ${plain(by)}`),
    ...alikeItem(rest.map(({ what }) => what)),
  ]);
  return listed(`Ignored by rule: ${numeral(ignored.length)}`, items);
}

const alikeItem = (names: readonly string[]): string[] => (names.length > 0 ? [alikeText(names)] : []);

const placesOf = ({ report, page: shown, plan }: Report["stored"]): string[] => [
  ...(report ? [`Full report: ${code(report)}`] : []),
  ...(shown ? [`As a page: ${code(shown)}`] : []),
  ...(plan ? [`The SQL as a script: ${code(plan)}`] : []),
];

/** A heading and its list, in paragraphs that may be left out one by one. */
const listed = (heading: string, items: readonly string[], mark: (at: number) => string = () => "-"): string[] =>
  items.length === 0 ? [] : [`### ${heading}`, ...items.map((item, at) => `${mark(at)} ${item}`)];
