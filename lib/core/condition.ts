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

/** A name may be quoted that need not be. */
const spelled = (bare: string): string =>
  bare.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[a-z_][\w$]*/g, (word) => (/^['"]/.test(word) ? word : `"${word}"`));
