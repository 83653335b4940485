/** What is remembered of a target: its checks, and what people decided. */

import { flagsTo } from "../config/flags.ts";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Report } from "../core/report.ts";
import type { TargetHistory } from "../core/target-state.ts";
import type { Ports } from "./ports.ts";

/**
 * @param limit how many checks and decisions at most
 * @throws DriftwatchError `bad-argument` when nothing is remembered
 */
export async function historyOf(
  target: Target,
  { states }: Pick<Ports, "states">,
  limit: number,
): Promise<TargetHistory> {
  const known = await states.read(target);
  if (!known) throw unknown(target);
  const { incident, acknowledged, checks, decisions } = known.value;
  return {
    target: target.id,
    ...{ incident, acknowledged },
    checks: checks.slice(0, limit),
    decisions: decisions.slice(0, limit),
  };
}

/** The report of the last check that left one. */
export async function latestReport(target: Target, ports: Pick<Ports, "states" | "reports">): Promise<Report> {
  const { checks } = await historyOf(target, ports, Number.POSITIVE_INFINITY);
  const location = checks.find(({ report }) => report !== null)?.report;
  if (!location)
    throw new DriftwatchError(
      "bad-argument",
      `no check of ${target.id} has left a report: they failed`,
      `see why: driftwatch doctor --database ${target.id}${flagsTo(target)}`,
    );
  const report = await ports.reports.read(target, location);
  if (report) return report;
  throw new DriftwatchError("source-unreadable", `the report ${location} is gone or damaged`, "check again");
}

const unknown = ({ id }: Target): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    `nothing is remembered of ${id}`,
    "check it first, or name the bucket of the monitor with --bucket",
  );
