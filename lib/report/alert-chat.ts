/**
 * An alert as a custom notification of Amazon Q Developer in chat applications. Whatever is not exactly of its schema is
 * dropped there without a word.
 */

import { numeral } from "../core/count.ts";
import type { AlertContent, IncidentFinding } from "../core/report.ts";
import { EVENTS } from "../core/report.ts";
import type { Severity } from "../core/severity.ts";
import { seenText } from "./attribution.ts";
import { harmless } from "./chat-text.ts";
import { headline } from "./finding.ts";
import { severityCounts } from "./findings.ts";
import { renderJson } from "./json.ts";
import { moment } from "./moment.ts";
import { incidentOf, isDrift, type News, newsOf } from "./news.ts";
import { cut, length } from "./paragraph.ts";
import { subjectOf } from "./subject.ts";
import { hidden } from "./suppressed.ts";
import { steps } from "./text.ts";

/** What the service takes of a title; Slack shows 3,000 characters in one piece; the rest is what can be read. */
const LENGTHS = { title: 250, description: 2_900, line: 400, step: 400, name: 100, place: 500, steps: 6 };
const LISTED = 10;

const ICONS: Readonly<Record<Severity, string>> = {
  ...{ critical: ":rotating_light:", high: ":red_circle:", medium: ":large_orange_circle:" },
  ...{ low: ":large_blue_circle:", info: ":information_source:" },
};

export function renderAlertChat(alert: AlertContent): string {
  const { transition, report } = alert;
  const news = newsOf(alert);
  const icon = transition === "resolved" ? ":white_check_mark:" : ICONS[news.severity];
  const incident = incidentOf(report);
  return renderJson({
    version: "1.0",
    source: "custom",
    content: {
      textType: "client-markdown",
      title: cut(`${icon} ${harmless(subjectOf(alert))}`, LENGTHS.title),
      description: descriptionOf(alert, news),
      nextSteps: stepsOf(alert),
      keywords: [report.target, news.severity, transition, report.status].map((word) => name(word)),
    },
    metadata: {
      threadId: cut(
        ["schema-drift", harmless(report.target), ...(incident ? [harmless(incident)] : [])].join("/"),
        200,
      ),
      summary: cut(harmless(report.summary) || harmless(subjectOf(alert)), LENGTHS.title),
      eventType: "SchemaDrift",
      relatedResources: [report.stored.page, report.stored.report, report.stored.plan].flatMap((each) =>
        each ? [place(each)] : [],
      ),
      additionalContext: {
        event: EVENTS[transition],
        transition,
        severity: news.severity,
        status: report.status,
        database: name(report.target),
        ...(report.stored.report ? { report: place(report.stored.report) } : {}),
        ...(report.stored.plan ? { plan: place(report.stored.plan) } : {}),
      },
    },
  });
}

function descriptionOf(alert: AlertContent, news: News): string {
  const { transition, report } = alert;
  const paragraphs = [
    [
      harmless(report.summary),
      ...(report.previousCheckAt ? [`Last check before: ${moment(report.previousCheckAt)}`] : []),
    ],
    ...(transition === "resolved"
      ? [listed(news, "Resolved", news.disappeared)]
      : [
          listed(news, transition === "changed" ? "New" : "Findings", news.appeared),
          listed(
            news,
            transition === "opened" || transition === "reopened" ? "Acknowledged" : "Still there",
            news.still,
          ),
          listed(news, "No longer there", news.disappeared),
        ]),
    hidden(report).length > 0 ? [`Ignored by rule: ${hidden(report).length}`] : [],
  ];
  const places = [
    ...(report.stored.report ? [`Full report: ${place(report.stored.report)}`] : []),
    ...(report.stored.plan ? [`The SQL as a script: ${place(report.stored.plan)}`] : []),
  ].join("\n");
  const lines = paragraphs.filter((paragraph) => paragraph.length > 0).map((paragraph) => paragraph.join("\n"));
  // Whatever is cut, where all of it stands is said.
  const said = cut(lines.join("\n\n"), LENGTHS.description - length(places) - 2);
  return [said, places].filter((part) => part !== "").join("\n\n") || "Schema drift";
}

function listed(news: News, heading: string, findings: readonly IncidentFinding[]): string[] {
  if (findings.length === 0) return [];
  const rest = findings.slice(LISTED);
  return [
    `*${heading}: ${findings.length}* (${severityCounts(findings)})`,
    ...findings.slice(0, LISTED).map((finding) => cut(lineOf(news, finding), LENGTHS.line)),
    ...(rest.length > 0 ? [`… and ${numeral(rest.length)} more (${severityCounts(rest)})`] : []),
  ];
}

function lineOf(news: News, finding: IncidentFinding): string {
  const known = news.known(finding);
  const title = code(cut(isDrift(known) ? headline(known) : finding.title, 200));
  return `${ICONS[finding.severity]} ${title}${known ? ` ${harmless(known.why)}` : ""} (${seenText(finding)})`;
}

function stepsOf({ transition, report }: AlertContent): string[] {
  if (transition === "resolved") return [];
  return steps(report)
    .slice(0, LENGTHS.steps)
    .map((step) => cut(harmless(step), LENGTHS.step) || "-");
}

const name = (text: string): string => cut(harmless(text), LENGTHS.name) || "-";

const place = (text: string): string => cut(harmless(text), LENGTHS.place) || "-";

/** A name as code: nothing in it is a mention, a link or emphasis. */
const code = (text: string): string => `\`${harmless(text).replaceAll("`", "'")}\``;
