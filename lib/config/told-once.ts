/** What is wrong alike in several databases of a config file, said once. */

import { groupBy } from "../core/group-by.ts";

const ENTRY = /^databases\[(\d+)\]/;

/** `databases[0].port: got 0, allowed is … (and so in databases[1 to 8, 11])`. */
export function toldOnce(problems: readonly string[]): string[] {
  const alike = groupBy(problems, (line) => line.replace(ENTRY, "databases[]"));
  return [...alike.values()].flatMap(([first = "", ...others]) => {
    const numbers = others.map((line) => Number(ENTRY.exec(line)?.[1]));
    return [others.length === 0 ? first : `${first} (and so in databases[${ranges(numbers)}])`];
  });
}

/** `1 to 3, 5, 6`. */
function ranges(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([first, last]) => (first === last ? `${first}` : `${first}${last - first > 1 ? " to " : ", "}${last}`))
    .join(", ");
}
