/** What was expected and what is there, beside each other. */

import { type Canonical, isSqlText } from "../../core/canonical.ts";
import type { Finding } from "../../core/finding.ts";
import { cut } from "../paragraph.ts";
import { printable, printableLines } from "../printable.ts";
import { isBlank, valueText, words } from "../value.ts";
import { lineTable } from "./lines.ts";
import { type Html, html, verbatim } from "./markup.ts";
import type { Room } from "./room.ts";
import { markWords } from "./words.ts";

type Sides = Pick<Finding, "expected" | "actual">;

const LINES = 400;

export function valuesHtml({ verb, expected, actual }: Sides & Pick<Finding, "verb">, room: Room): Html | null {
  if (verb === "added") return beside(html`<p class="quiet">not there</p>`, specHtml(actual, room));
  if (verb === "removed") return beside(specHtml(expected, room), html`<p class="quiet">not there</p>`);
  return verb === "renamed" && expected === null && actual === null ? null : differenceHtml({ expected, actual }, room);
}

/** Two values with what differs marked: by line where they have several, else by word. */
export function differenceHtml({ expected, actual }: Sides, room: Room): Html {
  const texts = [valueText(expected), valueText(actual)] as const;
  const length = room.take(Math.max(texts[0].length, texts[1].length));
  if (!texts.some((text) => text.includes("\n"))) {
    const marked = markWords(printable(texts[0]), printable(texts[1]), length);
    return beside(html`<pre>${marked.expected}</pre>`, html`<pre>${marked.actual}</pre>`);
  }
  const [before, after] = texts.map((text) => printableLines(text)) as [string[], string[]];
  return lineTable(before, after, Math.min(LINES, Math.ceil(length / 20)));
}

const beside = (expected: Html, actual: Html): Html =>
  html`<div class="beside"><div><h5>Expected</h5>${expected}</div><div><h5>Actual</h5>${actual}</div></div>`;

/** An object's attributes, without those that say nothing. */
function specHtml(spec: Canonical, room: Room): Html {
  if (spec === null || typeof spec !== "object" || Array.isArray(spec) || isSqlText(spec))
    return html`<pre>${textHtml(spec, room)}</pre>`;
  const entries = Object.entries(spec).filter(([, value]) => !isBlank(value));
  if (entries.length === 0) return html`<p class="quiet">there</p>`;
  return html`<dl class="spec">${entries.map(
    ([name, value]) => html`<div><dt>${words(name)}</dt><dd>${textHtml(value, room)}</dd></div>`,
  )}</dl>`;
}

function textHtml(value: Canonical, room: Room): Html {
  const text = valueText(value);
  return verbatim(printableLines(cut(text, room.take(text.length))).join("\n"));
}
