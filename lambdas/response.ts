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
  const longest = Math.max(...Object.values(listsOf(report)).map(({ length }) => length));
  for (let length = 2 ** Math.floor(Math.log2(Math.max(longest, 1))); length >= 1; length = Math.floor(length / 2)) {
    const cut = cutTo(report, length);
    if (bytes(cut) <= limitBytes) return cut;
  }
  return cutTo(report, 0);
}

const bytes = (value: object): number => Buffer.byteLength(JSON.stringify(value));

const listsOf = ({ findings, remediation, nextSteps, incident, unreadable, notCompared, unmodelled }: Report) => ({
  nextSteps,
  incidentFindings: incident?.findings ?? [],
  findings,
  statements: remediation.statements,
  manual: remediation.manual,
  unreadable,
  notCompared,
  unmodelled,
});

function cutTo(report: Report, length: number): Response {
  const { status, summary, nextSteps, incident, remediation, ...rest } = report;
  const first = <T>(list: readonly T[]): readonly T[] => list.slice(0, length);
  const long = Object.entries(listsOf(report)).filter(([, list]) => list.length > length);
  return {
    status,
    summary,
    nextSteps: first(nextSteps),
    truncated: {
      lists: Object.fromEntries(long.map(([name, list]) => [name, { shown: length, of: list.length }])),
      wholeReport: report.stored.report,
    },
    ...rest,
    incident: incident && { ...incident, findings: first(incident.findings) },
    findings: first(report.findings),
    remediation: { statements: first(remediation.statements), manual: first(remediation.manual) },
    unreadable: first(report.unreadable),
    notCompared: first(report.notCompared),
    unmodelled: first(report.unmodelled),
  };
}
