/**
 * What leaves in an alert. Whoever may read the bucket may read the database's code; an alert goes to mailboxes, chat
 * rooms and pagers of other companies. So it never carries the text of a routine, a view or a rule, nor any text of
 * several lines, nor SQL that holds one: it tells how long the text is, and where the report is that has it. What may be
 * a password is in none of them: it is never read (`core/foreign-options.ts`, the kinds of settings, user mappings and
 * subscriptions).
 */

import { type Canonical, isSqlText, type Sort } from "../core/canonical.ts";
import { count } from "../core/count.ts";
import type { Finding } from "../core/finding.ts";
import { isSecret } from "../core/foreign-options.ts";
import type { AlertContent, ProposedRemediation, Report } from "../core/report.ts";

/** SQL that is neither a program nor a query. */
const SHOWN_SORTS: readonly Sort[] = ["expression", "default", "partition-key", "partition-bound"];

/** Programs in languages that PostgreSQL does not parse. */
const WITHHELD_ATTRIBUTES = ["source"];

/** Statements that write such a text down, or set what may be secret. */
const WITHHELD_SQL =
  /^\s*CREATE\s+(OR\s+REPLACE\s+)?\w*\s*(FUNCTION|PROCEDURE|VIEW|RULE)\b|\$\w*\$|\n|(pass|secret|token|credential)\w*"?\s*(=|TO|\s)\s*'/i;

/** The alert, with nothing in it that is not for everybody who gets it. */
export const disclosed = (alert: AlertContent): AlertContent => ({ ...alert, report: disclosedReport(alert.report) });

const disclosedReport = (report: Report): Report => ({
  ...report,
  findings: report.findings.map(disclosedFinding),
  suppressed: report.suppressed.map(({ finding, rule }) => ({ finding: disclosedFinding(finding), rule })),
  uncertain: report.uncertain.map((it) => ({
    ...it,
    expected: shown(it.attribute, it.expected),
    actual: shown(it.attribute, it.actual),
  })),
  remediation: disclosedRemediation(report.remediation),
});

const disclosedFinding = (finding: Finding): Finding => ({
  ...finding,
  expected: shown(finding.attribute ?? "", finding.expected),
  actual: shown(finding.attribute ?? "", finding.actual),
});

function shown<T extends Canonical>(name: string, value: T): Canonical {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return isProgram(name, value) ? lengthOf(value) : withoutSecret(value);
  if (isSqlText(value)) return isProgram(name, value.text, value.$sql) ? lengthOf(value.text) : value;
  if (Array.isArray(value)) return value.map((item: Canonical) => shown(name, item));
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, shown(field, item as Canonical)]));
}

const isProgram = (name: string, text: string, sort?: Sort): boolean =>
  WITHHELD_ATTRIBUTES.includes(name) || (sort !== undefined && !SHOWN_SORTS.includes(sort)) || /[\n\r]/.test(text);

/** Settings and options are read without those that may be secret; what a routine sets for itself is part of it. */
const withoutSecret = (text: string): string =>
  /^[\w.]+=/.test(text) && isSecret(text) ? `${text.slice(0, text.indexOf("="))}=(not shown)` : text;

const lengthOf = (text: string): string => `(${count(text.split(/\r\n|\n|\r/).length, "line")}, in the full report)`;

/** A plan is shown whole or not at all: without the SQL of one statement that of none. */
function disclosedRemediation({ statements, manual }: ProposedRemediation): ProposedRemediation {
  if (statements.every(({ sql }) => !WITHHELD_SQL.test(sql))) return { statements, manual };
  return { statements: statements.map((statement) => ({ ...statement, sql: "" })), manual };
}

/** Whether there is a plan, and its SQL is not for whoever gets the alert. */
export const isWithheld = ({ statements }: ProposedRemediation): boolean => statements.some(({ sql }) => sql === "");
