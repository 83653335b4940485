/** Two texts of a line each, with the words marked that differ. */

import { diffWordsWithSpace } from "diff";
import { cut } from "../paragraph.ts";
import { printable } from "../printable.ts";
import { type Html, html } from "./markup.ts";
import { wrappingLines } from "./wrapping.ts";

/** A stretch of text, and in which of the two it stands. */
interface Stretch {
  readonly side: "expected" | "actual" | "both";
  readonly text: string;
}

export interface Marked {
  readonly expected: Html;
  readonly actual: Html;
}

/** Words that may differ before the two texts are called different from there on. */
const EDITS = 600;
/** Letters kept of what two long texts have before they differ. */
const CONTEXT = 120;

/** @param limit letters to show of each */
export function markWords(expected: string, actual: string, limit: number): Marked {
  const start = Math.max(0, sharedLength(expected, actual) - CONTEXT);
  const skipped = Math.max(expected.length, actual.length) > limit && start > 0;
  const shown = (text: string): string => {
    const window = skipped ? `…${text.slice(start, start + limit)}` : text.slice(0, limit + 1);
    return cut(printable(window), limit);
  };
  const [before, after] = [shown(expected), shown(actual)];
  const stretches = readable(stretchesOf(before, after));
  const side = (own: "expected" | "actual", mark: (text: Html) => Html): Html =>
    html`${stretches
      .filter((stretch) => stretch.side !== (own === "expected" ? "actual" : "expected"))
      .map(({ side, text }) => (side === "both" ? wrappingLines(text) : mark(wrappingLines(text))))}`;
  // Where nothing is alike, nothing stands out.
  const whole = stretches.every(({ side }) => side !== "both") ? html` class="whole"` : null;
  return {
    expected: side("expected", (text) => html`<del${whole}>${text}</del>`),
    actual: side("actual", (text) => html`<ins${whole}>${text}</ins>`),
  };
}

function stretchesOf(before: string, after: string): Stretch[] {
  const found = diffWordsWithSpace(before, after, { maxEditLength: EDITS });
  if (found)
    return found.map(({ added, removed, value }) => ({
      side: added ? "actual" : removed ? "expected" : "both",
      text: value,
    }));
  const shared = sharedLength(before, after);
  return [
    { side: "both", text: before.slice(0, shared) },
    { side: "expected", text: before.slice(shared) },
    { side: "actual", text: after.slice(shared) },
  ];
}

/** A blank or a bracket between two differences does not keep them apart. */
function readable(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  stretches.forEach((stretch, at) => {
    const between = at > 0 && at < stretches.length - 1;
    const slight = stretch.side === "both" && between && stretch.text.length < 3 && !/\w/.test(stretch.text);
    const pieces: Stretch[] = slight
      ? [
          { side: "expected", text: stretch.text },
          { side: "actual", text: stretch.text },
        ]
      : [stretch];
    for (const piece of pieces) append(joined, piece);
  });
  return joined.filter(({ text }) => text !== "");
}

/** Behind the last stretch of the same side, unless something stands in both between them. */
function append(stretches: Stretch[], piece: Stretch): void {
  for (let at = stretches.length - 1; at >= 0; at--) {
    const last = stretches[at] as Stretch;
    if (last.side === piece.side) {
      stretches[at] = { side: last.side, text: last.text + piece.text };
      return;
    }
    if (last.side === "both" || piece.side === "both") break;
  }
  stretches.push(piece);
}

/** How many letters two texts have in common at their beginning; never half a character. */
function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return /[\ud800-\udbff]/.test(a[at - 1] ?? "") ? at - 1 : at;
}
