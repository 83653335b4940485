/**
 * The life of an incident: opened, changed, still, reminded, resolved, reopened. Pure; keyed by the time-free ids of
 * the findings. What became of the drift and what people are told of it are two things: what is acknowledged, or
 * happens while maintenance goes on, is not told.
 */

import { parseAddress } from "../core/address.ts";
import type { Uncertainty } from "../core/change.ts";
import type { Acknowledgement, Finding } from "../core/finding.ts";
import { sha256 } from "../core/fingerprint.ts";
import type { AlertContent, Incident, IncidentFinding, Status, Transition } from "../core/report.ts";
import { atLeast, type Severity } from "../core/severity.ts";
import type { TargetState } from "../core/target-state.ts";

/** As much of the state as an incident lives in. */
export type Memory = Pick<TargetState, "incident" | "told" | "resolved" | "acknowledged">;

export interface Rules {
  /** The mildest severity worth an alert. */
  readonly threshold: Severity;
  /** How long after people were last told they are told again; null = they are not. */
  readonly remindAfterMs: number | null;
  /** Nobody is told now. */
  readonly paused: boolean;
}

export interface Settlement {
  readonly transition: Transition | null;
  readonly memory: Memory;
  /** What people are to be told. */
  readonly tell: News | null;
  /** There would have been something to tell. */
  readonly withheld: boolean;
}

export type News = Omit<AlertContent, "report">;

/** As much of a finding as an incident asks for. */
export type Seen = Pick<IncidentFinding, "id" | "code" | "address" | "severity" | "title">;

/** What a check saw, as far as an incident is concerned. */
export interface Sighting {
  readonly status: Status;
  readonly findings: readonly Seen[];
  /** What is told of however mild it is: the health that a target wants to hear of. */
  readonly alarming?: readonly Seen[];
  /** How the addresses begin that the check was blind to: findings there stay what they were. */
  readonly blind: readonly string[];
  /** The same by code: what was not compared, as `trigger` or `column.statistics`. */
  readonly notCompared: readonly string[];
  /** Single attributes of which nothing could be told. */
  readonly uncertain: readonly Pick<Uncertainty, "address" | "attribute">[];
  /** ISO 8601. */
  readonly at: string;
  /** When the last check began that saw everything, if there was one. */
  readonly notSeenAt: string | null;
}

/** Drift that is back this soon is the incident that it was. */
const REOPENS_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

const UNSETTLED: readonly Status[] = ["ERROR", "NOT_CHECKED"];

/** What becomes of the incident with this sighting. Only a complete look at the database resolves it. */
export function settle(before: Memory, sighting: Sighting, rules: Rules): Settlement {
  if (UNSETTLED.includes(sighting.status)) return silence(before, null);
  const standing = standingOf(before, sighting, rules.threshold);
  if (standing.length === 0 && sighting.status === "INCOMPLETE") return silence(before, before.incident && "still");
  const known = sortOut(before.acknowledged, sighting);
  const incident = incidentAfter(before, standing, known.active, sighting.at);
  const became = transitionOf(before.incident, incident, before.resolved);
  const news =
    newsOf(before, incident, standing, known) ?? reminder({ ...before, incident }, standing, known, sighting.at, rules);
  const tell = rules.paused ? null : news;
  const ended = before.incident && !incident && before.incident.toldAt !== null ? before.incident : null;
  return {
    transition: tell?.transition ?? became,
    memory: {
      incident: tell && incident ? { ...incident, toldAt: sighting.at } : incident,
      told: tell ? standing : before.told,
      resolved: ended ? { incident: ended, at: sighting.at } : before.resolved,
      // What was not told to be new again is to be told yet.
      acknowledged: news && !tell ? [...known.active, ...known.lapsed] : known.active,
    },
    tell,
    withheld: news !== null && tell === null,
  };
}

const silence = (memory: Memory, transition: Transition | null): Settlement => ({
  transition,
  memory,
  tell: null,
  withheld: false,
});

/** What drifts now and is bad enough: what was seen, and what is known and could not be. */
function standingOf({ incident }: Memory, sighting: Sighting, threshold: Severity): IncidentFinding[] {
  const known = incident?.findings ?? [];
  const seen = [
    ...sighting.findings.filter(({ severity }) => atLeast(severity, threshold)),
    ...(sighting.alarming ?? []),
  ].map((finding) => remembered(finding, sighting, known));
  const hidden = without(known, seen).filter((finding) => isHidden(finding, sighting));
  return [...seen.filter((finding) => !hidden.some((whole) => isPartOf(finding, whole))), ...hidden];
}

/** What came or went with something that cannot be seen now has been told with it. */
function isPartOf(part: Seen, whole: Seen): boolean {
  if (!["added", "removed"].some((verb) => [part, whole].every(({ code }) => code.endsWith(`.${verb}`)))) return false;
  const { kind, path } = parseAddress(whole.address);
  const within = parseAddress(part.address).path;
  const begins = (names: readonly string[]) => names.every((name, at) => within[at] === name);
  // A column stands below its table's name, an owner beside it: a namesake of another kind is no part.
  return (within.length > path.length && begins(path)) || begins([kind, ...path]);
}

const isHidden = (
  { address, code }: Pick<Seen, "address" | "code">,
  { blind, notCompared, uncertain }: Sighting,
): boolean =>
  blind.some((prefix) => address.startsWith(prefix)) ||
  notCompared.some((fact) => code === fact || code.startsWith(`${fact}.`)) ||
  uncertain.some((it) => it.address === address && code.endsWith(`.${it.attribute}.altered`));

