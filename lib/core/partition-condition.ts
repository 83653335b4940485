/** What each row of a partition meets, as SQL: PostgreSQL prints it only while it locks all above. */

import { bracketed, findOutside, splitOutside } from "./deparsed.ts";
import { literal, qualified } from "./sql.ts";

/**
 * @param of the partitioned table, as schema and name
 * @param key how it is partitioned, and bound as PostgreSQL prints them
 * @returns null of a default partition, and where the key has collations or operators of its own
 */
export function partitionCondition(of: readonly string[], key: string, bound: string): string | null {
  const [, way = ""] = /^(\w+) \(/.exec(key) ?? [];
  const columns = splitOutside(bracketed(key, `${way} (`) ?? "", ", ");
  if (bound === "DEFAULT" || columns.some((column) => findOutside(column, " ") >= 0)) return null;
  if (way === "RANGE") return inRange(columns, bound);
  if (way === "LIST") return inList(columns[0] ?? "", bound);
  const [, modulus, remainder] = /modulus (\d+), remainder (\d+)/.exec(bound) ?? [];
  return `satisfies_hash_partition(${literal(qualified(...of))}::regclass, ${modulus}, ${remainder}, ${columns.join(", ")})`;
}

function inList(column: string, bound: string): string {
  const all = splitOutside(bracketed(bound, "FOR VALUES IN (") ?? "", ", ");
  const values = all.filter((value) => value !== "NULL");
  const among = values.length > 0 ? [`${column} IN (${values.join(", ")})`] : [];
  return all.length === values.length
    ? [`${column} IS NOT NULL`, ...among].join(" AND ")
    : [`${column} IS NULL`, ...among].join(" OR ");
}

function inRange(columns: readonly string[], bound: string): string {
  const from = splitOutside(bracketed(bound, "FOR VALUES FROM (") ?? "", ", ");
  const to = splitOutside(bracketed(bound, " TO (") ?? "", ", ");
  const apart = columns.findIndex((_, at) => from[at] !== to[at] || isEndless(from[at]));
  const same = apart < 0 ? columns.length : apart;
  const rest = columns.slice(same);
  return [
    ...columns.map((column) => `${column} IS NOT NULL`),
    ...columns.slice(0, same).map((column, at) => `${column} = ${from[at]}`),
    ...beyond(rest, from.slice(same), [">", ">="], "MINVALUE"),
    ...beyond(rest, to.slice(same), ["<", "<="], "MAXVALUE"),
  ].join(" AND ");
}

const isEndless = (value: string | undefined): boolean => value === "MINVALUE" || value === "MAXVALUE";

/** Column by column: beyond its end, or at it and further on in the next. @param open which end takes in all that begins alike */
function beyond(
  columns: readonly string[],
  ends: readonly string[],
  [beside, within]: readonly [string, string],
  open: string,
): string[] {
  const ended = ends.findIndex(isEndless);
  const finite = columns.slice(0, ended < 0 ? columns.length : ended);
  if (finite.length === 0) return [];
  const arms = finite.map((column, at) => {
    const isLast = at === finite.length - 1;
    // The upper end is no part of the range, the lower one is.
    const takesIn = isLast && (ended < 0 ? open === "MINVALUE" : ends[ended] === open);
    const alike = finite.slice(0, at).map((other, place) => `${other} = ${ends[place]}`);
    return [...alike, `${column} ${takesIn ? within : beside} ${ends[at]}`].join(" AND ");
  });
  return [arms.length > 1 ? `(${arms.map((arm) => `(${arm})`).join(" OR ")})` : (arms[0] as string)];
}
