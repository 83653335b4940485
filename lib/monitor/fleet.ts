/** Groups databases by what their last checks saw. */

import { flagsTo, type Reached } from "../config/flags.ts";
import type { Target } from "../config/target.ts";
import { count, numeral } from "../core/count.ts";
import type { Fleet, FleetGroup, Unseen } from "../core/fleet.ts";
import type { PastCheck, Status } from "../core/report.ts";
import { bySeverity } from "../core/severity.ts";
import type { TargetState } from "../core/target-state.ts";
import type { Ports } from "./ports.ts";

export interface FleetOptions {
  /** A check that is older than so many hours says nothing of today. */
  readonly staleAfterHours: number;
}

/** A state of each is read, so many at a time. */
const AT_ONCE = 16;
/** Findings that are named of a group. */
const NAMED = 20;

export async function fleetOf(
  targets: readonly Target[],
  ports: Pick<Ports, "states" | "clock">,
  { staleAfterHours }: FleetOptions,
): Promise<Fleet> {
  const now = ports.clock.now();
  const members: Member[] = [];
  for (let at = 0; at < targets.length; at += AT_ONCE)
    members.push(...(await Promise.all(targets.slice(at, at + AT_ONCE).map((target) => memberOf(target, ports)))));
  const oldest = new Date(now.getTime() - staleAfterHours * 3_600_000).toISOString();
  const unseen = members.flatMap((member) => unseenOf(member, oldest) ?? []);
  const hidden = new Set(unseen.map(({ database }) => database));
  const seen = {
    groups: grouped(members.filter(({ id }) => !hidden.has(id))),
    unseen: unseen.sort(byDatabase),
  };
  return { format: 1, at: now.toISOString(), nextSteps: stepsOf(seen, targets[0] ?? {}), ...seen };
}

/** Groups that have a step of their own, and databases that one names. */
const STEPS = 3;

/** Of those alike one report stands for all. */
function stepsOf({ groups, unseen }: Pick<Fleet, "groups" | "unseen">, reached: Reached): string[] {
  const where = flagsTo(reached);
  const wanting = groups.filter(({ status }) => status !== "IN_SYNC");
  const which = unseen.length > STEPS ? "" : unseen.map(({ database }) => ` --database ${database}`).join("");
  return [
    ...wanting.slice(0, STEPS).map(({ databases: [first = "", ...alike] }) => {
      const others = alike.length === 0 ? "" : ` and ${count(alike.length, "other")} alike`;
      return `Read what is the matter with ${first}${others}, and what to do: driftwatch show --database ${first}${where}`;
    }),
    ...(wanting.length > STEPS
      ? [`Then go on with the other ${numeral(wanting.length - STEPS)} in the same way.`]
      : []),
    ...(groups.length + unseen.length === 0
      ? ["Nothing is watched here yet: name a database in the config, and check it: driftwatch check"]
      : []),
    ...(unseen.length > 0 ? [`Find out why some were not seen: driftwatch doctor${which}${where}`] : []),
  ];
}

interface Member {
  readonly id: string;
  readonly state: TargetState | null;
  readonly last: PastCheck | undefined;
}

async function memberOf(target: Target, { states }: Pick<Ports, "states">): Promise<Member> {
  const state = (await states.read(target))?.value ?? null;
  return { id: target.id, state, last: state?.checks[0] };
}

function unseenOf({ id, state, last }: Member, oldest: string): Unseen | null {
  const seenAt = state?.checks.find(({ fingerprint }) => fingerprint !== null)?.at ?? null;
  const unseen = { database: id, seenAt, verdictAt: state?.lookedAt ?? null };
  if (!last) return { ...unseen, reason: "never" };
  if (last.fingerprint === null) return { ...unseen, reason: "failed" };
  return last.at < oldest ? { ...unseen, reason: "stale" } : null;
}

/** One schema, one verdict, and the same findings: of two that expect different things, each drifted in its own way. */
function grouped(members: readonly Member[]): FleetGroup[] {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const { fingerprint, status } = member.last ?? {};
    const ids = findingsOf(member).map(({ id }) => id);
    const key = JSON.stringify([fingerprint, status, ids.sort()]);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups.values()].map(groupOf).sort(byNeed);
}

function groupOf(members: readonly Member[]): FleetGroup {
  const [first] = members as readonly [Member];
  const findings = findingsOf(first);
  return {
    fingerprint: first.last?.fingerprint ?? "",
    status: first.last?.status ?? "NOT_CHECKED",
    databases: members.map(({ id }) => id).sort(),
    total: findings.length,
    findings: [...findings]
      .sort((a, b) => bySeverity(a.severity, b.severity))
      .slice(0, NAMED)
      .map(({ code, severity, title }) => ({ code, severity, title })),
    checkedAt: members.map(({ last }) => last?.at ?? "").sort()[0] ?? "",
    verdictAt: members.map(({ state }) => state?.lookedAt ?? "").sort()[0] || null,
  };
}

const findingsOf = ({ state, last }: Member) => (last?.status === "IN_SYNC" ? [] : (state?.incident?.findings ?? []));

const NEED: readonly Status[] = ["ERROR", "DRIFTED", "INCOMPLETE", "NOT_CHECKED", "IN_SYNC"];

const byNeed = (a: FleetGroup, b: FleetGroup): number =>
  NEED.indexOf(a.status) - NEED.indexOf(b.status) ||
  b.databases.length - a.databases.length ||
  (a.fingerprint < b.fingerprint ? -1 : 1);

const byDatabase = (a: Unseen, b: Unseen): number => (a.database < b.database ? -1 : 1);
