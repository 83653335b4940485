/** What to do now. */

import type { Report } from "../../core/report.ts";
import { steps } from "../text.ts";
import { type Html, html } from "./markup.ts";
import { LISTED } from "./room.ts";
import { wrapping } from "./wrapping.ts";

export function stepsHtml(report: Pick<Report, "nextSteps" | "remediation">): Html | null {
  const said = steps(report).slice(0, LISTED);
  return said.length === 0
    ? null
    : html`<section class="steps" aria-labelledby="steps-heading"><h2 id="steps-heading">What to do now</h2>
<ol>${said.map((step) => html`<li>${wrapping(step)}</li>`)}</ol></section>
`;
}
