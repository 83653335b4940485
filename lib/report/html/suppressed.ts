/** Findings that a rule of the config hides, and rules that hide none. */

import type { IdleRule, IgnoreRule } from "../../core/report.ts";
import { type HiddenIn, hidden as hiddenIn } from "../suppressed.ts";
import { tag } from "./icon.ts";
import { type Html, html } from "./markup.ts";
import { LISTED } from "./room.ts";
import { folded, list, type Section, section } from "./section.ts";
import { capitalised } from "./severity.ts";
import { wrapping } from "./wrapping.ts";

export function suppressedSection({ idleRules, ...report }: HiddenIn): Section | null {
  const suppressed = hiddenIn(report);
  if (suppressed.length + idleRules.length === 0) return null;
  const body = html`${suppressed.length === 0 ? null : hidden(suppressed)}${idleRules.length === 0 ? null : idle(idleRules)}`;
  return section("ignored", "Ignored by rule", suppressed.length, body);
}

const hidden = (suppressed: ReturnType<typeof hiddenIn>): Html =>
  html`<p>They count for nothing and alert nobody.</p>${folded(
    "The findings and the rules that hide them",
    list(
      suppressed,
      LISTED,
      ({ severity, headline, code, rule }) =>
        html`<div class="line">${tag(severity, capitalised(severity))}<bdi>${wrapping(headline)}</bdi> <code class="code">${code}</code></div><p class="quiet">${ruleHtml(rule)}</p>`,
    ),
  )}`;

const idle = (rules: readonly IdleRule[]): Html =>
  html`<h3>Rules that hide nothing</h3>${list(rules, LISTED, ({ rule, why }) => html`<strong>${capitalised(why)}</strong>: ${ruleHtml(rule)}`)}`;

function ruleHtml({ code, address, kind, attribute, verb, reason, expires }: IgnoreRule): Html {
  const parts = Object.entries({ code, address, kind, attribute, verb }).filter(([, value]) => value !== undefined);
  return html`${parts.map(([name, value], at) => html`${at > 0 ? ", " : null}${name} <code>${value ?? ""}</code>`)}: ${reason}${
    expires === undefined ? "" : ` (until ${expires})`
  }`;
}
