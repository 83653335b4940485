/** What is wrong with a target though it may be as expected: looked at by every check. */

import { isDeepStrictEqual } from "node:util";
import { scopeOf, type Target } from "../config/target.ts";
import type { HealthFinding } from "../core/report.ts";
import type { Session } from "../core/session.ts";
import { atLeast } from "../core/severity.ts";
import { majorOf } from "../core/snapshot.ts";
import { codeOf, examine, type Health, withStanding } from "../engine/health.ts";
import { isOfHealth, suppressHealth } from "../engine/verdict/suppress.ts";
import { HEALTH } from "../kinds/health/registry.ts";
import type { Inspection } from "./inspection.ts";

/**
 * The same with its health. Where the verdict of an earlier reading stands, so does what cannot have changed since.
 * @returns `previousReport` is null when the earlier report would now tell something else
 */
export async function withHealth(target: Target, session: Session, seen: Inspection, at: string): Promise<Inspection> {
  const { server, leftOut, unmoved } = seen;
  if (!server) return seen;
  const checks = HEALTH.filter(({ name }) => !target.health?.off?.includes(name));
  const context = { kinds, server: { major: majorOf(server) }, scope: scopeOf(target), leftOut, unmoved };
  const found = await examine(session, checks, context);
  const known = [...seen.health, ...seen.healthSuppressed.map(({ finding }) => finding)];
  const { health: ailing, healthUnseen } = withStanding(checks, { ...seen, health: known }, found);
  const { idleRules, ...sorted } = suppressHealth(ailing, { rules: target.ignore ?? [], at });
  const idle = [...seen.idleRules.filter(({ rule }) => !isOfHealth(rule)), ...idleRules];
  const health = { ...sorted, healthUnseen, idleRules: idle };
  const told = {
    ...{ health: seen.health, healthSuppressed: seen.healthSuppressed },
    ...{ healthUnseen: seen.healthUnseen, idleRules: seen.idleRules },
  };
  return { ...seen, ...health, previousReport: isDeepStrictEqual(health, told) ? seen.previousReport : null };
}

/** Most checks find nothing to be called by the name that its kind gives it. */
const kinds = async () => (await import("../kinds/registry.ts")).KINDS;

/** What of it takes part in the incident. */
export const alarmingOf = ({ health: rules }: Target, { health }: Pick<Health, "health">): HealthFinding[] => {
  const threshold = rules?.alertThreshold;
  return threshold === undefined ? [] : health.filter(({ severity }) => atLeast(severity, threshold));
};

/** The codes of findings of which this look cannot tell whether they still stand. */
export const unseenCodes = ({ healthUnseen }: Pick<Health, "healthUnseen">): string[] =>
  healthUnseen.map(({ check }) => codeOf(check));
