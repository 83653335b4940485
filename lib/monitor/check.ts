/** One check of one target, from credentials to alert: the flow of the whole product on a page. */

import type { Target } from "../config/target.ts";
import { DriftwatchError, oneLine } from "../core/errors.ts";
import { countBySeverity, NO_REMEDIATION, type Report } from "../core/report.ts";
import { atLeast } from "../core/severity.ts";
import { deliver } from "./deliver.ts";
import { settle, type TargetState } from "./incident.ts";
import { type Inspection, inspect } from "./inspect.ts";
import { nextSteps, summarise } from "./narrate.ts";
import type { Ports, Versioned } from "./ports.ts";

export interface CheckOptions {
  /**
   * Record what became of the incident and publish it; a quiet check changes nothing but its stored report.
   * @default true
   */
  readonly notify?: boolean;
  /**
   * Read the whole catalogue even if its stamp has not moved.
   * @default false
   */
  readonly full?: boolean;
}

/** How often to start over when another check of the same target finished in between. */
const RACES = 5;

/**
 * Checks a target and says what it found. Never throws for what it met on the way: a check that failed is a report
 * with the status ERROR.
 */
export async function checkDrift(target: Target, ports: Ports, options: CheckOptions = {}): Promise<Report> {
  const started = ports.clock.now();
  try {
    return await check(target, ports, options, started);
  } catch (error) {
    return report(target, started, ports, { status: "ERROR", error: describe(error) });
  }
}

async function check(target: Target, ports: Ports, options: CheckOptions, started: Date): Promise<Report> {
  const { notify = true, full = false } = options;
  const before = await ports.states.read(target);
  if (notify && before) await deliver.outstanding(target, ports, before);
  const inspection = await inspect(target, ports, before?.value.reading ?? null, full);
  const known = notify ? await ports.states.read(target) : before;
  const outcome = await conclude(target, ports, started, inspection, known, notify);
  ports.metrics.record(target, alerting(target, outcome));
  return outcome;
}

/** Settles, records and publishes; another check that got in first is taken into account. */
async function conclude(
  target: Target,
  ports: Ports,
  started: Date,
  inspection: Inspection,
  before: Versioned<TargetState> | null,
  notify: boolean,
): Promise<Report> {
  let known = before;
  for (let race = 0; race < RACES; race++) {
    const sighting = {
      status: inspection.status,
      findings: inspection.findings,
      blind: inspection.unreadable.flatMap(({ hides }) => hides),
      at: started.toISOString(),
    };
    const settlement = settle(known?.value.incident ?? null, sighting, target.alertThreshold);
    const draft = report(target, started, ports, {
      ...inspection,
      ...settlement,
      previousCheckAt: known?.value.checkedAt ?? null,
    });
    const location =
      inspection.unmoved && inspection.previousReport
        ? inspection.previousReport
        : await ports.reports.write(target, draft);
    const outcome = { ...draft, stored: { ...draft.stored, report: location } };
    if (!notify || (await deliver.transition(target, ports, known, outcome, settlement, inspection.reading)))
      return outcome;
    known = await ports.states.read(target);
  }
  throw new DriftwatchError(
    "store-conflict",
    `the state of ${target.id} was changed by other checks ${RACES} times in a row`,
    "let one check of a database run at a time",
  );
}

const alerting = (target: Target, { findings }: Report): number =>
  findings.filter(({ severity }) => atLeast(severity, target.alertThreshold)).length;

const describe = (error: unknown): { code: string; message: string } => ({
  code: error instanceof DriftwatchError ? error.code : "internal",
  message: oneLine(error),
});

/** A whole report from the parts a check came to know. */
function report(target: Target, started: Date, ports: Ports, known: Partial<Report> & Pick<Report, "status">): Report {
  const facts: Omit<Report, "summary" | "nextSteps"> = {
    status: known.status,
    format: 1,
    target: target.id,
    transition: known.transition ?? null,
    incident: known.incident ?? null,
    checkedAt: started.toISOString(),
    durationMs: ports.clock.now().getTime() - started.getTime(),
    previousCheckAt: known.previousCheckAt ?? null,
    unmoved: known.unmoved ?? false,
    counts: countBySeverity(known.findings ?? []),
    findings: known.findings ?? [],
    remediation: known.remediation ?? NO_REMEDIATION,
    fingerprint: known.fingerprint ?? { expected: null, actual: null },
    server: known.server ?? null,
    unreadable: known.unreadable ?? [],
    notCompared: known.notCompared ?? [],
    error: known.error ?? null,
    stored: known.stored ?? { report: null, observed: null },
  };
  const { status, ...rest } = facts;
  const where = ports.snapshots.expectedLocation(target);
  return { status, summary: summarise(facts), nextSteps: nextSteps(facts, where), ...rest };
}
