/**
 * Records a transition, then publishes it, so that of any number of checks at once exactly one publishes, and one that
 * dies in between leaves the alert to the next. (A check that dies after publishing and before noting it is the one
 * case in which an alert comes twice; it is never lost.)
 */

import type { Target } from "../config/target.ts";
import type { Report } from "../core/report.ts";
import type { Outbox, Reading, Settlement, TargetState } from "./incident.ts";
import type { Ports, Versioned } from "./ports.ts";

/** Publishes what an earlier check recorded and did not publish. */
async function outstanding(target: Target, ports: Ports, { value, version }: Versioned<TargetState>): Promise<void> {
  if (!value.outbox) return;
  const report = await ports.reports.read(target, value.outbox.report);
  if (report) await ports.alerts.publish(target, { ...value.outbox, report });
  await ports.states.write(target, { ...value, outbox: null }, version);
}

/** @returns false when another check changed the state first: nothing was recorded or published */
async function transition(
  target: Target,
  ports: Ports,
  known: Versioned<TargetState> | null,
  report: Report,
  settlement: Settlement,
  reading: Omit<Reading, "report"> | null,
): Promise<boolean> {
  const location = report.stored.report ?? "";
  const outbox = outboxOf(settlement, location);
  const state: TargetState = {
    format: 1,
    incident: settlement.incident,
    reading: reading ? { ...reading, report: location } : (known?.value.reading ?? null),
    outbox,
    checkedAt: ports.clock.now().toISOString(),
  };
  const version = await ports.states.write(target, state, known?.version ?? null);
  if (version === null) return false;
  if (!outbox) return true;
  await ports.alerts.publish(target, { ...outbox, report });
  await ports.states.write(target, { ...state, outbox: null }, version);
  return true;
}

function outboxOf(settlement: Settlement, report: string): Outbox | null {
  const { transition: happened, appeared, disappeared } = settlement;
  return happened === null || happened === "still" ? null : { transition: happened, appeared, disappeared, report };
}

export const deliver = { outstanding, transition };
