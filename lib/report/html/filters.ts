/** What the findings can be narrowed down by. It is there only where the page's script runs. */

import { byCodeUnit } from "../../core/address.ts";
import { numeral } from "../../core/count.ts";
import type { Finding } from "../../core/finding.ts";
import { SEVERITIES } from "../../core/severity.ts";
import { icon } from "./icon.ts";
import { type Html, html } from "./markup.ts";
import { capitalised } from "./severity.ts";

export function filtersHtml(findings: readonly Finding[]): Html {
  const total = numeral(findings.length);
  return html`<form class="filters" id="filters" role="search" aria-label="Filter the findings" hidden>
<fieldset><legend>Severity</legend>${SEVERITIES.map((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0
      ? null
      : html`<label class="choice is-${severity}"><input type="checkbox" name="severity" value="${severity}">${icon(severity)}${capitalised(severity)} <span class="count">${number}</span></label>`;
  })}</fieldset>
<label class="field"><span>Search</span><input type="search" name="q" autocomplete="off" spellcheck="false" placeholder="name, code, text …"></label>
${select(
  "kind",
  "Kind",
  "All kinds",
  tally(findings, ({ kind }) => kind),
)}
${select(
  "schema",
  "Schema",
  "All schemas",
  tally(findings, ({ schema }) => schema ?? ""),
)}
<label class="field"><span>Group by</span><select name="group"><option value="severity">Severity</option><option value="kind">Kind</option><option value="schema">Schema</option></select></label>
<p class="shown"><output id="shown" aria-live="polite">${total} of ${total} findings</output> <button type="reset">Show all</button></p>
</form>
`;
}

/** `none` is what lies in no schema: no value of the data can be mistaken for it, since those begin with a colon. */
const select = (name: string, label: string, all: string, counts: readonly (readonly [string, number])[]): Html =>
  html`<label class="field"><span>${label}</span><select name="${name}"><option value="">${all}</option>${counts.map(
    ([value, number]) =>
      html`<option value=":${value}">${value === "" ? "(none)" : name === "kind" ? value.replaceAll("-", " ") : value} (${number})</option>`,
  )}</select></label>`;

function tally(findings: readonly Finding[], of: (finding: Finding) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(of(finding), (counts.get(of(finding)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => byCodeUnit(a, b));
}
