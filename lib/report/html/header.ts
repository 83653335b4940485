/** The top of a page: the status, the sentence that says it, and when and where. */

import type { Report, Status } from "../../core/report.ts";
import { majorOf } from "../../core/snapshot.ts";
import type { Comparison } from "../comparison.ts";
import { duration } from "../moment.ts";
import { since } from "../text.ts";
import { name, time } from "./attribution.ts";
import { tag } from "./icon.ts";
import { type Html, html, type Part } from "./markup.ts";
import { facts } from "./section.ts";
import { countsHtml } from "./severity.ts";

const SAID: Readonly<Record<Status, string>> = {
  IN_SYNC: "In sync",
  DRIFTED: "Drifted",
  INCOMPLETE: "Incomplete",
  NOT_CHECKED: "Not checked",
  ERROR: "Error",
};

export function headerHtml(report: Report): Html {
  const { target, status, summary, counts, checkedAt, durationMs, server, notes, unmoved, withheld, findings } = report;
  const entries: (readonly [string, Part])[] = [["Checked", [time(checkedAt), ` in ${duration(durationMs)}`]]];
  if (server) entries.push(["Database", [name(server.database), ` on PostgreSQL ${majorOf(server)}`]]);
  const [became, ...more] = since(report);
  if (became !== undefined) entries.push(["Incident", [became, ...more].join("; ")]);
  if (unmoved) entries.push(["Reading", "unchanged since the schema was last read in full"]);
  for (const note of notes) entries.push(["Note", note]);
  if (withheld !== null) entries.push(["Told nobody", withheld]);
  return html`<header class="top is-${status}">
<p class="eyebrow">Schema drift report</p>
<div class="title">${tag(status, SAID[status])}<h1><bdi>${target}</bdi></h1></div>
<p class="summary">${summary}</p>
${facts(entries)}${findings.length > 0 ? countsHtml(counts) : null}
</header>
`;
}

export const comparisonHeader = ({ status, summary, counts, findings }: Comparison): Html =>
  html`<header class="top is-${status}">
<p class="eyebrow">Comparison of two schemas</p>
<div class="title">${tag(status, SAID[status])}<h1>Expected and actual</h1></div>
<p class="summary">${summary}</p>
${findings.length > 0 ? countsHtml(counts) : null}
</header>
`;
