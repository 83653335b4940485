/** Two snapshots into what `driftwatch diff` shows. */

import { count } from "../core/count.ts";
import { countBySeverity } from "../core/report.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { type Asked, compare as compareSnapshots, type Verdict } from "../engine/compare.ts";
import { type RenameOptions, withParser } from "../engine/renames/renames.ts";
import type { Ignoring } from "../engine/verdict/suppress.ts";
import { KINDS } from "../kinds/registry.ts";
import type { Comparison } from "../report/comparison.ts";
import { severityCounts } from "../report/findings.ts";

/** The two sides, in that order. */
type Sides<T> = readonly [expected: T, actual: T];

/** @param names what to call the sides */
export async function compare(
  [expected, actual]: Sides<Snapshot>,
  names: Sides<string>,
  asked: Asked,
  ignoring?: Ignoring,
  renames: Pick<RenameOptions, "threshold"> = {},
): Promise<Comparison> {
  const options = await withParser(renames);
  const { objects, status, ...verdict } = compareSnapshots(KINDS, expected, actual, asked, ignoring, [], options);
  return {
    status,
    summary: summary(status, verdict, objects, names),
    format: 1,
    counts: countBySeverity(verdict.findings),
    ...verdict,
  };
}

function summary(
  status: Verdict["status"],
  verdict: Pick<Verdict, "findings" | "suppressed">,
  objects: number,
  [expected, actual]: Sides<string>,
): string {
  const { findings, suppressed } = verdict;
  const hidden = suppressed.length === 0 ? "" : `; ${count(suppressed.length, "finding")} hidden by rules`;
  const found = `${count(findings.length, "finding")} (${severityCounts(findings)})`;
  switch (status) {
    case "IN_SYNC":
      return `${actual} is as expected by ${expected}: ${count(objects, "object")} compared${hidden}.`;
    case "DRIFTED":
      return `${actual} has drifted from ${expected}: ${found}${hidden}.`;
    case "INCOMPLETE":
      return `${actual} could not be compared completely with ${expected}; of the rest: ${findings.length > 0 ? found : "no drift"}${hidden}.`;
  }
}
