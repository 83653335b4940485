/** The subject line of an alert: ASCII and shorter than 100 characters, which is all that SNS sends on. */

import { count, numeral } from "../core/count.ts";
import type { AlertContent } from "../core/report.ts";
import { bySeverity, type Severity } from "../core/severity.ts";

const LONGEST = 99;

/**
 * `[CRITICAL] Schema drift: orders (3 findings)`.
 * @param prefix what a receiver wants to stand before it
 */
export function subjectOf(alert: AlertContent, prefix = ""): string {
  const { target } = alert.report;
  const [words, after] = around(alert);
  const before = `${prefix}${words}`;
  const name = target.replaceAll(/[^\x20-\x7e]/g, "?");
  const room = LONGEST - before.length - after.length;
  return `${before}${name.length > room ? `${name.slice(0, room - 3)}...` : name}${after}`;
}

/** What stands before the target's name, and what after. */
function around({ transition, report, appeared, disappeared }: AlertContent): [before: string, after: string] {
  const open = report.incident?.findings ?? appeared;
  const severity = [...open].map((finding) => finding.severity).sort(bySeverity)[0] ?? ("info" satisfies Severity);
  switch (transition) {
    case "opened":
      return [`[${severity.toUpperCase()}] Schema drift: `, ` (${told(open, appeared)})`];
    case "reopened":
      return [`[${severity.toUpperCase()}] Schema drift is back: `, ` (${told(open, appeared)})`];
    case "reminded":
      return [`[${severity.toUpperCase()}] Schema drift, still there: `, ` (${count(open.length, "finding")})`];
    case "changed":
      return [
        `[${severity.toUpperCase()}] Schema drift changed: `,
        ` (${[...some(appeared, "new"), ...some(disappeared, "gone")].join(", ")})`,
      ];
    case "resolved":
      return ["[RESOLVED] Schema drift: ", ` (${count(disappeared.length, "finding")} gone)`];
  }
}

/** Of what stands when an incident opens, people are told all but what somebody has acknowledged. */
const told = (open: readonly unknown[], appeared: readonly unknown[]): string => {
  const known = open.length - appeared.length;
  return `${count(appeared.length, "finding")}${known > 0 ? `, ${known} acknowledged` : ""}`;
};

const some = (findings: readonly unknown[], what: string): string[] =>
  findings.length > 0 ? [`${numeral(findings.length)} ${what}`] : [];
