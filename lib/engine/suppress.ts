/** What the config says is to be ignored, taken out of the findings. Nothing is lost: it is listed with the rule. */

import type { Finding } from "../core/finding.ts";
import { isLike } from "../core/pattern.ts";
import type { IdleRule, IgnoreRule, Suppressed } from "../core/report.ts";

/** The rules, and the moment they are applied at (ISO 8601). */
export interface Ignoring {
  readonly rules: readonly IgnoreRule[];
  readonly at: string;
}

export interface Suppression {
  /** Those that no rule hides. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly idleRules: readonly IdleRule[];
}

/** Of several rules that match a finding the first one counts. What a finding brought about is hidden with it. */
export function suppress(found: readonly Finding[], { rules, at }: Ignoring): Suppression {
  const active = activeRules(rules, at);
  const judged = found.map((finding) => ({ finding, rule: active.find((rule) => matches(rule, finding)) }));
  const idle = rules.flatMap((rule): IdleRule[] => {
    if (!active.includes(rule)) return [{ rule, why: "expired" }];
    return found.some((finding) => matches(rule, finding)) ? [] : [{ rule, why: "matches nothing" }];
  });
  return {
    findings: judged.flatMap(({ finding, rule }) => (rule ? [] : [finding])),
    suppressed: judged.flatMap(({ finding, rule }) => (rule ? [{ finding, rule }] : [])),
    idleRules: idle,
  };
}

/** The rules that count at that moment. The last day of one is a whole day, in UTC. */
export const activeRules = (rules: readonly IgnoreRule[], at: string): IgnoreRule[] =>
  rules.filter(({ expires }) => expires === undefined || at.slice(0, 10) <= expires);

/** Whether all parts of the rule match. */
const matches = ({ address, kind, attribute, verb }: IgnoreRule, finding: Finding): boolean =>
  (address === undefined || isLike(address, finding.address)) &&
  (kind === undefined || isLike(kind, finding.kind)) &&
  (attribute === undefined || (finding.attribute !== null && isLike(attribute, finding.attribute))) &&
  (verb === undefined || verb === finding.verb);
