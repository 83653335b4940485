/** Whether a check under a fault said nothing false, and whether all is as it must be after the next one. */

import type { Report, Status } from "../../lib/core/report.ts";
import type { TargetState } from "../../lib/core/target-state.ts";

export type Flaw = "wrong" | "lost" | "doubled" | "corrupted" | "leaked" | "blocked";

export interface Verdict {
  /** What the check under the fault came to. */
  readonly status: Status;
  /** Alerts that came once more under the same name. */
  readonly again: number;
  readonly flaws: readonly { readonly flaw: Flaw; readonly detail: string }[];
}

/** What is so, whatever a check says. */
export interface Truth {
  readonly status: "IN_SYNC" | "DRIFTED";
  /** Ids of the findings. */
  readonly findings: readonly string[];
  /** Ids of what people do not know yet to be there, and to be gone. */
  readonly appeared: readonly string[];
  readonly disappeared: readonly string[];
}

/** What is left behind by a check under a fault and by the next one without. */
export interface Evidence {
  readonly report: Report;
  readonly after: Report;
  /** What each of those who are told was told, in turn. */
  readonly streams: readonly (readonly Told[])[];
  /** null: it cannot be read. */
  readonly state: TargetState | null;
  /** Everything that was written, printed, sent or answered. */
  readonly written: string;
  readonly secrets: readonly string[];
  /** Something was closed to the check: it lies if it says that it saw everything. */
  readonly closed?: boolean | undefined;
}

/** An alert, as far as it counts. */
export interface Told {
  readonly transition: string;
  readonly appeared: readonly { readonly id: string }[];
  readonly disappeared: readonly { readonly id: string }[];
  /** It came again under the same name, since nobody could know that it had come. */
  readonly excused?: boolean;
}

/** A part of the flaws, each with what is wrong. */
type Found = readonly (readonly [flaw: Flaw, detail: string])[];

export function judge(truth: Truth, evidence: Evidence): Verdict {
  const { report, after } = evidence;
  const found: Found = [
    ...(isTrue(truth, report) && !(evidence.closed && isWhole(report)) ? [] : ([["wrong", said(report)]] as const)),
    ...(isExact(truth, after) ? [] : ([["wrong", `the next check: ${said(after)}`]] as const)),
    ...evidence.streams.flatMap((stream) => {
      const alerts = stream.filter(({ excused }) => !excused);
      return [
        ...told(truth.appeared, idsIn(alerts.flatMap(({ appeared }) => appeared)), "appeared"),
        ...told(truth.disappeared, idsIn(alerts.flatMap(({ disappeared }) => disappeared)), "gone"),
        ...empty(alerts),
      ];
    }),
    ...damage(truth, evidence.state),
    ...evidence.secrets
      .filter((secret) => evidence.written.includes(secret))
      .map((secret) => ["leaked", `${secret.slice(0, 4)}…`] as const),
  ];
  const again = evidence.streams.flat().filter(({ excused }) => excused).length;
  return { status: report.status, again, flaws: found.map(([flaw, detail]) => ({ flaw, detail })) };
}

/** Nothing false: a check that could not look says so, one that saw a part says nothing that is not there. */
export function isTrue(truth: Truth, report: Report): boolean {
  // What was found and could not be told is said all the same.
  if (report.status === "ERROR")
    return report.error !== null && (report.findings.length === 0 || isSameSet(truth.findings, idsOf(report)));
  if (report.status === "NOT_CHECKED") return report.error?.code === "migration-running";
  if (report.status === "INCOMPLETE") return idsOf(report).every((id) => truth.findings.includes(id));
  return isExact(truth, report);
}

/** It says that it saw everything. */
const isWhole = ({ status }: Report): boolean => status === "IN_SYNC" || status === "DRIFTED";

const isExact = ({ status, findings }: Truth, report: Report): boolean =>
  report.status === status && isSameSet(findings, idsOf(report));

const idsIn = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

const idsOf = ({ findings }: Report): string[] => findings.map(({ id }) => id);

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

const said = ({ status, error, findings }: Report): string =>
  [status, error?.message, findings.map(({ code, address }) => `${code} ${address}`).join(", ")]
    .filter(Boolean)
    .join(": ");

/** Each is told once. */
function told(due: readonly string[], ids: readonly string[], what: string): Found {
  return [
    ...due.filter((id) => !ids.includes(id)).map((id) => ["lost", `${id} ${what}`] as const),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => ["doubled", `${id} ${what}`] as const),
    ...ids.filter((id) => !due.includes(id)).map((id) => ["wrong", `told without reason: ${id} ${what}`] as const),
  ];
}

const empty = (alerts: readonly Told[]): Found =>
  alerts
    .filter(({ appeared, disappeared }) => appeared.length + disappeared.length === 0)
    .map(({ transition }) => ["wrong", `told without news: ${transition}`] as const);

function damage({ findings }: Truth, state: TargetState | null): Found {
  if (!state) return [["corrupted", "the state cannot be read"]];
  const ids = (list: readonly { readonly id: string }[] | undefined) => (list ?? []).map(({ id }) => id);
  return [
    ...(isSameSet(findings, ids(state.incident?.findings)) ? [] : ([["corrupted", "its findings"]] as const)),
    ...(isSameSet(findings, ids(state.told)) ? [] : ([["corrupted", "what was told"]] as const)),
    ...(state.outbox.length === 0 ? [] : ([["corrupted", "an alert is still to be sent"]] as const)),
    ...(state.incident && state.incident.toldAt === null ? ([["corrupted", "nobody was told of it"]] as const) : []),
  ];
}
