/** What is remembered of a target between checks: one small file, replaced on a condition. */

import type { Acknowledgement } from "./finding.ts";
import type { Home } from "./home.ts";
import type { Incident, IncidentFinding, PastCheck, Status, Transition } from "./report.ts";
import { acknowledgement, incident, incidentFinding, news, pastCheck, status } from "./report-shape.ts";
import { either, flag, listOf, moment, number, oneOf, optional, orNull, record, type Shape, text } from "./shape.ts";
import type { ServerIdentity } from "./snapshot.ts";

export interface TargetState {
  readonly format: 1;
  readonly incident: Incident | null;
  /** What people were last told to be there. */
  readonly told: readonly IncidentFinding[];
  /** The last incident that people were told of and that has ended: what comes back soon is the same incident. */
  readonly resolved: ResolvedIncident | null;
  /** What somebody knows of, by the id of the finding. */
  readonly acknowledged: readonly Acknowledgement[];
  /** The last full reading: its verdict stands while the stamp does not move. */
  readonly reading: Reading | null;
  /** Transitions that have been recorded but not yet published, oldest first. */
  readonly outbox: readonly Outbox[];
  /** When the last check ended (ISO 8601). */
  readonly checkedAt: string;
  /** When the last check began that saw the whole schema (ISO 8601); null when none has. */
  readonly lookedAt: string | null;
  /** The last checks, newest first. */
  readonly checks: readonly PastCheck[];
  /** Locks that looked like those of a migration at the last full reading. */
  readonly migrations?: readonly HeldLock[] | undefined;
  /** Which database it is: as it was seen first, or as somebody accepted it since. */
  readonly home?: Home | undefined;
  /** What people decided, newest first. */
  readonly decisions: readonly Decision[];
}

export interface ResolvedIncident {
  readonly incident: Incident;
  /** ISO 8601. */
  readonly at: string;
}

export interface Reading {
  readonly stamp: string;
  readonly status: Status;
  /** Which expected snapshot it was compared with. */
  readonly expectedVersion: string;
  /** What else the verdict depends on: the rules and the target's settings. */
  readonly basis: string;
  readonly readAt: string;
  readonly fingerprint: { readonly expected: string; readonly actual: string };
  /** Where an expected schema that was replayed has a ledger: what that said, in a digest. */
  readonly ledger?: { readonly layout: string; readonly digest: string | null };
  /** Of which database it was known what it calls what; nothing is needed where the expected snapshot is of that. */
  readonly witness?: Witness;
  /** Where its report is. */
  readonly report: string;
}

/** An observed snapshot of a database that was in sync with this expected one. */
export interface Witness {
  readonly expectedVersion: string;
  readonly fingerprint: string;
  readonly server: Pick<ServerIdentity, "systemIdentifier" | "databaseOid">;
}

export interface Outbox {
  readonly transition: Exclude<Transition, "still">;
  readonly appeared: readonly IncidentFinding[];
  readonly disappeared: readonly IncidentFinding[];
  /** Where its report is; no two transitions share one. */
  readonly report: string;
  /** Until then (ISO 8601) some check is publishing it, and others keep off; null when nobody is. */
  readonly heldUntil: string | null;
  /** ARNs of the topics that have it already, where others failed. */
  readonly takenBy?: readonly string[];
}

/** A lock that one session holds, and since when we know (ISO 8601). */
export interface HeldLock {
  readonly key: string;
  readonly since: string;
}

/** What somebody decided, and why. */
export type Decision = {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly why: string;
} & (Accepted | Acknowledged | Moved);

interface Accepted {
  readonly verb: "accepted";
  /** Of the observed snapshot that became the expected one … */
  readonly fingerprint: string;
  /** … and of the one it replaced, if there was one. */
  readonly replaced: string | null;
  /** Where the expected snapshot is. */
  readonly where: string;
  /** false: the expected snapshot may not have been written. Older states do not say it, and had it written first. */
  readonly carriedOut?: boolean;
}

interface Acknowledged {
  readonly verb: "acknowledged" | "withdrawn";
  readonly findings: readonly { readonly id: string; readonly code: string; readonly title: string }[];
  /** ISO 8601; null = until they change or go. */
  readonly until: string | null;
}

