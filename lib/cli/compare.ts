/** Two snapshots into a comparison: findings, remediation, and what the comparison says nothing about. */

import { fingerprint } from "../core/fingerprint.ts";
import { countBySeverity, NO_REMEDIATION } from "../core/report.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import { classify } from "../engine/classify.ts";
import { diff, notCompared } from "../engine/diff.ts";
import { remediate } from "../engine/remediate.ts";
import { restrict } from "../engine/restrict.ts";
import { KINDS } from "../kinds/registry.ts";
import type { Comparison } from "../report/comparison.ts";
import { count } from "../report/count.ts";
import { severityCounts } from "../report/findings.ts";

/** @param asked the schemas to compare; what one of the snapshots was not asked to look at is left out as well */
export function compare(expected: Snapshot, actual: Snapshot, asked: Scope): Comparison {
  const schemas = distinct([asked, expected.scope, actual.scope]);
  const [left, right] = [expected, actual].map((side) =>
    schemas.reduce((restricted, scope) => restrict(KINDS, restricted, scope), side),
  ) as [Snapshot, Snapshot];
  const changes = diff(left, right);
  const unseen = {
    unreadable: [...expected.unreadable, ...actual.unreadable],
    notCompared: notCompared(expected, actual),
  };
  const blind = unseen.unreadable.length + unseen.notCompared.length > 0;
  const status = blind ? "INCOMPLETE" : changes.length > 0 ? "DRIFTED" : "IN_SYNC";
  const findings = classify(KINDS, changes, { expected: left, actual: right });
  return {
    status,
    summary: summary(status, findings, right.objects.size),
    format: 1,
    counts: countBySeverity(findings),
    findings,
    remediation: changes.length === 0 ? NO_REMEDIATION : remediate(KINDS, left, right),
    fingerprint: { expected: fingerprint(left), actual: fingerprint(right) },
    ...unseen,
    schemas,
  };
}

function summary(status: Comparison["status"], findings: Comparison["findings"], objects: number): string {
  const found = `${count(findings.length, "finding")} (${severityCounts(findings)})`;
  switch (status) {
    case "IN_SYNC":
      return `Actual is as expected: ${count(objects, "object")} compared.`;
    case "DRIFTED":
      return `Actual has drifted: ${found}.`;
    case "INCOMPLETE":
      return `Not everything could be compared; of the rest: ${findings.length > 0 ? found : "no drift"}.`;
  }
}

/** The scopes that leave something out, each once. */
function distinct(scopes: readonly Scope[]): Scope[] {
  const limiting = scopes.filter(({ include, exclude }) => include.length + exclude.length > 0);
  return [...new Map(limiting.map((scope) => [JSON.stringify([scope.include, scope.exclude]), scope])).values()];
}
