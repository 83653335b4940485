/** The life of an incident: opened, changed, still, resolved. Pure; keyed by the time-free ids of the findings. */

import type { Uncertainty } from "../core/change.ts";
import type { Finding } from "../core/finding.ts";
import { sha256 } from "../core/fingerprint.ts";
import type { Incident, IncidentFinding, Status, Transition } from "../core/report.ts";
import { atLeast, type Severity } from "../core/severity.ts";

/** What is remembered of a target between checks. */
export interface TargetState {
  readonly format: 1;
  readonly incident: Incident | null;
  /** The last full reading: its verdict stands while the stamp does not move. */
  readonly reading: Reading | null;
  /** Transitions that have been recorded but not yet published, oldest first. */
  readonly outbox: readonly Outbox[];
  /** When the last check ended (ISO 8601). */
  readonly checkedAt: string;
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
  /** Where its report is. */
  readonly report: string;
}

export interface Outbox {
  readonly transition: Exclude<Transition, "still">;
  readonly appeared: readonly IncidentFinding[];
  readonly disappeared: readonly IncidentFinding[];
  /** Where its report is; no two transitions share one. */
  readonly report: string;
  /** Until then (ISO 8601) some check is publishing it, and others keep off; null when nobody is. */
  readonly heldUntil: string | null;
}

export interface Settlement {
  readonly transition: Transition | null;
  readonly incident: Incident | null;
  readonly appeared: readonly IncidentFinding[];
  readonly disappeared: readonly IncidentFinding[];
}

/** What a check saw, as far as an incident is concerned. */
export interface Sighting {
  readonly status: Status;
  readonly findings: readonly Finding[];
  /** How the addresses begin that the check was blind to: findings there stay what they were. */
  readonly blind: readonly string[];
  /** The same by code: what was not compared, as `trigger` or `column.statistics`. */
  readonly notCompared: readonly string[];
  /** Single attributes of which nothing could be told. */
  readonly uncertain: readonly Pick<Uncertainty, "address" | "attribute">[];
  /** ISO 8601. */
  readonly at: string;
  /** When the check before ended, if there was one. */
  readonly notSeenAt: string | null;
}

const UNSETTLED: readonly Status[] = ["ERROR", "NOT_CHECKED"];

/** What becomes of the incident with this sighting. Only a complete look at the database resolves it. */
export function settle(before: Incident | null, sighting: Sighting, threshold: Severity): Settlement {
  if (UNSETTLED.includes(sighting.status)) return unchanged(before, null);
  const known = before?.findings ?? [];
  const unseen = known.filter((finding) => isHidden(finding, sighting));
  const seen = sighting.findings
    .filter(({ severity }) => atLeast(severity, threshold))
    .map((finding) => remembered(finding, sighting));
  const now = [...seen, ...unseen.filter(({ id }) => !seen.some((finding) => finding.id === id))];
  const appeared = without(now, known);
  const disappeared = without(known, now);
  const silent = now.length === 0 && sighting.status === "INCOMPLETE";
  if (silent || (appeared.length === 0 && disappeared.length === 0)) return unchanged(before, before ? "still" : null);
  if (now.length === 0) return { transition: "resolved", incident: null, appeared, disappeared };
  const at = sighting.at;
  const incident = before
    ? { ...before, changedAt: at, findings: now }
    : { id: incidentId(now, at), openedAt: at, changedAt: at, state: "open" as const, toldAt: null, findings: now };
  return { transition: before ? "changed" : "opened", incident, appeared, disappeared };
}

const isHidden = ({ address, code }: IncidentFinding, { blind, notCompared, uncertain }: Sighting): boolean =>
  blind.some((prefix) => address.startsWith(prefix)) ||
  notCompared.some((fact) => code.startsWith(`${fact}.`)) ||
  uncertain.some((it) => it.address === address && code.endsWith(`.${it.attribute}.altered`));

const unchanged = (incident: Incident | null, transition: Transition | null): Settlement => ({
  transition,
  incident,
  appeared: [],
  disappeared: [],
});

const without = (findings: readonly IncidentFinding[], others: readonly IncidentFinding[]): IncidentFinding[] =>
  findings.filter(({ id }) => !others.some((other) => other.id === id));

const remembered = (
  { id, code, address, severity, title }: Finding,
  { at, notSeenAt }: Pick<Sighting, "at" | "notSeenAt">,
): IncidentFinding => ({ id, code, address, severity, title, seenAt: at, notSeenAt });

const incidentId = (findings: readonly IncidentFinding[], at: string): string =>
  sha256([at, ...findings.map(({ id }) => id).sort()].join("\n")).slice(0, 12);
