/** Numbers with their nouns. */

/** `1 index`, `3 policies`. */
export const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en-US")} ${number === 1 ? noun : plural(noun)}`;

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
