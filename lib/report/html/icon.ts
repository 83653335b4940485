/** Shapes that say with their outline what their colour says too. They are decoration: a word always stands beside them. */

import type { Risk } from "../../core/hazard.ts";
import type { Status } from "../../core/report.ts";
import type { Severity } from "../../core/severity.ts";
import { Html, html } from "./markup.ts";

export type Icon = Severity | Risk | Status | "known";

const SHAPES: Readonly<Record<Icon, string>> = {
  critical: '<path d="M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z"/>',
  high: '<path d="M8 1.2 15.4 14.4H.6z"/>',
  medium: '<path d="M8 .8 15.2 8 8 15.2.8 8z"/>',
  low: '<path d="M2.2 2.2h11.6v11.6H2.2z"/>',
  info: '<circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="2"/>',
  danger: '<path d="M8 1.2 15.4 14.4H.6z"/>',
  caution: '<path d="M8 .8 15.2 8 8 15.2.8 8z"/>',
  safe: '<path d="m2.2 8.4 4 4 7.6-8.6" fill="none" stroke="currentColor" stroke-width="2.4"/>',
  IN_SYNC: '<path d="m2.2 8.4 4 4 7.6-8.6" fill="none" stroke="currentColor" stroke-width="2.4"/>',
  DRIFTED: '<path d="M8 .8 15.2 8 8 15.2.8 8z"/>',
  INCOMPLETE:
    '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 2a6 6 0 0 1 0 12z"/>',
  NOT_CHECKED:
    '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.3"/>',
  ERROR: '<path d="m3 3 10 10M13 3 3 13" fill="none" stroke="currentColor" stroke-width="2.6"/>',
  known: '<path d="m2.2 8.4 4 4 7.6-8.6" fill="none" stroke="currentColor" stroke-width="2.4"/>',
};

export const icon = (name: Icon): Html => html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"/></svg>`;

/** Every shape once, to be referred to. */
export const iconSheet = (): Html =>
  html`<svg class="sheet" aria-hidden="true">${Object.entries(SHAPES).map(
    ([name, shape]) => html`<symbol id="icon-${name}" viewBox="0 0 16 16">${new Html(shape)}</symbol>`,
  )}</svg>`;

/** A severity, risk or status as colour, shape and word. */
export const tag = (name: Icon, word: string): Html => html`<span class="tag is-${name}">${icon(name)}${word}</span>`;
