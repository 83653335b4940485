/** What an invocation answers: the report, or as much of it as an answer may hold. */

import type { Report } from "../lib/core/report.ts";

/** Lambda takes 6 MB; what it adds itself is small. */
export const RESPONSE_BYTES = 5_500_000;

/** How many of how many are shown in each list that was cut, and where the whole report is. */
export interface Truncation {
  readonly lists: { readonly [list: string]: { readonly shown: number; readonly of: number } };
  readonly wholeReport: string | null;
}

export type Response = Report & { readonly truncated?: Truncation };

/** The report in at most so many bytes of JSON, with its lists cut to one length if need be. */
export function responseOf(report: Report, limitBytes = RESPONSE_BYTES): Response {
  if (bytes(report) <= limitBytes) return report;
  const longest = Math.max(...listsOf(report).map(([, { length }]) => length));
  for (let length = 2 ** Math.floor(Math.log2(Math.max(longest, 1))); length >= 1; length = Math.floor(length / 2)) {
    const cut = cutTo(report, length);
    if (bytes(cut) <= limitBytes) return cut;
  }
  return cutTo(report, 0);
}

const bytes = (value: object): number => Buffer.byteLength(JSON.stringify(value));

/** Every list there is, by name: `findings`, `incident.findings`, `remediation.statements`. */
const listsOf = (report: object, within = ""): [name: string, list: readonly unknown[]][] =>
  Object.entries(report).flatMap(([name, value]) =>
    Array.isArray(value)
      ? [[`${within}${name}`, value] as [string, readonly unknown[]]]
      : within === "" && typeof value === "object" && value !== null
        ? listsOf(value as object, `${name}.`)
        : [],
  );

function cutTo(report: Report, length: number): Response {
  const long = listsOf(report).filter(([, list]) => list.length > length);
  const lists = Object.fromEntries(long.map(([name, list]) => [name, { shown: length, of: list.length }]));
  const { status, summary, nextSteps, ...rest } = cutLists(report, length) as Report;
  return { status, summary, nextSteps, truncated: { lists, wholeReport: report.stored.report }, ...rest };
}

const cutLists = (report: object, length: number, deep = true): object =>
  Object.fromEntries(
    Object.entries(report).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.slice(0, length)
        : deep && typeof value === "object" && value !== null
          ? cutLists(value as object, length, false)
          : value,
    ]),
  );
