/** What was left out on purpose, in one line; JSON has the list. */

import type { LeftOut } from "../core/snapshot.ts";
import { type Page, prose } from "./page.ts";

export const leftOutLines = (page: Page, leftOut: readonly LeftOut[]): string[] =>
  leftOut.length === 0 ? [] : prose(page, leftOutText(leftOut), "  ");

/** `left out on purpose: 3 (ledgers 2, rds 1)`. */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  const counts = new Map<string, number>();
  for (const { by, count = 1 } of leftOut) counts.set(by, (counts.get(by) ?? 0) + count);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `left out on purpose: ${all} (${[...counts].map(([by, count]) => `${by} ${count}`).join(", ")})`;
}
