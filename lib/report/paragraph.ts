/** Text broken into lines of a width. */

/** Wraps at spaces; a word longer than the width stands on a line of its own. `hanging` begins every line but the first. */
export function paragraph(text: string, width: number, first = "", hanging = " ".repeat(first.length)): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(" ")) {
    if (!empty && length(line) + 1 + length(word) > width) {
      lines.push(line);
      line = hanging;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
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
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(0, limit - 1)).join("")}…`;
}
