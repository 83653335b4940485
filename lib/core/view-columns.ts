/** What the columns of a view are called, which can be changed apart from what they show. */

import { tokensIn } from "./deparsed.ts";
import type { Facts } from "./kind.ts";
import { ident } from "./sql.ts";
import { type Statement, statement } from "./statement.ts";

/** By place; none where the snapshot is older than the fact. */
export const columnNames = ({ columns }: Facts): readonly string[] => (columns ?? []) as readonly string[];

export type ColumnNames = readonly (readonly [old: string, name: string])[];

/**
 * Each column that is called something else, with its new name; null where another column has one of those names, so that
 * it may be that one which moved.
 */
export function renamedColumns(before: readonly string[], after: readonly string[]): ColumnNames | null {
  const renamed = before.flatMap((old, place) => {
    const name = after[place];
    return name === undefined || name === old ? [] : [[old, name] as const];
  });
  return renamed.some(([old, name]) => after.includes(old) || before.includes(name)) ? null : renamed;
}

/** @param alter `ALTER VIEW s.v` */
export const renameColumns = (alter: string, names: ColumnNames): Statement[] =>
  names.map(([old, name]) =>
    statement(`${alter} RENAME COLUMN ${ident(old)} TO ${ident(name)}`, "breaks-names", "access-exclusive-lock"),
  );

/** Whether two queries, as PostgreSQL prints them, show the same under other names. */
export const showsTheSame = (a: string, b: string): boolean => withoutNames(a) === withoutNames(b);

/** PostgreSQL prints keywords in capitals, and names in capitals between quotes. */
const AFTER_THE_LIST = /^(?:FROM|WHERE|GROUP|HAVING|WINDOW|UNION|INTERSECT|EXCEPT|ORDER|LIMIT|OFFSET|FETCH|FOR|;)$/;

/** The query without what it calls its columns; of one within parentheses nothing is left out. */
function withoutNames(query: string): string {
  const kept: string[] = [];
  let [depth, from] = [0, -1];
  for (const token of tokensIn(query)) {
    if ("([".includes(token)) depth++;
    if (")]".includes(token)) depth--;
    const isEnd = AFTER_THE_LIST.test(token);
    if (depth === 0 && from >= 0 && (token === "," || isEnd)) {
      unnamed(kept, from);
      from = isEnd ? -1 : kept.length + 1;
    }
    const isBlank = token.trim() === "";
    if (!isBlank) kept.push(token);
    else if (kept.at(-1) !== " ") kept.push(" ");
    if (depth === 0 && token === "SELECT") from = kept.length;
  }
  return kept.join("");
}

/** Takes the name from the end of what stands there from some place on. */
function unnamed(kept: string[], from: number): void {
  if (kept.at(-1) === " ") kept.pop();
  if (kept.length - 4 > from && kept.at(-3) === "AS") kept.length -= 4;
}
