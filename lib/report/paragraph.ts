/** Text broken into lines of a width. */

/** Wraps at spaces; a word longer than the width stands on a line of its own. `hanging` begins every line but the first. */
export function paragraph(text: string, width: number, first = "", hanging = " ".repeat(first.length)): string[] {
  const lines: string[] = [];
  let line = first;
  let taken = length(first);
  let empty = true;
  for (const word of text.split(" ")) {
    const needed = length(word);
    if (!empty && taken + 1 + needed > width) {
      lines.push(line);
      line = hanging;
      taken = length(hanging);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    taken += needed + (empty ? 0 : 1);
    empty = false;
  }
  return [...lines, line];
}

/** In characters as people count them, near enough: code points. */
export const length = (text: string): number => [...text].length;

/** At most `limit` characters, the last of them `…` when something is missing. */
export function cut(text: string, limit: number): string {
  // Most texts are short, and a text has no more code points than code units.
  if (text.length <= limit) return text;
  // No code point is more than two units.
  const characters = [...text.slice(0, 2 * limit + 2)];
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(0, limit - 1)).join("")}…`;
}
