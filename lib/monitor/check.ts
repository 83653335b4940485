/** One check of one target, from credentials to alert: the flow of the whole product on a page. */

import type { Target } from "../config/target.ts";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import { countBySeverity, NO_REMEDIATION, type Report } from "../core/report.ts";
import { conflict, deliver, RACES } from "./deliver.ts";
import { type Sighting, settle, type TargetState } from "./incident.ts";
import { type Inspection, inspect } from "./inspect.ts";
import { nextSteps, summarise } from "./narrate.ts";
import { withPage } from "./page.ts";
import type { Ports, Versioned } from "./ports.ts";

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
}

/**
 * Checks a target and says what it found. Never throws for what it met on the way: a check that failed is a report
 * with the status ERROR.
 */
export async function checkDrift(target: Target, ports: Ports, options: CheckOptions = {}): Promise<Report> {
  const started = ports.clock.now();
  try {
    return await check(target, ports, options);
  } catch (error) {
    const remedy = error instanceof DriftwatchError ? error.remedy : undefined;
    return report(target, started, ports, { status: "ERROR", error: describe(error) }, remedy);
  }
}

async function check(target: Target, ports: Ports, { notify = true, full = false }: CheckOptions): Promise<Report> {
  for (let race = 0; race < RACES; race++) {
    const known = notify ? await deliver.outstanding(target, ports) : await ports.states.read(target);
    const started = ports.clock.now();
    const inspection = await inspect(target, ports, known?.value.reading ?? null, full);
    const outcome = await conclude(target, ports, started, inspection, known, notify);
    if (outcome) return outcome;
  }
  throw conflict(target);
}

/**
 * Settles, records and publishes.
 * @returns null when another check got in first: what it saw may be newer than what we saw, so we look again
 */
async function conclude(
  target: Target,
  ports: Ports,
  started: Date,
  inspection: Inspection,
  known: Versioned<TargetState> | null,
  notify: boolean,
): Promise<Report | null> {
  const incident = known?.value.incident ?? null;
  const settlement = settle(
    incident,
    sightingOf(inspection, started, known?.value.checkedAt ?? null),
    target.alertThreshold,
  );
  const became = notify ? settlement : { transition: null, incident };
  const previousCheckAt = known?.value.checkedAt ?? null;
  const draft = report(target, started, ports, { ...inspection, ...became, previousCheckAt });
  const location = await locationOf(draft, target, ports, inspection.previousReport);
  const page = location === inspection.previousReport ? draft.stored.page : null;
  const outcome = { ...draft, stored: { ...draft.stored, report: location, page } };
  if (!notify) return withPage(target, outcome, ports);
  const recorded = await deliver.record(target, ports, known, settlement, inspection.reading, location);
  if (!recorded) return null;
  ports.metrics.record(target, settlement.incident?.findings.length ?? 0);
  // Not before: a page that takes us down must not take the alert along.
  const shown = await withPage(target, outcome, ports);
  if (recorded.entry) await deliver.send(target, ports, recorded.state, recorded.entry, shown);
  return shown;
}

function sightingOf(
  { status, findings, unreadable, notCompared, uncertain }: Inspection,
  started: Date,
  notSeenAt: string | null,
): Sighting {
  const blind = unreadable.flatMap(({ hides }) => hides);
  return { status, findings, blind, notCompared, uncertain, at: started.toISOString(), notSeenAt };
}

/** Stores the report, unless it would tell what the last one tells already. */
async function locationOf(draft: Report, target: Target, ports: Ports, previous: string | null): Promise<string> {
  const news = draft.transition !== null && draft.transition !== "still";
  return previous !== null && !news ? previous : ports.reports.write(target, draft);
}

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
    health: known.health ?? [],
    relations: known.relations ?? [],
    remediation: known.remediation ?? NO_REMEDIATION,
    fingerprint: known.fingerprint ?? { expected: null, actual: null },
    server: known.server ?? null,
    unreadable: known.unreadable ?? [],
    notCompared: known.notCompared ?? [],
    uncertain: known.uncertain ?? [],
    unmodelled: known.unmodelled ?? [],
    leftOut: known.leftOut ?? [],
    error: known.error ?? null,
    withheld: known.withheld ?? null,
    history: known.history ?? [],
    stored: known.stored ?? { report: null, observed: null, page: null },
  };
  const { status, ...rest } = facts;
  const where = ports.snapshots.expectedLocation(target);
  return { status, summary: summarise(facts), nextSteps: nextSteps(facts, where, remedy), ...rest };
}
