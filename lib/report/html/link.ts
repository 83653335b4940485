/** Links from a page to what is stored beside it. */

import { printable } from "../printable.ts";
import { type Html, html } from "./markup.ts";
import { wrapping } from "./wrapping.ts";

/** The other place as seen from the page: `20261120-0.json`, `../observed/b.json.gz`; null when no relative link leads there. */
export function relativeLink(page: string | null, other: string): string | null {
  if (page === null) return null;
  const [from, to] = [page, other].map((place) => place.split(/[/\\]/)) as [string[], string[]];
  let shared = 0;
  while (shared < from.length - 1 && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const up = from.length - 1 - shared;
  // Beyond a few levels it is another bucket, another disk, or somewhere else altogether.
  if (shared === 0 || up > 2) return null;
  const path = [...Array<string>(up).fill(".."), ...to.slice(shared).map(encoded)].join("/");
  return up === 0 ? `./${path}` : path;
}

/** A lone surrogate cannot be encoded. */
const encoded = (segment: string): string => encodeURIComponent(printable(segment));

/** A place, linked if it can be reached. */
export function placeHtml(page: string | null, place: string | null): Html {
  if (place === null) return html`<span class="quiet">not stored</span>`;
  const link = relativeLink(page, place);
  return link === null
    ? html`<code>${wrapping(place)}</code>`
    : html`<a href="${link}"><code>${wrapping(place)}</code></a>`;
}
