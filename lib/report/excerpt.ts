/** Two texts cut to where they differ, so that a long view or function body does not bury its one changed line. */

import { count } from "../core/count.ts";
import { cut, paragraph } from "./paragraph.ts";
import { printableLines } from "./printable.ts";

/** A line, and which of the two texts it stands in. */
export interface Excerpt {
  readonly side: "expected" | "actual" | "both";
  readonly text: string;
}

const SHOWN_LINES = 6;
/** Letters kept of what both texts have before they differ. */
const CONTEXT = 24;

/** @param width letters a line may have; a text of one line may take three of them */
export function excerpts(expected: string, actual: string, width: number): Excerpt[] {
  const [before, after] = [printableLines(expected), printableLines(actual)];
  if (before.length === 1 && after.length === 1) return singles(before[0] ?? "", after[0] ?? "", width);
  const head = shared(before, after);
  const tail = shared(before.slice(head).reverse(), after.slice(head).reverse());
  const start = shared([...(before[head] ?? "")], [...(after[head] ?? "")]);
  const differing = (side: "expected" | "actual", lines: readonly string[]): Excerpt[] => {
    const own = lines.slice(head, lines.length - tail);
    const shown = own.slice(0, SHOWN_LINES).map((line, at) => cut(at === 0 ? from(line, start, width) : line, width));
    const more = own.length - shown.length;
    if (own.length === 0) shown.push("(nothing)");
    if (more > 0) shown.push(`… ${count(more, "more line")}`);
    return shown.map((text) => ({ side, text }));
  };
  return [...same(head), ...differing("expected", before), ...differing("actual", after), ...same(tail)];
}

const same = (lines: number): Excerpt[] => (lines > 0 ? [{ side: "both", text: `… ${count(lines, "line")}` }] : []);

function singles(expected: string, actual: string, width: number): Excerpt[] {
  const start = shared([...expected], [...actual]);
  const show = (side: "expected" | "actual", text: string): Excerpt[] =>
    paragraph(cut(from(text, start, 3 * width), 3 * width), width).map((line) => ({ side, text: line }));
  return [...show("expected", expected), ...show("actual", actual)];
}

/** The text from a little before the place where it begins to differ, if that place is beyond the width. */
function from(text: string, start: number, width: number): string {
  const characters = [...text];
  if (characters.length <= width || start <= CONTEXT) return text;
  return `…${characters.slice(start - CONTEXT).join("")}`;
}

/** How many items two lists have in common at their beginning. */
function shared(a: readonly string[], b: readonly string[]): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}
