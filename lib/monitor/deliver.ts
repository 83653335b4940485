/**
 * Records a transition, then publishes it, so that of any number of checks at once exactly one publishes, and one that
 * dies in between leaves the alert to the next. (A check that dies after a topic took it and before noting that is the one
 * case in which an alert comes twice, to that topic, under the same `report`; it is never lost.)
 */

import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Home } from "../core/home.ts";
import type { PastCheck, Report, Status } from "../core/report.ts";
import {
  type HeldLock,
  newState,
  type Outbox,
  REMEMBERED,
  type Reading,
  type TargetState,
} from "../core/target-state.ts";
import type { Memory, News } from "./incident.ts";
import type { Delivery, Ports, Versioned } from "./ports.ts";

/** How often to start over when another check of the same target wrote its state in between. */
export const RACES = 5;

/** Longer than any publishing takes: an alert that is still there after that has been left behind. */
const HOLD_MS = 120_000;
/** Nobody holds one from so far in the future on, but for one whose clock was wrong. */
const NEVER_HELD_MS = 10 * HOLD_MS;

/**
 * Publishes what earlier checks recorded and nobody is publishing. A topic that fails keeps neither the other alerts
 * nor the look at the database back.
 * @returns the state after that, and what went wrong first
 */
async function outstanding(target: Target, ports: Ports): Promise<Waited> {
  const tried = new Set<string>();
  let failure: unknown = null;
  for (let races = 0; races < RACES; ) {
    const known = await ports.states.read(target);
    const entry = known?.value.outbox.find((it) => isFree(it, ports.clock.now()) && !tried.has(it.report));
    if (!known || !entry) return { known, failure };
    const held = await amendOnce(target, ports, known, taking(entry, heldUntil(ports)));
    if (held) {
      tried.add(entry.report);
      const report = await ports.reports.read(target, entry.report);
      await send(target, ports, held, entry, report).catch((error: unknown) => {
        failure ??= error;
      });
    } else races += 1;
  }
  throw conflict(target);
}

interface Waited {
  readonly known: Versioned<TargetState> | null;
  readonly failure: unknown;
}

/** What a check leaves behind. */
export interface Outcome {
  readonly memory: Memory;
  readonly tell: News | null;
  /** To be remembered in place of the one before; its report is that of this check. */
  readonly reading: Omit<Reading, "report"> | null;
  /** Locks of migrations that were met. */
  readonly migrations: readonly HeldLock[];
  /** Which database it was. */
  readonly home: Home | null;
  readonly check: PastCheck & { readonly report: string };
}

/**
 * Records what a check found, with the alert that is to follow.
 * @returns null when another check changed the state first: nothing was recorded
 */
async function record(
  target: Target,
  ports: Ports,
  known: Versioned<TargetState> | null,
  { memory, tell, reading, migrations, home, check }: Outcome,
): Promise<Recorded | null> {
  const entry = tell && { ...tell, report: check.report, heldUntil: heldUntil(ports) };
  const now = ports.clock.now().toISOString();
  const before = known?.value ?? newState(now);
  const value: TargetState = {
    ...before,
    ...memory,
    reading: reading ? { ...reading, report: check.report } : before.reading,
    outbox: [...before.outbox, ...(entry ? [entry] : [])],
    migrations: migrations.length > 0 ? migrations : undefined,
    home: home ?? before.home,
    checkedAt: now,
    lookedAt: WHOLE.includes(check.status) ? check.at : before.lookedAt,
    checks: [check, ...before.checks].slice(0, REMEMBERED),
  };
  const version = await ports.states.write(target, value, known?.version ?? null);
  return version === null ? null : { state: { value, version }, entry };
}

/** After a check that saw everything, what it did not see was not there. */
const WHOLE: readonly Status[] = ["IN_SYNC", "DRIFTED"];

/**
 * Notes a check that failed in the history and the metric, if that can be done; it is no news of the schema. The first one
 * of a target is noted, too: people are to see that it is tried, and for how long in vain.
 */
async function recordFailure(target: Target, ports: Ports, check: PastCheck): Promise<void> {
  const known = await ports.states.read(target);
  const before = known?.value ?? newState(ports.clock.now().toISOString());
  const value = { ...before, checks: [check, ...before.checks].slice(0, REMEMBERED) };
  await ports.states.write(target, value, known?.version ?? null);
  ports.metrics.record(target, { findings: null, hoursSinceVerdict: hoursSinceVerdict(value, ports) });
}

