/** One check of one target, from credentials to alert: the flow of the whole product on a page. */

import { openWindow } from "../config/maintenance.ts";
import { observedFingerprint } from "../config/storage.ts";
import type { Target } from "../config/target.ts";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import { NOWHERE } from "../core/places.ts";
import { countBySeverity, NO_REMEDIATION, type PastCheck, type Report } from "../core/report.ts";
import { newState, type TargetState } from "../core/target-state.ts";
import { withCompanions } from "./companions.ts";
import { type Looked, lookTwice } from "./confirm.ts";
import { conflict, deliver, RACES } from "./deliver.ts";
import { asOldAs, holds, type Memory } from "./incident.ts";
import { inspect } from "./inspect.ts";
import { nextSteps, summarise } from "./narrate.ts";
import type { Ports, Versioned } from "./ports.ts";
import { Time } from "./time.ts";

export interface CheckOptions {
  /**
   * Record what became of the incident and publish it; a quiet check only stores its report, and tells of the incident
   * as it was before.
   * @default true
   */
  readonly notify?: boolean;
  /**
   * Read the whole catalogue even if its stamp has not moved.
   * @default false
   */
  readonly full?: boolean;
  /**
   * All the time it has, in milliseconds: what takes longer is given up, and the check is a failed one.
   * @default - as much as it takes
   */
  readonly limitMs?: number;
}

/** How many of the checks before a report lists. */
const SHOWN = 30;

/**
 * Checks a target and says what it found. Never throws for what it met on the way: a check that failed is a report
 * with the status ERROR.
 */
export async function checkDrift(target: Target, ports: Ports, options: CheckOptions = {}): Promise<Report> {
  const started = ports.clock.now();
  const time = new Time(options.limitMs);
  try {
    return await time.toConclude(check(target, inTime(ports, time.signal), options, time));
  } catch (error) {
    const failed =
      error instanceof Untold
        ? untold(error)
        : report(target, started, ports, { status: "ERROR", error: describe(error) }, remedyFor(error));
    // What went wrong first is what to tell.
    if (options.notify ?? true)
      await time.toSaySo(deliver.recordFailure(target, ports, pastCheck(failed))).catch(() => undefined);
    return failed;
  }
}

/** A check whose time is over reads nothing more and tells nobody anything: somebody else may be at it by then. */
const inTime = (ports: Ports, signal: AbortSignal): Ports => ({
  ...ports,
  databases: { open: (login) => ports.databases.open(login, signal) },
  alerts: {
    publish: async (...alert) => {
      signal.throwIfAborted();
      return ports.alerts.publish(...alert);
    },
  },
});

async function check(
  target: Target,
  ports: Ports,
  { notify = true, full = false }: CheckOptions,
  time: Time,
): Promise<Report> {
  for (let race = 0; race < RACES; race++) {
    time.signal.throwIfAborted();
    const paused = openWindow(target.maintenance ?? [], ports.clock.now());
    const { known, failure } =
      notify && !paused
        ? await deliver.outstanding(target, ports)
        : { known: await ports.states.read(target), failure: null };
    const started = ports.clock.now();
    const look = () => inspect(target, ports, known?.value ?? null, { full, notify });
    const past = { started, known: known?.value ?? newState(started.toISOString()), paused };
    const seen = await time.toLook(look().then((first) => lookTwice(target, ports, past, first, notify ? look : null)));
    const outcome = await conclude(target, ports, { ...past, ...seen, known, notify });
    if (outcome && failure) throw new Untold(outcome, failure);
    if (outcome) return outcome;
  }
  throw conflict(target);
}

/** What a check knows when it has looked. */
interface Conclusion extends Looked {
  readonly started: Date;
  readonly known: Versioned<TargetState> | null;
  readonly paused: ReturnType<typeof openWindow>;
  readonly notify: boolean;
}

/**
 * Settles, records and publishes.
 * @returns null when another check got in first: what it saw may be newer than what we saw, so we look again
 */
