/** Since when and by whom: what the database tells when something drifted, and what earlier checks remember. */

import type { Target } from "../config/target.ts";
import type { Attribution, Finding } from "../core/finding.ts";
import type { Session } from "../core/session.ts";
import type { TargetState } from "../core/target-state.ts";
import { attribute, type Sources } from "../engine/introspection/attribution.ts";
import { KINDS } from "../kinds/registry.ts";
import type { Ports } from "./ports.ts";

/** As much of the state as tells since when a finding is known. */
export type Past = Pick<TargetState, "reading" | "lookedAt">;

/** The findings of a check that looked anew. What an earlier one was told of the same finding stands. */
export async function attributed(
  target: Target,
  ports: Pick<Ports, "reports" | "clock">,
  session: Session,
  findings: readonly Finding[],
  past: Past | null,
  sides: Pick<Sources, "actual" | "expected">,
): Promise<readonly Finding[]> {
  if (findings.length === 0) return findings;
  const last = past?.reading ? await ports.reports.read(target, past.reading.report) : null;
  const told = new Map<string, Attribution | null>(last?.findings.map(({ id, attribution }) => [id, attribution]));
  const since = { seenAt: ports.clock.now().toISOString(), notSeenAt: past?.lookedAt ?? null };
  return attribute(session, findings, {
    ...{ kinds: KINDS, ...sides, auditTable: target.auditTable },
    since: () => since,
    told: ({ id }) => told.get(id) ?? null,
  });
}
