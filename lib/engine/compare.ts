/** Two snapshots into a verdict: what differs, what would mend it, and what the comparison says nothing about. */

import { byCodeUnit } from "../core/address.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { NO_REMEDIATION, type Report } from "../core/report.ts";
import type { Scope, Snapshot, Unmodelled, Unreadable } from "../core/snapshot.ts";
import { classify } from "./classify.ts";
import { differences, notCompared } from "./diff.ts";
import { remediate } from "./remediate.ts";
import { restrict } from "./restrict.ts";

export interface Verdict
  extends Pick<Report, "findings" | "remediation" | "unreadable" | "notCompared" | "uncertain" | "unmodelled"> {
  readonly status: Extract<Report["status"], "IN_SYNC" | "DRIFTED" | "INCOMPLETE">;
  readonly fingerprint: { readonly expected: string; readonly actual: string };
  /** The schemas both sides were compared in. */
  readonly schemas: readonly Scope[];
  /** How many objects there are in them. */
  readonly objects: number;
}

/**
 * Both snapshots have the canonical form of today.
 * @param asked the schemas to compare; what one of the snapshots was not asked to look at is left out as well
 */
export function compare(kinds: KindRegistry, expected: Snapshot, actual: Snapshot, asked: Scope): Verdict {
  const schemas = distinct([asked, expected.scope, actual.scope]);
  const within = (snapshot: Snapshot) => schemas.reduce((side, scope) => restrict(kinds, side, scope), snapshot);
  const [left, right] = [within(expected), within(actual)];
  const { changes, uncertain } = differences(left, right);
  const unreadable = [...actual.unreadable, ...expected.unreadable.map(unreadThen)];
  const unseen = notCompared(expected, actual);
  const blind = unreadable.length + unseen.length + uncertain.length > 0;
  return {
    status: blind ? "INCOMPLETE" : changes.length > 0 ? "DRIFTED" : "IN_SYNC",
    findings: classify(kinds, changes, { expected: left, actual: right }),
    remediation: changes.length === 0 ? NO_REMEDIATION : remediate(kinds, left, right),
    fingerprint: { expected: fingerprint(left), actual: fingerprint(right) },
    unreadable,
    notCompared: unseen,
    uncertain,
    unmodelled: most([...expected.unmodelled, ...actual.unmodelled]),
    schemas,
    objects: right.objects.size,
  };
}

/** What the expected snapshot lacks, because it could not be read when that was taken. */
const unreadThen = (unreadable: Unreadable): Unreadable => ({
  ...unreadable,
  reason: `not in the expected snapshot: ${unreadable.reason}`,
  remedy: "take the expected snapshot again, by a role that can read everything",
});

/** Each catalogue once, with the larger count. */
function most(counted: readonly Unmodelled[]): Unmodelled[] {
  const counts = new Map<string, number | null>();
  for (const { catalogue, count } of counted) {
    const known = counts.get(catalogue);
    counts.set(catalogue, count === null || known === null ? null : Math.max(known ?? 0, count));
  }
  return [...counts]
    .map(([catalogue, count]) => ({ catalogue, count }))
    .sort((a, b) => byCodeUnit(a.catalogue, b.catalogue));
}

/** The scopes that leave something out, each once. */
function distinct(scopes: readonly Scope[]): Scope[] {
  const limiting = scopes.filter(({ include, exclude }) => include.length + exclude.length > 0);
  return [...new Map(limiting.map((scope) => [JSON.stringify([scope.include, scope.exclude]), scope])).values()];
}
