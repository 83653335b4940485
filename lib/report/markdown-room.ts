/** Paragraphs of Markdown in as much room as there is. What is left out is counted. */

import { numeral } from "../core/count.ts";

/** For saying how many more there are. */
const MORE = 30;

/** As many paragraphs as fit, and how many more there are. */
export function filled(
  paragraphs: readonly string[],
  room: number,
  more = (rest: number) => `… and ${numeral(rest)} more`,
): string {
  let text = "";
  for (const [at, paragraph] of paragraphs.entries()) {
    const next = joined([text, paragraph]);
    if (next.length > room) return joined([text, more(paragraphs.length - at)]);
    text = next;
  }
  return text;
}

/** Sections one below the other: the short ones are whole, and the long ones share what these leave, so that none hides another. */
export function shared(sections: readonly (readonly string[])[], room: number): string {
  const texts = sections.map(joined);
  const shortestFirst = [...texts.keys()].sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
  let left = room;
  for (const [before, at] of shortestFirst.entries()) {
    const text = filled(sections[at] ?? [], left / (shortestFirst.length - before) - MORE);
    texts[at] = text;
    left -= text === "" ? 0 : text.length + 2;
  }
  return joined(texts);
}

/** What there is of them. */
export const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n\n");
