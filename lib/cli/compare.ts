/** Two snapshots into what `driftwatch diff` shows. */

import { count } from "../core/count.ts";
import { countBySeverity } from "../core/report.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { type Asked, compare as compareSnapshots, type Verdict } from "../engine/compare.ts";
import { type RenameOptions, withParser } from "../engine/renames.ts";
import type { Ignoring } from "../engine/suppress.ts";
import { KINDS } from "../kinds/registry.ts";
import type { Comparison } from "../report/comparison.ts";
import { severityCounts } from "../report/findings.ts";

export async function compare(
  expected: Snapshot,
  actual: Snapshot,
  asked: Asked,
  ignoring?: Ignoring,
  renames: Pick<RenameOptions, "threshold"> = {},
): Promise<Comparison> {
  const options = await withParser(renames);
  const { objects, status, ...verdict } = compareSnapshots(KINDS, expected, actual, asked, ignoring, [], options);
  return {
    status,
    summary: summary(status, verdict, objects),
    format: 1,
    counts: countBySeverity(verdict.findings),
    ...verdict,
  };
}

function summary(
  status: Verdict["status"],
  verdict: Pick<Verdict, "findings" | "suppressed">,
  objects: number,
): string {
  const { findings, suppressed } = verdict;
  const hidden = suppressed.length === 0 ? "" : `; ${count(suppressed.length, "finding")} hidden by rules`;
  const found = `${count(findings.length, "finding")} (${severityCounts(findings)})`;
  switch (status) {
    case "IN_SYNC":
      return `Actual is as expected: ${count(objects, "object")} compared${hidden}.`;
    case "DRIFTED":
      return `Actual has drifted: ${found}${hidden}.`;
    case "INCOMPLETE":
      return `Not everything could be compared; of the rest: ${findings.length > 0 ? found : "no drift"}${hidden}.`;
  }
}
