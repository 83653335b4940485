/** A list of findings, worst first, with how many there are of each severity. */

import { numeral, tally } from "../core/count.ts";
import type { Finding } from "../core/finding.ts";
import { countBySeverity } from "../core/report.ts";
import { bySeverity, SEVERITIES, type Severity } from "../core/severity.ts";
import { type Alike, foldAlike, restText } from "./alike.ts";
import { findingLines, INDENT } from "./finding.ts";
import { type Page, prose } from "./page.ts";

/** Worst first; those alike in their given order. */
export const worstFirst = <F extends { readonly severity: Severity }>(findings: readonly F[]): F[] =>
  [...findings].sort((a, b) => bySeverity(a.severity, b.severity));

/** `1 critical, 2 medium`. */
export const severityCounts = (findings: readonly { readonly severity: Severity }[]): string =>
  tally(countBySeverity(findings), SEVERITIES);

/** Worst first; alike are those that say the same of another object. */
export const foldedFindings = (findings: readonly Finding[]): Alike<Finding>[] =>
  foldAlike(worstFirst(findings), ({ severity, code, attribute, acknowledged }) =>
    JSON.stringify([severity, code, attribute, acknowledged]),
  );

/** Of many that are alike but for the object, three are shown and the rest named. */
export function findingsLines(page: Page, findings: readonly Finding[], limit = findings.length): string[] {
  const folded = foldedFindings(findings);
  const lines = folded.slice(0, limit).flatMap((alike, at) => [...(at > 0 ? [""] : []), ...alikeLines(page, alike)]);
  const rest = folded.slice(limit).flatMap(({ shown, rest }) => [...shown, ...rest]);
  return rest.length === 0 ? lines : [...lines, "", `… and ${numeral(rest.length)} more (${severityCounts(rest)})`];
}

const alikeLines = (page: Page, { shown, rest }: Alike<Finding>): string[] => [
  ...shown.flatMap((finding, at) => [...(at > 0 ? [""] : []), ...findingLines(page, finding)]),
  ...(rest.length === 0 ? [] : ["", ...prose(page, restText(rest.map(({ title }) => title)), INDENT)]),
];
