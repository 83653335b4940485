/**
 * Reports as SARIF 2.1.0, which code scanning takes: an alert per finding. What could not be looked at is an alert, too: of a
 * file without them GitHub would say that all is well again.
 */

import { count, numeral } from "../core/count.ts";
import type { Finding } from "../core/finding.ts";
import { groupBy } from "../core/group-by.ts";
import type { Report, Status } from "../core/report.ts";
import type { Severity } from "../core/severity.ts";
import type { Comparison } from "./comparison.ts";
import { headline } from "./finding.ts";
import { worstFirst } from "./findings.ts";
import { renderJson } from "./json.ts";
import { printable, printableLines } from "./printable.ts";
import { possibleText } from "./rename.ts";
import { unseenPhrases } from "./unseen.ts";
import { valueText, words } from "./value.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const DOCUMENTATION = "docs/codes.md of the package driftwatch";

type Level = "error" | "warning" | "note";

const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

export interface SarifOptions {
  /** Of this package. */
  readonly version: string;
  /**
   * The file at which alerts stand, as a URI that is relative to the root of the repository: what says how a database should
   * be. GitHub takes no alert without one.
   * @param target null where two schemas are compared
   */
  readonly fileOf: (target: string | null) => string;
}

/** What becomes a result. */
interface Alert {
  readonly target: string | null;
  readonly rule: string;
  readonly severity: Severity;
  readonly text: readonly string[];
  /** Tells it from all others of its file, and is the same at every check. */
  readonly id: string;
  readonly object: Pick<Finding, "address" | "kind" | "title"> | null;
}

/** One run for all: GitHub refuses several of one tool in a file. */
export const renderSarif = (reports: readonly Report[], options: SarifOptions): string =>
  logOf(reports.flatMap(alertsOfReport), options);

export const renderDiffSarif = (comparison: Comparison, options: SarifOptions): string =>
  logOf(alertsOf(null, comparison), options);

function alertsOfReport(report: Report): Alert[] {
  const { target, status, summary, error, nextSteps } = report;
  const failed = status === "ERROR" || status === "NOT_CHECKED" || (status === "INCOMPLETE" && error !== null);
  const outcome = { target, text: [summary, ...nextSteps], object: null };
  return [
    ...(failed
      ? [{ ...outcome, rule: ruleOfStatus(status), severity: severityOf(status), id: ruleOfStatus(status) }]
      : []),
    ...alertsOf(target, report),
  ];
}

const ruleOfStatus = (status: Status): string => `check.${status.toLowerCase().replace("_", "-")}`;
const severityOf = (status: Status): Severity => (status === "ERROR" ? "high" : "medium");

type Looked = Pick<Report, "findings" | "unreadable" | "notCompared" | "uncertain" | "unmodelled">;

const alertsOf = (target: string | null, looked: Looked): Alert[] => [
  ...worstFirst(looked.findings).map((finding) => ({
    ...{ target, rule: finding.code, severity: finding.severity, id: finding.id, object: finding },
    text: textOf(finding),
  })),
  ...unseenPhrases(looked).map((phrase) => ({
    ...{ target, rule: "check.not-seen", severity: "medium" as const, text: [`Not seen: ${phrase}.`] },
    ...{ id: phrase, object: null },
  })),
];

const textOf = (finding: Finding): string[] => [
  `${headline(finding)}: ${finding.why}.`,
  // A renamed object may be what it was.
  ...(finding.expected === null && finding.actual === null
    ? []
    : [`Expected: ${valueText(finding.expected)}`, `Actual: ${valueText(finding.actual)}`]),
  ...possibleText(finding),
];

/** GitHub takes no file with more results. */
const MOST = 25_000;

/** The worst, and one that says how many more there are. */
function mostOf(alerts: readonly Alert[]): readonly Alert[] {
  if (alerts.length <= MOST) return alerts;
  const left = alerts.length - (MOST - 1);
  const text = [
    `${count(left, "more alert")}, none of them worse, are left out: a file has ${numeral(MOST)} at the most.`,
  ];
  const more = { target: null, rule: "check.more", severity: "medium" as const, text, id: "check.more", object: null };
  return [...worstFirst(alerts).slice(0, MOST - 1), more];
}

function logOf(all: readonly Alert[], { version, fileOf }: SarifOptions): string {
  const alerts = mostOf(all);
  const byRule = groupBy(alerts, ({ rule }) => rule);
  const rules = [...byRule.keys()].sort();
  const driver = {
    ...{ name: "driftwatch", version, semanticVersion: version },
    rules: rules.map((rule) => ruleOf(rule, worstFirst(byRule.get(rule) ?? [])[0]?.severity ?? "info")),
  };
  const results = alerts.map((alert) => resultOf(alert, rules.indexOf(alert.rule), fileOf(alert.target)));
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return renderJson({ $schema: SCHEMA, version: "2.1.0", runs: [run] });
}

function ruleOf(rule: string, severity: Severity) {
  const title = titleOf(rule);
  const help = `The live database is not as it should be. What the code ${rule} means, and how bad it is: ${DOCUMENTATION}.`;
  return {
    id: rule,
    shortDescription: { text: title },
    fullDescription: { text: `${title}.` },
    help: {
      text: help,
      markdown: `${help}\n\nThe SQL that takes it back, and what to do: \`driftwatch check\`, \`driftwatch diff\`.`,
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ["postgresql", "schema-drift"] },
  };
}

/** `column, not null: altered` of `column.notNull.altered`. */
function titleOf(rule: string): string {
  const parts = rule.split(".");
  const verb = parts.at(-1) ?? "";
  return printable(`${parts.slice(0, -1).map(words).join(", ")}: ${verb.replaceAll("-", " ")}`);
}

function resultOf({ target, rule, severity, text, id, object }: Alert, ruleIndex: number, file: string) {
  const [first = "", ...more] = text;
  const lines = [target === null ? first : `${target}: ${first}`, ...more];
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: lines.flatMap(printableLines).join("\n") },
    locations: [
      {
        // Lines do not tell where in a schema something is.
        physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } },
        ...(object && { logicalLocations: [logicalOf(object)] }),
      },
    ],
    // GitHub looks at this one, and gives all alerts of a line the same where there is none.
    partialFingerprints: { primaryLocationLineHash: printable(target === null ? id : `${target}/${id}`) },
    properties: { severity, ...(target !== null && { database: printable(target) }) },
  };
}

const logicalOf = ({ address, kind, title }: Pick<Finding, "address" | "kind" | "title">) => ({
  ...{ name: printable(title), fullyQualifiedName: printable(address), kind },
});
