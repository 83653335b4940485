/** What a check makes of what it saw; drift that people do not know of is looked at once more before they are told. */

import type { Target } from "../config/target.ts";
import type { TargetState } from "../core/target-state.ts";
import { alarmingOf, unseenCodes } from "./health.ts";
import { type Settlement, type Sighting, settle } from "./incident.ts";
import type { Inspection } from "./inspection.ts";
import type { Ports } from "./ports.ts";

export interface Looked {
  readonly inspection: Inspection;
  readonly settlement: Settlement;
}

interface Past {
  readonly started: Date;
  readonly known: TargetState;
  /** Maintenance is going on. */
  readonly paused: object | null;
}

/**
 * Settles what the first look saw, or what two looks have both seen.
 * @param look again; null where nobody is going to be told
 */
export async function lookTwice(
  target: Target,
  ports: Ports,
  { started, known, paused }: Past,
  first: Inspection,
  look: (() => Promise<Inspection>) | null,
): Promise<Looked> {
  const rules = {
    threshold: target.alertThreshold,
    remindAfterMs: target.remindAfterMs ?? null,
    paused: paused !== null,
  };
  const settled = (sighting: Sighting) => settle(known, sighting, rules);
  const saw = sightingOf(target, first, started, known.lookedAt);
  const settlement = settled(saw);
  if (!look || target.confirmAfterMs === undefined || !settlement.tell?.appeared.length)
    return { inspection: first, settlement };
  await ports.clock.wait(target.confirmAfterMs);
  const second = await look();
  const sees = sightingOf(target, second, started, known.lookedAt);
  const settledBefore = [...saw.findings, ...(known.incident?.findings ?? [])].map(({ id }) => id);
  const both = sees.findings.filter(({ id }) => settledBefore.includes(id));
  return { inspection: second, settlement: settled({ ...sees, findings: both }) };
}

function sightingOf(target: Target, inspection: Inspection, started: Date, notSeenAt: string | null): Sighting {
  const { status, findings, unreadable, uncertain } = inspection;
  const blind = unreadable.flatMap(({ hides }) => hides);
  const notCompared = [...inspection.notCompared, ...unseenCodes(inspection)];
  const alarming = alarmingOf(target, inspection);
  return { status, findings, alarming, blind, notCompared, uncertain, at: started.toISOString(), notSeenAt };
}
