/** A list of findings, worst first, with how many there are of each severity. */

import type { Finding } from "../core/finding.ts";
import { bySeverity, SEVERITIES, type Severity } from "../core/severity.ts";
import { findingLines } from "./finding.ts";
import type { Page } from "./page.ts";

/** Worst first; those alike in their given order. */
export const worstFirst = <F extends { readonly severity: Severity }>(findings: readonly F[]): F[] =>
  [...findings].sort((a, b) => bySeverity(a.severity, b.severity));

/** `1 critical, 2 medium`. */
export const severityCounts = (findings: readonly { readonly severity: Severity }[]): string =>
  SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => `${number} ${severity}`)
    .join(", ");

export function findingsLines(page: Page, findings: readonly Finding[], limit = findings.length): string[] {
  const lines = worstFirst(findings)
    .slice(0, limit)
    .flatMap((finding, at) => [...(at > 0 ? [""] : []), ...findingLines(page, finding)]);
  const rest = worstFirst(findings).slice(limit);
  return rest.length === 0 ? lines : [...lines, "", `… and ${rest.length} more (${severityCounts(rest)})`];
}
