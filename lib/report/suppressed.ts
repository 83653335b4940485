/** Findings that a rule of the config hides, and rules that hide none. */

import { count } from "../core/count.ts";
import type { HealthFinding, IgnoreRule, Report } from "../core/report.ts";
import { headline } from "./finding.ts";
import { severityCounts } from "./findings.ts";
import { type Page, prose } from "./page.ts";

/** `kind index: made by the tuning job (until 2027-06-30)`. */
export function ruleText({ code, address, kind, attribute, verb, reason, expires }: IgnoreRule): string {
  const parts = Object.entries({ code, address, kind, attribute, verb }).filter(([, value]) => value !== undefined);
  const what = parts.map(([name, value]) => `${name} ${value}`).join(", ");
  return `${what}: ${reason}${expires === undefined ? "" : ` (until ${expires})`}`;
}

export type HiddenIn = Pick<Report, "suppressed" | "healthSuppressed" | "idleRules">;

/** What a rule hides, drift or health, as it is listed. */
export interface Hidden extends Pick<HealthFinding, "severity" | "code"> {
  readonly headline: string;
}

export const hidden = ({
  suppressed,
  healthSuppressed,
}: Omit<HiddenIn, "idleRules">): (Hidden & { readonly rule: IgnoreRule })[] => [
  ...suppressed.map(({ finding, rule }) => ({
    ...{ headline: headline(finding), severity: finding.severity, code: finding.code, rule },
  })),
  ...healthSuppressed.map(({ finding, rule }) => ({
    ...{ headline: finding.title, severity: finding.severity, code: finding.code, rule },
  })),
];

/** One line each, under the rule that hides them. */
export function suppressedLines(
  page: Page,
  { suppressed, healthSuppressed, idleRules }: HiddenIn,
  limit = Number.POSITIVE_INFINITY,
): string[] {
  const rules = new Map<string, Hidden[]>();
  for (const { rule, ...shown } of hidden({ suppressed, healthSuppressed })) {
    const text = ruleText(rule);
    rules.set(text, [...(rules.get(text) ?? []), shown]);
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
          .flatMap((finding) => prose(page, `${finding.headline} (${finding.code})`, "      ")),
        ...(rest > 0 ? [`      … and ${rest} more`] : []),
      ];
    }),
    ...idleRules.flatMap(({ rule, why }) => prose(page, `this rule ${idle[why]}: ${ruleText(rule)}`, "  - ")),
  ];
}

const idle = { expired: "has expired", "matches nothing": "matches nothing" } as const;
