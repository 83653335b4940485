/** Many things of a list that are alike but for their names: the first few stand for all. */

import { numeral } from "../core/count.ts";
import { groupBy } from "../core/group-by.ts";
import { namesOf } from "./fleet-groups.ts";

/** From so many on, they are not shown one by one. */
const MANY = 20;
const SHOWN = 3;
const NAMED = 10;
/** From so many on, what is not what the reader has come for. */
export const A_FEW = SHOWN + 1;

export interface Alike<T> {
  readonly shown: readonly T[];
  /** Those that are counted and no more; none unless there are many. */
  readonly rest: readonly T[];
}

/** In the order in which the first of each sort comes; those of which there are few stay where they are, one by one. */
export function foldAlike<T>(items: readonly T[], sortOf: (item: T) => string, many = MANY): Alike<T>[] {
  const sorts = groupBy(items, sortOf);
  return items.flatMap((item) => {
    const members = sorts.get(sortOf(item)) ?? [];
    if (members.length < many) return [{ shown: [item], rest: [] }];
    return item === members[0] ? [{ shown: members.slice(0, SHOWN), rest: members.slice(SHOWN) }] : [];
  });
}

/** `… and 9,997 alike: index app.b.i, …, and 9,987 more`. */
export const countedAlike = (names: readonly string[]): string =>
  `… and ${numeral(names.length)} alike: ${namesOf(names, NAMED)}`;

/** The same, and where each is. */
export const restText = (names: readonly string[]): string =>
  `${countedAlike(names)}; each in the JSON (--format json)`;
