/** Storage options as PostgreSQL stores them (`fillfactor=70`, `toast.autovacuum_enabled=off`), and as SQL spells them. */

import type { Hazard } from "./hazard.ts";
import { ident, literal } from "./sql.ts";
import { type Statement, statement } from "./statement.ts";

const keyOf = (option: string): string => option.slice(0, option.indexOf("="));
const spellKey = (key: string): string => key.split(".").map(ident).join(".");
const spell = (option: string): string =>
  `${spellKey(keyOf(option))} = ${literal(option.slice(keyOf(option).length + 1))}`;

/** Options of an index that PostgreSQL sets beside reads and writes. */
const GENTLE = ["fillfactor", "deduplicate_items"];

export const indexOptionsLock = (from: readonly string[], to: readonly string[]): Hazard =>
  [...from, ...to].every((option) => GENTLE.includes(keyOf(option)))
    ? "share-update-exclusive-lock"
    : "access-exclusive-lock";

/** ` WITH (…)`, or nothing where there are none. */
export const withOptions = (options: readonly string[]): string =>
  options.length > 0 ? ` WITH (${options.map(spell).join(", ")})` : "";

/** What makes the options of `target` (`ALTER TABLE "s"."t"`) other ones. */
export function changeOptions(
  target: string,
  from: readonly string[],
  to: readonly string[],
  ...hazards: Hazard[]
): Statement[] {
  const set = to.filter((option) => !from.includes(option));
  const reset = from.map(keyOf).filter((key) => !to.some((option) => keyOf(option) === key));
  return [
    ...(set.length > 0 ? [statement(`${target} SET (${set.map(spell).join(", ")})`, ...hazards)] : []),
    ...(reset.length > 0 ? [statement(`${target} RESET (${reset.map(spellKey).join(", ")})`, ...hazards)] : []),
  ];
}
