/** Two texts of several lines beside each other: what differs marked, what does not cut to its surroundings. */

import { diffArrays } from "diff";
import { count } from "../../core/count.ts";
import { cut } from "../paragraph.ts";
import { type Html, html } from "./markup.ts";
import { markWords } from "./words.ts";
import { wrappingLines } from "./wrapping.ts";

/** A line of the table: what stands on either side, or how many lines were left out. */
type Row =
  | { readonly is: "same"; readonly text: string }
  | { readonly is: "different"; readonly expected: string | null; readonly actual: string | null }
  | { readonly is: "skipped"; readonly lines: number };

/** Lines shown before and after a difference. */
export const CONTEXT = 3;
export const LONGEST_LINE = 1_000;
/** Lines that may differ before all of them are called different. */
const EDITS = 1_500;

/** @param limit how many lines to show; all lines are printable */
export function lineTable(expected: readonly string[], actual: readonly string[], limit: number): Html {
  const rows = surroundings(rowsOf(expected, actual));
  const rest = rows.length - limit;
  return html`<table class="lines"><thead><tr><th scope="col">Expected</th><th scope="col">Actual</th></tr></thead>
<tbody>${rows.slice(0, limit).map(rowHtml)}${rest > 0 ? skippedHtml(`${count(rest, "more line")} in the JSON report`) : null}</tbody></table>`;
}

function rowsOf(expected: readonly string[], actual: readonly string[]): Row[] {
  const parts = diffArrays([...expected], [...actual], { maxEditLength: EDITS });
  if (!parts) return paired(expected, actual);
  const rows: Row[] = [];
  let gone: readonly string[] = [];
  for (const { added, removed, value } of parts) {
    if (removed) {
      gone = value;
      continue;
    }
    rows.push(...paired(gone, added ? value : []));
    gone = [];
    if (!added) rows.push(...value.map((text): Row => ({ is: "same", text })));
  }
  return [...rows, ...paired(gone, [])];
}

/** What stood there and what stands there now, line by line. */
const paired = (gone: readonly string[], come: readonly string[]): Row[] =>
  Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => ({
    is: "different",
    expected: gone[at] ?? null,
    actual: come[at] ?? null,
  }));

/** Without the lines far from every difference. */
function surroundings(rows: readonly Row[]): Row[] {
  const near = new Set<number>();
  rows.forEach((row, at) => {
    if (row.is === "different") for (let by = -CONTEXT; by <= CONTEXT; by++) near.add(at + by);
  });
  const shown: Row[] = [];
  let skipped = 0;
  const skip = () => {
    if (skipped > 0) shown.push({ is: "skipped", lines: skipped });
    skipped = 0;
  };
  rows.forEach((row, at) => {
    if (!near.has(at)) {
      skipped += 1;
      return;
    }
    skip();
    shown.push(row);
  });
  skip();
  return shown;
}

function rowHtml(row: Row): Html {
  if (row.is === "skipped") return skippedHtml(count(row.lines, "line"));
  if (row.is === "same") {
    const text = wrappingLines(cut(row.text, LONGEST_LINE));
    return html`<tr class="same"><td>${text}</td><td>${text}</td></tr>`;
  }
  const { expected, actual } = row;
  if (expected !== null && actual !== null) {
    const marked = markWords(expected, actual, LONGEST_LINE);
    return html`<tr><td class="gone">${marked.expected}</td><td class="come">${marked.actual}</td></tr>`;
  }
  return expected === null
    ? html`<tr><td class="none"></td><td class="come"><ins>${wrappingLines(cut(actual ?? "", LONGEST_LINE))}</ins></td></tr>`
    : html`<tr><td class="gone"><del>${wrappingLines(cut(expected, LONGEST_LINE))}</del></td><td class="none"></td></tr>`;
}

const skippedHtml = (what: string): Html => html`<tr class="skipped"><td colspan="2">… ${what}</td></tr>`;
