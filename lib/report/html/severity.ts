/** How many there are of each severity, as colour, shape and word. */

import { numeral } from "../../core/count.ts";
import type { Report } from "../../core/report.ts";
import { SEVERITIES } from "../../core/severity.ts";
import { icon } from "./icon.ts";
import { type Html, html } from "./markup.ts";

export const countsHtml = (counts: Report["counts"]): Html =>
  html`<ul class="counts" aria-label="Findings by severity">${SEVERITIES.map(
    (severity) =>
      html`<li class="is-${counts[severity] > 0 ? severity : "nothing"}">${icon(severity)}<b>${numeral(counts[severity])}</b> ${severity}</li>`,
  )}</ul>`;

/** Words as a sentence: with a capital and a full stop. */
export const sentence = (words: string): string => `${capitalised(words)}${/[.!?…:]$/.test(words) ? "" : "."}`;

export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