/** Hours, to a tenth, since the last check that saw everything; where none ever has, since the first that is known. */
function hoursSinceVerdict({ checks, lookedAt }: TargetState, { clock }: Pick<Ports, "clock">): number {
  if (checks[0]?.at === lookedAt) return 0;
  const now = clock.now().getTime();
  const since = lookedAt ?? checks.at(-1)?.at;
  return since === undefined ? 0 : Math.round((now - Date.parse(since)) / 360_000) / 10;
}

/** What `record` wrote, and the alert in it that is now to be sent. */
interface Recorded {
  readonly state: Versioned<TargetState>;
  readonly entry: Outbox | null;
}

/** Publishes an alert that this check holds, and notes that it has. */
async function send(
  target: Target,
  ports: Ports,
  state: Versioned<TargetState>,
  entry: Outbox,
  report: Report | null,
): Promise<void> {
  let present = state;
  let last: Promise<unknown> = Promise.resolve();
  const taken = new Set(entry.takenBy);
  let noted = taken.size;
  // In turns: several topics take it at once, and are noted together. What cannot be noted now is noted with the rest.
  const note = (topic: string): Promise<void> => {
    taken.add(topic);
    const done = last.then(async () => {
      const all = [...taken];
      if (all.length === noted) return;
      present =
        (await amend(
          target,
          ports,
          present,
          changing(entry, (it) => ({ ...it, takenBy: all })),
        )) ?? present;
      noted = all.length;
    });
    last = done.catch(() => undefined);
    return done.catch(() => undefined);
  };
  const { takenBy, failure } = await publish(target, ports, entry, report, note);
  await last;
  if (failure) {
    // Given back, so that the next check tries at once. What went wrong first is what to tell.
    const givenBack = changing(entry, (it) => ({
      ...{ ...it, heldUntil: null },
      takenBy: [...new Set([...(it.takenBy ?? []), ...takenBy])],
    }));
    await amend(target, ports, present, givenBack).catch(() => undefined);
    throw failure;
  }
  await amend(target, ports, present, (outbox) => outbox.filter((it) => it.report !== entry.report));
}

async function publish(
  target: Target,
  ports: Ports,
  entry: Outbox,
  report: Report | null,
  note: (topic: string) => Promise<void>,
): Promise<Omit<Delivery, "failure"> & { readonly failure: unknown }> {
  const { transition, appeared, disappeared, takenBy = [] } = entry;
  // Without its report, which somebody must have deleted, there is nothing to tell.
  if (!report) return { takenBy, failure: null };
  const stored = { ...report.stored, report: entry.report };
  const alert = { transition, report: { ...report, stored }, appeared, disappeared };
  return ports.alerts.publish(target, alert, takenBy, note).catch((failure: unknown) => ({ takenBy, failure }));
}

type Amendment = (outbox: readonly Outbox[]) => readonly Outbox[];

/**
 * Changes the outbox of whatever the state has become meanwhile.
 * @returns the state after that; null when there is none any more
 */
async function amend(
  target: Target,
  ports: Ports,
  known: Versioned<TargetState>,
  change: Amendment,
): Promise<Versioned<TargetState> | null> {
  let state: Versioned<TargetState> | null = known;
  for (let races = 0; state && races < RACES; races++) {
    const amended = await amendOnce(target, ports, state, change);
    if (amended) return amended;
    state = await ports.states.read(target);
  }
  if (state) throw conflict(target);
  return null;
}

async function amendOnce(
  target: Target,
  ports: Ports,
  known: Versioned<TargetState>,
  change: Amendment,
): Promise<Versioned<TargetState> | null> {
  const value = { ...known.value, outbox: change(known.value.outbox) };
  const version = await ports.states.write(target, value, known.version);
  return version === null ? null : { value, version };
}

const taking = (entry: Outbox, until: string): Amendment => changing(entry, (it) => ({ ...it, heldUntil: until }));

const changing =
  (entry: Outbox, change: (entry: Outbox) => Outbox): Amendment =>
  (outbox) =>
    outbox.map((it) => (it.report === entry.report ? change(it) : it));

const heldUntil = ({ clock }: Pick<Ports, "clock">): string => new Date(clock.now().getTime() + HOLD_MS).toISOString();

/** Whether nobody is publishing it now. */
export function isFree({ heldUntil: until }: Outbox, now: Date): boolean {
  if (until === null) return true;
  const left = Date.parse(until) - now.getTime();
  return left <= 0 || left > NEVER_HELD_MS;
}

export const conflict = ({ id }: Target): DriftwatchError =>
  new DriftwatchError(
    "store-conflict",
    `the state of ${id} was changed by other checks ${RACES} times in a row`,
    "let one check of a database run at a time",
  );

export const deliver = { hoursSinceVerdict, outstanding, record, recordFailure, send };
