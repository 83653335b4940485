/** What the config says is to be ignored, taken out of the findings. Nothing is lost: it is listed with the rule. */

import { parseAddress } from "../../core/address.ts";
import type { Finding } from "../../core/finding.ts";
import { isLike } from "../../core/pattern.ts";
import type { HealthFinding, IdleRule, IgnoreRule, Suppressed } from "../../core/report.ts";

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
  const own = rules.filter((rule) => !isOfHealth(rule));
  const { left, hidden, idleRules } = sorted(found, { rules: own, at }, matches);
  return { findings: left, suppressed: hidden, idleRules };
}

export interface HealthSuppression {
  readonly health: readonly HealthFinding[];
  readonly healthSuppressed: readonly Suppressed<HealthFinding>[];
  /** Of the rules of health alone. */
  readonly idleRules: readonly IdleRule[];
}

/** The same of what ails the database. Only a rule whose code begins with `health.` hides any of it. */
export function suppressHealth(found: readonly HealthFinding[], { rules, at }: Ignoring): HealthSuppression {
  const { left, hidden, idleRules } = sorted(found, { rules: rules.filter(isOfHealth), at }, matchesHealth);
  return { health: left, healthSuppressed: hidden, idleRules };
}

export const isOfHealth = ({ code }: IgnoreRule): boolean => code?.startsWith("health.") === true;

/** What no rule hides, what one does, and the rules that hide nothing. */
function sorted<F>(
  found: readonly F[],
  { rules, at }: Ignoring,
  hides: (rule: IgnoreRule, finding: F) => boolean,
): { left: F[]; hidden: { finding: F; rule: IgnoreRule }[]; idleRules: IdleRule[] } {
  const active = activeRules(rules, at);
  const judged = found.map((finding) => ({ finding, rule: active.find((rule) => hides(rule, finding)) }));
  return {
    left: judged.flatMap(({ finding, rule }) => (rule ? [] : [finding])),
    hidden: judged.flatMap(({ finding, rule }) => (rule ? [{ finding, rule }] : [])),
    idleRules: rules.flatMap((rule): IdleRule[] => {
      if (!active.includes(rule)) return [{ rule, why: "expired" }];
      return found.some((finding) => hides(rule, finding)) ? [] : [{ rule, why: "matches nothing" }];
    }),
  };
}

/** The rules that count at that moment. The last day of one is a whole day, in UTC. */
export const activeRules = (rules: readonly IgnoreRule[], at: string): IgnoreRule[] =>
  rules.filter(({ expires }) => expires === undefined || at.slice(0, 10) <= expires);

/** Whether all parts of the rule match. */
const matches = ({ code, address, kind, attribute, verb }: IgnoreRule, finding: Finding): boolean =>
  (code === undefined || isLike(code, finding.code)) &&
  (address === undefined || isLike(address, finding.address)) &&
  (kind === undefined || isLike(kind, finding.kind)) &&
  (attribute === undefined || (finding.attribute !== null && isLike(attribute, finding.attribute))) &&
  (verb === undefined || verb === finding.verb);

/** Health has no attribute and no verb: a rule that asks for one matches none of it. */
const matchesHealth = ({ code, address, kind, attribute, verb }: IgnoreRule, finding: HealthFinding): boolean =>
  code !== undefined &&
  isLike(code, finding.code) &&
  (address === undefined || isLike(address, finding.address)) &&
  (kind === undefined || isLike(kind, parseAddress(finding.address).kind)) &&
  attribute === undefined &&
  verb === undefined;
