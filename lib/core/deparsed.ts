/** Finding one's way in SQL that PostgreSQL's deparser printed: quotes are doubled in it, brackets always match. */

/** Where `phrase` stands outside of quotes and brackets; -1 where it does not. */
export function findOutside(text: string, phrase: string): number {
  for (const { at, depth } of plainPlaces(text)) if (depth === 0 && text.startsWith(phrase, at)) return at;
  return -1;
}

/** What stands between the brackets of a phrase that ends with the opening one: ` WHEN (`. */
export function bracketed(text: string, phrase: string): string | undefined {
  const start = findOutside(text, phrase);
  if (start < 0) return undefined;
  const inside = start + phrase.length;
  for (const { at, depth } of plainPlaces(text))
    if (at >= inside && depth === 1 && text[at] === ")") return text.slice(inside, at);
  return undefined;
}

/** The parts of a text between the places where `phrase` stands outside of quotes and brackets. */
export function splitOutside(text: string, phrase: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { at, depth } of plainPlaces(text))
    if (depth <= 0 && at >= start && text.startsWith(phrase, at)) {
      parts.push(text.slice(start, at));
      start = at + phrase.length;
    }
  return [...parts, text.slice(start)];
}

/** Strings and names with their quotes, names and keywords without, and every other character by itself. */
export const tokensIn = (text: string): readonly string[] => text.match(TOKEN) ?? [];

const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|./gsu;

/** Every place outside of quotes, with the number of brackets open before it. */
function* plainPlaces(text: string): Iterable<{ at: number; depth: number }> {
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quote !== "") {
      if (character === quote) quote = "";
      continue;
    }
    yield { at, depth };
    if (character === "'" || character === '"') quote = character;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
  }
}
