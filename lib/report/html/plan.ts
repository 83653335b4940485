/** The SQL that would take the database back, to be read, copied and run by a person. */

import { count, numeral } from "../../core/count.ts";
import type { ProposedRemediation } from "../../core/report.ts";
import { printableSql } from "../printable.ts";
import { RISKS, terminated } from "../remediation.ts";
import { words } from "../value.ts";
import { name } from "./attribution.ts";
import { tag } from "./icon.ts";
import { type Html, html } from "./markup.ts";
import { LISTED } from "./room.ts";
import { folded, list, type Section, section } from "./section.ts";
import { sentence } from "./severity.ts";
import { stepGraph } from "./step-graph.ts";
import { wrapping, wrappingLines } from "./wrapping.ts";

type Statement = ProposedRemediation["statements"][number];

/** A plan is shown whole or not at all: part of it would do harm. */
const LONGEST_PLAN = 2_000_000;

export function planSection({ statements, manual }: ProposedRemediation): Section | null {
  if (statements.length + manual.length === 0) return null;
  const body = html`${statements.length === 0 ? null : statementsHtml(statements)}${manual.length === 0 ? null : byHandHtml(manual)}`;
  return section("plan", "Proposed SQL", statements.length, body);
}

function statementsHtml(statements: readonly Statement[]): Html {
  const risks = RISKS.map((risk) => [risk, statements.filter((statement) => statement.risk === risk).length] as const);
  const counts = risks.flatMap(([risk, number]) => (number > 0 ? [tag(risk, `${numeral(number)} ${risk}`)] : []));
  const length = statements.reduce((sum, { sql }) => sum + sql.length, 0);
  if (length > LONGEST_PLAN || statements.length > LISTED)
    return html`<p>${counts} ${count(statements.length, "statement")}: too long for a page, in the JSON report.</p>`;
  const exact = statements.every(({ sql }) => !printableSql(sql).altered);
  return html`<div class="plan-head"><p>${counts} Takes the database back to what was expected. Nothing of it has been run.</p>${
    exact ? copyButton("Copy the whole plan", "plan") : null
  }</div>
<ol class="plan">${statements.map((statement, at) => statementHtml(statement, at, statements.length))}</ol>${orderHtml(statements)}`;
}

/** What can be taken in at a glance. */
const MOST_DRAWN = 60;

/** Which must come after which, where any must. */
function orderHtml(statements: readonly Statement[]): Html | null {
  if (statements.length > MOST_DRAWN || statements.every(({ after }) => after.length === 0)) return null;
  const picture = html`<div class="picture" tabindex="0" role="region" aria-label="The order of the steps; it can be scrolled">${stepGraph(statements)}</div>`;
  return folded("The order of the steps", picture);
}

function statementHtml({ sql, risk, hazards, reason, suggestion, address }: Statement, at: number, of: number): Html {
  const shown = printableSql(sql);
  const id = `statement-${at + 1}`;
  const why = hazards.length > 0 ? ` (${hazards.join(", ")})` : "";
  return html`<li class="statement is-${risk}">
<div class="statement-head">${tag(risk, risk.toUpperCase())}<span class="hazards">${hazards.map(
    (hazard) => html`<span class="hazard">${hazard.replaceAll("-", " ")}</span>`,
  )}</span>${shown.altered ? null : copyButton("Copy", id, `Copy statement ${at + 1}`)}</div>
<pre id="${id}" data-comment="-- ${at + 1}/${of} ${risk.toUpperCase()}${why} ${address}"><code>${wrappingLines(terminated(shown.sql))}</code></pre>
${shown.altered ? html`<p class="quiet">Characters that cannot be shown are spelled \\u…: take this one from the JSON report.</p>` : null}<p class="reason">${wrapping(sentence(reason))}${
    suggestion === null ? null : html` <span class="suggestion">${wrapping(sentence(suggestion))}</span>`
  }</p>
</li>
`;
}

/** It does nothing without the script, so it is the script that shows it. */
const copyButton = (label: string, what: string, spoken = label): Html =>
  html`<button type="button" class="copy" data-copy="${what}" aria-label="${spoken}" hidden>${label}</button>`;

const byHandHtml = (manual: ProposedRemediation["manual"]): Html =>
  html`<h3>By hand</h3>${list(
    manual,
    LISTED,
    ({ address, attribute, reason }) =>
      html`${name(address)}${attribute === null ? null : `, ${words(attribute)}`}: ${wrapping(reason)}`,
  )}`;
