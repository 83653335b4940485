/** Findings that a rule of the config hides, and rules that hide none. */

import type { Finding } from "../core/finding.ts";
import type { IgnoreRule, Report } from "../core/report.ts";
import { count } from "./count.ts";
import { headline } from "./finding.ts";
import { severityCounts } from "./findings.ts";
import { type Page, prose } from "./page.ts";

/** `kind index: made by the tuning job (until 2027-06-30)`. */
export function ruleText({ address, kind, attribute, verb, reason, expires }: IgnoreRule): string {
  const parts = Object.entries({ address, kind, attribute, verb }).filter(([, value]) => value !== undefined);
  const what = parts.map(([name, value]) => `${name} ${value}`).join(", ");
  return `${what}: ${reason}${expires === undefined ? "" : ` (until ${expires})`}`;
}

/** One line each, under the rule that hides them. */
export function suppressedLines(
  page: Page,
  { suppressed, idleRules }: Pick<Report, "suppressed" | "idleRules">,
  limit = Number.POSITIVE_INFINITY,
): string[] {
  const rules = new Map<string, Finding[]>();
  for (const { finding, rule } of suppressed) {
    const text = ruleText(rule);
    rules.set(text, [...(rules.get(text) ?? []), finding]);
  }
  return [
    ...[...rules].flatMap(([rule, findings]) => {
      const rest = findings.length - limit;
      return [
        ...prose(
          page,
          `${count(findings.length, "finding")} (${severityCounts(findings)}) by the rule ${rule}`,
          "  - ",
        ),
        ...findings
          .slice(0, limit)
          .flatMap((finding) => prose(page, `${headline(finding)} (${finding.code})`, "      ")),
        ...(rest > 0 ? [`      … and ${rest} more`] : []),
      ];
    }),
    ...idleRules.flatMap(({ rule, why }) => prose(page, `this rule ${idle[why]}: ${ruleText(rule)}`, "  - ")),
  ];
}

const idle = { expired: "has expired", "matches nothing": "matches nothing" } as const;