function remembered(
  { id, code, address, severity, title }: Seen,
  { at, notSeenAt }: Sighting,
  known: readonly IncidentFinding[],
): IncidentFinding {
  const before = known.find((finding) => finding.id === id);
  const since = before ? { seenAt: before.seenAt, notSeenAt: before.notSeenAt } : { seenAt: at, notSeenAt };
  return { id, code, address, severity, title, ...since };
}

/** The acknowledgements that hold, and those whose time is over. Those of what is no longer there are in neither. */
interface Known {
  readonly active: readonly Acknowledgement[];
  readonly lapsed: readonly Acknowledgement[];
}

function sortOut(acknowledged: readonly Acknowledgement[], sighting: Sighting): Known {
  const seen = new Set([...sighting.findings, ...(sighting.alarming ?? [])].map(({ id }) => id));
  const there = acknowledged.filter((it) => seen.has(it.finding));
  const unseen = acknowledged.filter((it) => !seen.has(it.finding) && isHidden(it, sighting));
  return {
    active: [...there.filter((it) => holds(it, sighting.at)), ...unseen],
    lapsed: there.filter((it) => !holds(it, sighting.at)),
  };
}

/** Whether an acknowledgement still counts at that moment (ISO 8601). */
export const holds = ({ until }: Acknowledgement, at: string): boolean =>
  until === null || Date.parse(until) > Date.parse(at);

const isAmong = (acknowledged: readonly Acknowledgement[], { id }: { readonly id: string }): boolean =>
  acknowledged.some(({ finding }) => finding === id);

function incidentAfter(
  { incident, resolved, told }: Memory,
  standing: readonly IncidentFinding[],
  active: readonly Acknowledgement[],
  at: string,
): Incident | null {
  if (standing.length === 0) return null;
  const state = standing.every((finding) => isAmong(active, finding)) ? "acknowledged" : "open";
  const back = incident ?? returning(resolved, standing, at);
  if (!back) {
    // Where the end of the one before was not told, people still hold what they were told then.
    const toldAt = told.length > 0 ? (resolved?.incident.toldAt ?? null) : null;
    return { id: incidentId(standing, at), openedAt: at, changedAt: at, state, toldAt, findings: standing };
  }
  const same = back === incident && sameFindings(back.findings, standing);
  if (same && state === back.state) return back;
  return { ...back, state, changedAt: same ? back.changedAt : at, findings: standing };
}

/** The incident that ended, if what it was about is back. */
function returning(
  resolved: Memory["resolved"],
  standing: readonly IncidentFinding[],
  at: string,
): Incident | undefined {
  if (!resolved || Date.parse(at) - Date.parse(resolved.at) > REOPENS_WITHIN_MS) return undefined;
  const { incident } = resolved;
  return without(standing, incident.findings).length < standing.length ? incident : undefined;
}

function transitionOf(
  before: Incident | null,
  after: Incident | null,
  resolved: Memory["resolved"],
): Transition | null {
  if (!after) return before && "resolved";
  if (!before) return after.id === resolved?.incident.id ? "reopened" : "opened";
  return sameFindings(before.findings, after.findings) ? "still" : "changed";
}

/** What people do not know yet. What somebody has acknowledged is known. */
function newsOf(
  { incident, told, acknowledged }: Memory,
  after: Incident | null,
  standing: readonly IncidentFinding[],
  known: Known,
): News | null {
  const unheard = new Set(without(standing, told));
  const lapsed = standing.filter((finding) => isAmong(known.lapsed, finding));
  const appeared = standing.filter(
    (finding) => lapsed.includes(finding) || (unheard.has(finding) && !isAmong(known.active, finding)),
  );
  const disappeared = without(told, standing);
  if (appeared.length + disappeared.length === 0) return null;
  const wasKnown = incident?.findings.every((finding) => isAmong(acknowledged, finding)) === true;
  const first = told.length === 0;
  const transition = !after
    ? "resolved"
    : first
      ? after.toldAt === null
        ? "opened"
        : "reopened"
      : wasKnown && lapsed.length > 0
        ? "reopened"
        : "changed";
  return { transition, appeared, disappeared };
}

function reminder(
  { incident, told }: Memory,
  standing: readonly IncidentFinding[],
  { active }: Known,
  at: string,
  { remindAfterMs }: Rules,
): News | null {
  const { toldAt = null } = incident ?? {};
  if (remindAfterMs === null || toldAt === null || told.length === 0) return null;
  // Told in the future: by a clock that was wrong.
  const due = Math.abs(Date.parse(at) - Date.parse(toldAt)) >= remindAfterMs;
  const unattended = standing.some((finding) => !isAmong(active, finding));
  return due && unattended ? { transition: "reminded", appeared: [], disappeared: [] } : null;
}

function without(findings: readonly IncidentFinding[], others: readonly IncidentFinding[]): IncidentFinding[] {
  const ids = new Set(others.map(({ id }) => id));
  return findings.filter(({ id }) => !ids.has(id));
}

const sameFindings = (some: readonly IncidentFinding[], others: readonly IncidentFinding[]): boolean =>
  without(some, others).length + without(others, some).length === 0;

const incidentId = (findings: readonly IncidentFinding[], at: string): string =>
  sha256([at, ...findings.map(({ id }) => id).sort()].join("\n")).slice(0, 12);

/** The same findings; those that an incident is about are as old as it says. */
export function asOldAs(incident: Incident | null, findings: readonly Finding[]): readonly Finding[] {
  const known = new Map(incident?.findings.map(({ id, seenAt, notSeenAt }) => [id, { seenAt, notSeenAt }]));
  return findings.map((finding) => {
    const since = known.get(finding.id);
    return since && finding.attribution ? { ...finding, attribution: { ...finding.attribution, ...since } } : finding;
  });
}
