/** Numbers with their nouns. */

/** `12,345`. */
export const numeral = (number: number): string => number.toLocaleString("en-US");

/** `1 index`, `3 policies`. */
export const count = (number: number, noun: string): string =>
  `${numeral(number)} ${number === 1 ? noun : plural(noun)}`;

/** `1 critical, 2 medium`: those that there are. */
export const tally = <Word extends string>(counts: Readonly<Record<Word, number>>, order: readonly Word[]): string =>
  order
    .filter((word) => counts[word] > 0)
    .map((word) => `${numeral(counts[word])} ${word}`)
    .join(", ");

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