async function conclude(
  target: Target,
  ports: Ports,
  { started, known, paused, notify, inspection, settlement }: Conclusion,
): Promise<Report | null> {
  const state = known?.value ?? newState(started.toISOString());
  const { memory, withheld } = settlement;
  const told = notify ? { transition: settlement.transition, incident: memory.incident } : { incident: state.incident };
  const draft = report(target, started, ports, {
    ...{ ...inspection, ...told, previousCheckAt: state.lookedAt },
    findings: withAcknowledgements(
      asOldAs(told.incident, inspection.findings),
      notify ? memory : state,
      started.toISOString(),
    ),
    withheld: notify && withheld && paused ? `maintenance until ${paused.until.toISOString()}: ${paused.reason}` : null,
    history: state.checks.slice(0, SHOWN),
  });
  const changed = told.incident?.state !== state.incident?.state;
  const location = await locationOf(draft, target, ports, changed ? null : inspection.previousReport);
  const beside = location === inspection.previousReport ? {} : { page: null, plan: null };
  const outcome = { ...draft, stored: { ...draft.stored, ...beside, report: location } };
  if (!notify) return withCompanions(target, outcome, ports);
  const past = { ...pastCheck(outcome), report: location, incident: (memory.incident ?? state.incident)?.id ?? null };
  const recorded = await deliver.record(target, ports, known, {
    ...{ memory, tell: settlement.tell, reading: inspection.reading, migrations: inspection.migrations },
    ...{ home: inspection.home, check: past },
  });
  if (!recorded) return null;
  ports.metrics.record(target, {
    findings: memory.incident?.findings.length ?? 0,
    hoursSinceVerdict: deliver.hoursSinceVerdict(recorded.state.value, ports),
  });
  // Not before: a page that takes us down must not take the alert along.
  const shown = await withCompanions(target, outcome, ports);
  if (recorded.entry)
    await deliver.send(target, ports, recorded.state, recorded.entry, shown).catch((failure: unknown) => {
      throw new Untold(shown, failure);
    });
  return shown;
}

/** The check itself went well; not everybody who is to know of it could be told. */
class Untold extends Error {
  constructor(
    readonly seen: Report,
    override readonly cause: unknown,
  ) {
    super(oneLine(cause));
  }
}

const untold = ({ seen, cause }: Untold): Report => ({
  ...{ ...seen, status: "ERROR", transition: null, error: describe(cause) },
  summary: `${seen.summary.replace(/\.$/, "")}; its report is at ${seen.stored.report}, but ${oneLine(cause)}.`,
  nextSteps: [...nextSteps({ ...seen, status: "ERROR" }, NO_PLACE, remedyFor(cause)), ...seen.nextSteps],
});

const NO_PLACE = { expected: "" };

/** Stores the report, unless it would tell what the last one tells already. */
async function locationOf(draft: Report, target: Target, ports: Ports, previous: string | null): Promise<string> {
  const news = draft.withheld !== null || (draft.transition !== null && draft.transition !== "still");
  return previous !== null && !news ? previous : ports.reports.write(target, draft);
}

/** The findings, each with who knows of it. */
function withAcknowledgements(findings: readonly Finding[], { acknowledged }: Memory, at: string): Finding[] {
  const known = new Map(acknowledged.filter((it) => holds(it, at)).map((it) => [it.finding, it]));
  return findings.map((finding) => ({ ...finding, acknowledged: known.get(finding.id) ?? null }));
}

/** As much of a report as the history keeps. */
const pastCheck = ({ checkedAt, status, transition, counts, fingerprint, incident, stored }: Report): PastCheck => ({
  ...{ at: checkedAt, status, transition, counts },
  fingerprint: (stored.observed && observedFingerprint(stored.observed)) ?? fingerprint.actual,
  ...{ incident: incident?.id ?? null, report: stored.report },
});

const remedyFor = (error: unknown): string | undefined => (error instanceof DriftwatchError ? error.remedy : undefined);

const describe = (error: unknown): { code: string; message: string } => ({
  code: error instanceof DriftwatchError ? error.code : "internal",
  message: oneLine(error),
});

/** A whole report from the parts a check came to know. */
function report(
  target: Target,
  started: Date,
  ports: Ports,
  known: Partial<Report> & Pick<Report, "status">,
  remedy?: string,
): Report {
  const facts: Omit<Report, "summary" | "nextSteps"> = {
    status: known.status,
    format: 2,
    target: target.id,
    transition: known.transition ?? null,
    incident: known.incident ?? null,
    checkedAt: started.toISOString(),
    durationMs: ports.clock.now().getTime() - started.getTime(),
    previousCheckAt: known.previousCheckAt ?? null,
    unmoved: known.unmoved ?? false,
    counts: countBySeverity(known.findings ?? []),
    findings: known.findings ?? [],
    suppressed: known.suppressed ?? [],
    idleRules: known.idleRules ?? [],
    pending: known.pending ?? [],
    health: known.health ?? [],
    healthSuppressed: known.healthSuppressed ?? [],
    healthUnseen: known.healthUnseen ?? [],
    relations: known.relations ?? [],
    remediation: known.remediation ?? NO_REMEDIATION,
    fingerprint: known.fingerprint ?? { expected: null, actual: null },
    server: known.server ?? null,
    notes: known.notes ?? [],
    unreadable: known.unreadable ?? [],
    notCompared: known.notCompared ?? [],
    uncertain: known.uncertain ?? [],
    unmodelled: known.unmodelled ?? [],
    leftOut: known.leftOut ?? [],
    error: known.error ?? null,
    withheld: known.withheld ?? null,
    history: known.history ?? [],
    stored: known.stored ?? NOWHERE,
  };
  const { status, ...rest } = facts;
  const { bucket, configFile } = target;
  const where = { expected: ports.snapshots.expectedLocation(target), bucket, configFile };
  return { status, summary: summarise(facts), nextSteps: nextSteps(facts, where, remedy), ...rest };
}
