/** Conditions in one spelling, as far as PostgreSQL looks whether one of them is known to be met: part by part. */

import { findOutside, splitOutside } from "./deparsed.ts";

/** Each of which has to be met, so that this one is. @param text as PostgreSQL's deparser prints it */
export function conditionsIn(text: string): string[] {
  const bare = withoutBrackets(text);
  const parts = findOutside(bare, " OR ") < 0 ? splitOutside(bare, " AND ") : [bare];
  return parts.length > 1 ? parts.flatMap(conditionsIn) : [spelled(bare)];
}

function withoutBrackets(text: string): string {
  const trimmed = text.trim();
  const inner = trimmed.slice(1, -1);
  const isWhole = trimmed.startsWith("(") && trimmed.endsWith(")") && isBalanced(inner);
  return isWhole ? withoutBrackets(inner) : trimmed;
}

/** Whether no bracket is closed that is not opened in it. */
const isBalanced = (text: string): boolean => findOutside(`${text})`, ")") === text.length;

const OF_TYPE = String.raw`::(?:[a-z]+ ?)+(?:\(\d+\))?(?: with(?:out)? time zone)?`;
const OF_TEXT = new RegExp(`('(?:[^']|'')*')${OF_TYPE}`, "g");
const OF_NUMBER = new RegExp(String.raw`\((-?\d+(?:\.\d+)?)\)${OF_TYPE}`, "g");

/** A name may be quoted that need not be, and the type of a value be said that goes without saying. */
const spelled = (bare: string): string =>
  bare
    .replace(OF_TEXT, "$1")
    .replace(OF_NUMBER, "$1")
    .replace(/'(-?\d+(?:\.\d+)?)'/g, "$1")
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[a-z_][\w$]*/g, (word) => (/^['"]/.test(word) ? word : `"${word}"`));