interface Moved {
  readonly verb: "moved";
  /** Which database it was, and which it is: `7401234567890123456/shop`. */
  readonly from: string | null;
  readonly to: string;
}

/** What of it people look back at. */
export type TargetHistory = Pick<TargetState, "incident" | "acknowledged" | "checks" | "decisions"> & {
  readonly target: string;
};

/** How many checks and decisions are remembered. */
export const REMEMBERED = 400;

/** The state of a target that nothing is known of. */
export const newState = (at: string): TargetState => ({
  ...{ format: 1, incident: null, told: [], resolved: null, acknowledged: [], reading: null, outbox: [] },
  ...{ checkedAt: at, lookedAt: null, checks: [], decisions: [] },
});

/** What states of this format have been written with from the beginning; the rest came later. */
type Oldest = Pick<TargetState, "format" | "reading" | "outbox" | "checkedAt"> & {
  readonly incident:
    | (Omit<Incident, "findings" | "state" | "toldAt"> & {
        readonly findings: readonly Omit<IncidentFinding, "seenAt" | "notSeenAt">[];
      })
    | null;
};

/**
 * Reads the text of a state, with what it does not say filled in; undefined when it is no state this version knows, or a
 * damaged one.
 */
export function parseState(content: string): TargetState | undefined {
  try {
    const stored = JSON.parse(content) as Oldest & Partial<TargetState>;
    const known = stored.incident && withDefaults(stored.incident);
    const state: TargetState = {
      ...newState(stored.checkedAt),
      lookedAt: stored.checkedAt,
      told: known?.findings ?? [],
      ...stored,
      incident: known,
    };
    return targetState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

const withDefaults = (incident: NonNullable<Oldest["incident"]>): Incident => ({
  ...{ state: "open", toldAt: incident.changedAt },
  ...incident,
  findings: incident.findings.map((finding) => ({ seenAt: incident.openedAt, notSeenAt: null, ...finding })),
});

export const serialiseState = (state: TargetState): string => `${JSON.stringify(state, null, 2)}\n`;

const reading = record<Reading>({
  ...{ stamp: text, status, expectedVersion: text, basis: text, readAt: moment, report: text },
  fingerprint: record<Reading["fingerprint"]>({ expected: text, actual: text }),
  ledger: optional(record<NonNullable<Reading["ledger"]>>({ layout: text, digest: orNull(text) })),
  witness: optional(
    record<Witness>({
      ...{ expectedVersion: text, fingerprint: text },
      server: record<Pick<ServerIdentity, "systemIdentifier" | "databaseOid">>({
        systemIdentifier: orNull(text),
        databaseOid: number,
      }),
    }),
  ),
});

const outbox = record<Outbox>({
  ...{ transition: news, appeared: listOf(incidentFinding), disappeared: listOf(incidentFinding), report: text },
  ...{ heldUntil: orNull(moment), takenBy: optional(listOf(text)) },
});

const said = { at: moment, by: text, why: text };
const decision: Shape<Decision> = either(
  record<Extract<Decision, Accepted>>({
    ...{ ...said, verb: oneOf("accepted"), fingerprint: text, replaced: orNull(text), where: text },
    carriedOut: optional(flag),
  }),
  either(
    record<Extract<Decision, Acknowledged>>({
      ...{ ...said, verb: oneOf("acknowledged", "withdrawn"), until: orNull(moment) },
      findings: listOf(record<Acknowledged["findings"][number]>({ id: text, code: text, title: text })),
    }),
    record<Extract<Decision, Moved>>({ ...said, verb: oneOf("moved"), from: orNull(text), to: text }),
  ),
);

const targetState = record<TargetState>({
  ...{ format: oneOf(1), incident: orNull(incident), told: listOf(incidentFinding) },
  resolved: orNull(record<ResolvedIncident>({ incident, at: moment })),
  ...{ acknowledged: listOf(acknowledgement), reading: orNull(reading), outbox: listOf(outbox) },
  ...{ checkedAt: moment, lookedAt: orNull(moment), checks: listOf(pastCheck), decisions: listOf(decision) },
  migrations: optional(listOf(record<HeldLock>({ key: text, since: moment }))),
  home: optional(record<Home>({ systemIdentifier: orNull(text), database: text, databaseOid: number, since: moment })),
});
