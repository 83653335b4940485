/** What was expected and what is there, beside each other. */

import { type Canonical, isSqlText } from "../../core/canonical.ts";
import type { Finding } from "../../core/finding.ts";
import { cut } from "../paragraph.ts";
import { printable, printableLines } from "../printable.ts";
import { isBlank, valueText, words } from "../value.ts";
import { CONTEXT, LONGEST_LINE, lineTable } from "./lines.ts";
import { type Html, html } from "./markup.ts";
import type { Room } from "./room.ts";
import { markWords } from "./words.ts";
import { wrappingLines } from "./wrapping.ts";

type Sides = Pick<Finding, "expected" | "actual">;

/** Lines of a difference that are shown, and lines that are compared for it. */
const LINES = 400;
const COMPARED = 5_000;

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
    const marked = markWords(texts[0], texts[1], length);
    return beside(html`<pre>${marked.expected}</pre>`, html`<pre>${marked.actual}</pre>`);
  }
  const [before, after] = texts.map((text) => text.split("\n")) as [string[], string[]];
  const from = firstOf(before, after);
  const near = (lines: readonly string[]) =>
    lines
      .slice(from, from + COMPARED)
      .map((line) => printable(line.slice(0, LONGEST_LINE + 1).replaceAll("\t", "    ")));
  const cut = Math.max(before.length, after.length) > COMPARED;
  return html`${lineTable(near(before), near(after), Math.min(LINES, Math.ceil(length / 20)))}${
    cut ? html`<p class="quiet">From line ${from + 1} on; all of it is in the JSON report.</p>` : null
  }`;
}

/** Where to begin with texts that are too long to be compared whole: shortly before they differ. */
function firstOf(before: readonly string[], after: readonly string[]): number {
  if (Math.max(before.length, after.length) <= COMPARED) return 0;
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  return Math.max(0, at - CONTEXT);
}

const beside = (expected: Html, actual: Html): Html =>
  html`<div class="beside"><div><p class="side">Expected</p>${expected}</div><div><p class="side">Actual</p>${actual}</div></div>`;

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
  return wrappingLines(printableLines(cut(text, room.take(text.length))).join("\n"));
}
