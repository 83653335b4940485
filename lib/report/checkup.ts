/** Checkups of databases: a line for each item, and under what is not right what to do. */

import type { Checkup, CheckupItem } from "../core/checkup.ts";
import { count } from "../core/count.ts";
import { type Page, page, prose } from "./page.ts";
import { printable } from "./printable.ts";
import type { TextOptions } from "./text.ts";

const MARKS = { ok: "ok", no: "NO", unknown: "--" } as const;
const INDENT = " ".repeat(19);

export function renderCheckups(checkups: readonly Checkup[], options: TextOptions): string {
  const on = page(options);
  const wrong = checkups.flatMap(({ items }) => items).filter(({ result }) => result === "no").length;
  const verdict = wrong === 0 ? "Everything that was looked at is in place." : `${count(wrong, "thing")} to put right.`;
  return `${[...checkups.flatMap((checkup) => lines(on, checkup)), verdict].join("\n")}\n`;
}

const lines = (on: Page, { database, items }: Checkup): string[] => [
  on.paint.heading(printable(database)),
  "",
  ...items.flatMap((item) => itemLines(on, item)),
  "",
];

function itemLines(on: Page, { item, result, said, remedy }: CheckupItem): string[] {
  const mark = painted(on, result);
  const [first = "", ...rest] = prose(on, said, INDENT);
  return [
    `  ${mark}  ${item.padEnd(13)}${first.slice(INDENT.length)}`,
    ...rest,
    ...(remedy === null ? [] : prose(on, `→ ${remedy}`, INDENT)),
  ];
}

function painted({ paint }: Page, result: CheckupItem["result"]): string {
  if (result === "ok") return paint.risk.safe(MARKS.ok);
  return result === "no" ? paint.status.DRIFTED(MARKS.no) : paint.quiet(MARKS.unknown);
}
