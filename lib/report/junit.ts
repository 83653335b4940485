/** Reports as JUnit XML, which every CI shows: a finding is a failure, what could not be looked at is an error. */

import type { Finding } from "../core/finding.ts";
import type { Report } from "../core/report.ts";
import { attributionText } from "./attribution.ts";
import type { Comparison } from "./comparison.ts";
import { headline } from "./finding.ts";
import { worstFirst } from "./findings.ts";
import { printable, printableLines } from "./printable.ts";
import { possibleText } from "./rename.ts";
import { hidden, ruleText } from "./suppressed.ts";
import { unmodelledList } from "./unseen.ts";
import { valueText, words } from "./value.ts";

interface Case {
  readonly name: string;
  readonly outcome: "passed" | "failure" | "error" | "skipped";
  /** Its code. */
  readonly type: string;
  readonly message: string;
  readonly details: string;
}

interface Suite {
  readonly name: string;
  readonly seconds: number;
  /** ISO 8601; null of what was no check. */
  readonly at: string | null;
  readonly cases: readonly Case[];
}

/** A suite per report. */
export const renderJunit = (reports: readonly Report[]): string => documentOf(reports.map(suiteOf));

export const renderDiffJunit = (comparison: Comparison): string =>
  documentOf([{ name: "diff", seconds: 0, at: null, cases: atLeastOne(casesOf(comparison), comparison.summary) }]);

const suiteOf = (report: Report): Suite => ({
  name: report.target,
  seconds: report.durationMs / 1_000,
  at: report.checkedAt,
  cases: atLeastOne([...outcomesOf(report), ...casesOf(report), ...suppressedOf(report)], report.summary),
});

/** What became of the check itself, where it did not come to findings. */
function outcomesOf({ status, summary, error, nextSteps }: Report): Case[] {
  const told = { type: error?.code ?? status.toLowerCase(), message: summary, details: nextSteps.join("\n") };
  if (status === "ERROR") return [{ name: "check", outcome: "error", ...told }];
  if (status === "INCOMPLETE" && error) return [{ name: "check", outcome: "error", ...told }];
  return status === "NOT_CHECKED" ? [{ name: "check", outcome: "skipped", ...told }] : [];
}

type Looked = Pick<Report, "findings" | "unreadable" | "notCompared" | "uncertain" | "unmodelled">;

function casesOf({ findings, unreadable, notCompared, uncertain, unmodelled }: Looked): Case[] {
  const unseen = (name: string, message: string, details = ""): Case => ({
    ...{ name, outcome: "error", type: "not-seen", message, details },
  });
  return [
    ...worstFirst(findings).map(caseOf),
    ...unreadable.map(({ kind, reason, remedy }) => unseen(kind, `could not be read: ${reason}`, remedy)),
    ...notCompared.map((what) => unseen(what, "not compared: only one of the two snapshots looked at it")),
    ...uncertain.map(({ address, attribute, expected, actual }) =>
      unseen(
        `${address}, ${words(attribute)}`,
        "not compared: the servers' majors print the same SQL differently",
        valuesText(expected, actual),
      ),
    ),
    ...(unmodelled.length > 0
      ? [
          unseen(
            "unmodelled",
            `not compared, because Driftwatch does not know what it is: ${unmodelledList(unmodelled)}`,
          ),
        ]
      : []),
  ];
}

const caseOf = (finding: Finding): Case => ({
  name: headline(finding),
  outcome: "failure",
  type: finding.code,
  message: `${finding.severity.toUpperCase()}: ${finding.why}`,
  details: [
    // A renamed object may be what it was.
    ...(finding.expected === null && finding.actual === null ? [] : [valuesText(finding.expected, finding.actual)]),
    ...possibleText(finding),
    ...(finding.attribution ? [attributionText(finding.attribution)] : []),
  ].join("\n"),
});

const suppressedOf = (report: Report): Case[] =>
  hidden(report).map(({ headline: name, code, rule }) => ({
    ...{ name, outcome: "skipped", type: code, details: "" },
    message: `ignored by the rule ${ruleText(rule)}`,
  }));

const valuesText = (expected: Finding["expected"], actual: Finding["actual"]): string =>
  `expected: ${valueText(expected)}\nactual: ${valueText(actual)}`;

/** A suite of nothing looks like a suite that did not run. */
const atLeastOne = (cases: readonly Case[], summary: string): readonly Case[] =>
  cases.some(({ outcome }) => outcome !== "skipped") || cases.some(({ name }) => name === "check")
    ? cases
    : [{ name: "as expected", outcome: "passed", type: "", message: summary, details: "" }, ...cases];

function documentOf(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  const seconds = suites.reduce((sum, suite) => sum + suite.seconds, 0);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="driftwatch"${countsOf(all)} time="${seconds.toFixed(3)}">`,
    ...suites.flatMap(suiteLines),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

const suiteLines = ({ name, seconds, at, cases }: Suite): string[] => [
  `  <testsuite name="${attribute(name)}"${countsOf(cases)} time="${seconds.toFixed(3)}"${
    at === null ? "" : ` timestamp="${attribute(at.replace(/(\.\d+)?Z$/, ""))}"`
  }>`,
  ...cases.flatMap((it) => caseLines(name, it)),
  "  </testsuite>",
];

function caseLines(suite: string, { name, outcome, type, message, details }: Case): string[] {
  const open = `    <testcase name="${attribute(name)}" classname="${attribute(suite)}" time="0">`;
  if (outcome === "passed") return [open, "    </testcase>"];
  if (outcome === "skipped") return [open, `      <skipped message="${attribute(message)}"/>`, "    </testcase>"];
  const begin = `      <${outcome} message="${attribute(message)}" type="${attribute(type)}">`;
  return [open, `${begin}${content(details)}</${outcome}>`, "    </testcase>"];
}

function countsOf(cases: readonly Case[]): string {
  const number = (outcome: Case["outcome"]) => cases.filter((it) => it.outcome === outcome).length;
  return ` tests="${cases.length}" failures="${number("failure")}" errors="${number("error")}" skipped="${number("skipped")}"`;
}

const attribute = (text: string): string => escaped(printable(text));
const content = (text: string): string => escaped(printableLines(text).join("\n"));

/** What XML 1.0 cannot hold at all is spelled; control characters are already. */
const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
