/** Whether one condition lets more rows through than another, where that can be told from how PostgreSQL prints them. */

import { splitOutside } from "./deparsed.ts";

export type Reach = "wider" | "narrower" | "unknown";

/** What happened to a condition that was `from` and is `to`. */
export function reach(from: string, to: string): Reach {
  if (narrows(from, to)) return "narrower";
  return narrows(to, from) ? "wider" : "unknown";
}

/** Whether every row that `to` lets through `from` does as well. */
function narrows(from: string, to: string): boolean {
  const [wide, narrow] = [unwrapped(from), unwrapped(to)];
  if (wide === "true" || narrow === "false") return true;
  return (
    holdsMore(parts(narrow, " AND "), parts(wide, " AND ")) || holdsMore(parts(wide, " OR "), parts(narrow, " OR "))
  );
}

// Each operand that is itself joined stands in brackets, so that no two words that join ever stand side by side.
const parts = (condition: string, word: string): string[] => splitOutside(condition, word).map(unwrapped);

const holdsMore = (all: readonly string[], some: readonly string[]): boolean =>
  all.length > some.length && some.every((part) => all.includes(part));

/** Without the brackets around the whole. */
function unwrapped(condition: string): string {
  const text = condition.trim();
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  const inside = text.slice(1, -1);
  return splitOutside(`${inside} `, ")").length === 1 ? unwrapped(inside) : text;
}
