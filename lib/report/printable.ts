/** What can be shown of texts of several lines, and of SQL; the rest stands in `core/printable`. */

import { printable, spelled, UNSAFE_BUT_LAYOUT } from "../core/printable.ts";

export { printable, printableJson } from "../core/printable.ts";

/** Any text as lines of harmless characters; tabs become spaces. */
export const printableLines = (text: string): string[] =>
  text.split("\n").map((line) => printable(line.replaceAll("\t", "    ")));

/** SQL as it can be run: lines and tabs are part of it. `altered` when that could not be shown as it is. */
export function printableSql(sql: string): { readonly sql: string; readonly altered: boolean } {
  const shown = sql.replaceAll(UNSAFE_BUT_LAYOUT, spelled);
  return { sql: shown, altered: shown !== sql };
}
