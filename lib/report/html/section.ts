/** The parts of a page, and the list of them at its top. */

import { numeral } from "../../core/count.ts";
import { type Html, html, type Part } from "./markup.ts";

export interface Section {
  /** Its place in the page: `#findings`. */
  readonly id: string;
  readonly heading: string;
  /** How many there are of what it lists. */
  readonly count: number | null;
  readonly body: Html;
}

export const section = (id: string, heading: string, count: number | null, body: Html): Section => ({
  ...{ id, heading, count, body },
});

export const sectionHtml = ({ id, heading, count, body }: Section): Html =>
  html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}${countHtml(count)}</h2>
${body}
</section>
`;

export const contents = (sections: readonly Section[]): Html =>
  html`<nav class="contents" aria-label="On this page"><ul>${sections.map(
    ({ id, heading, count }) => html`<li><a href="#${id}">${heading}${countHtml(count)}</a></li>`,
  )}</ul></nav>`;

const countHtml = (count: number | null): Html | null =>
  count === null ? null : html` <span class="count">${numeral(count)}</span>`;

/** Something that is there and opened by whoever wants to see it. */
export const folded = (summary: Part, body: Part): Html =>
  html`<details><summary>${summary}</summary><div class="folded">${body}</div></details>`;

/** Names and values. */
export const facts = (entries: readonly (readonly [name: string, value: Part])[]): Html =>
  html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** A list, of which a page shows no more than it can bear; `total` where there are more than are known by name. */
export function list<T>(
  items: readonly T[],
  limit: number,
  item: (item: T) => Part,
  total: number = items.length,
): Html {
  const rest = total - Math.min(items.length, limit);
  return html`<ul class="plain">${items.slice(0, limit).map((each) => html`<li>${item(each)}</li>`)}</ul>${
    rest > 0 ? html`<p class="quiet">… and ${numeral(rest)} more, in the JSON report.</p>` : null
  }`;
}
