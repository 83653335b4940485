/** What one look at a target came to, before anybody is told. */

import { scopeOf, type Target } from "../config/target.ts";
import type { Home } from "../core/home.ts";
import { NOWHERE } from "../core/places.ts";
import { NO_REMEDIATION, type Report } from "../core/report.ts";
import type { HeldLock, Reading } from "../core/target-state.ts";
import { CANONICALISER } from "../engine/introspection/canonicaliser.ts";
import { activeRules } from "../engine/verdict/suppress.ts";

export interface Inspection
  extends Pick<
    Report,
    | "status"
    | "findings"
    | "suppressed"
    | "idleRules"
    | "pending"
    | "health"
    | "healthSuppressed"
    | "healthUnseen"
    | "relations"
    | "remediation"
    | "fingerprint"
    | "server"
    | "notes"
    | "unreadable"
    | "notCompared"
    | "uncertain"
    | "unmodelled"
    | "leftOut"
    | "unmoved"
    | "stored"
    | "error"
  > {
  /** To be remembered, so that the verdict stands while the stamp does not move; its `report` is still to come. */
  readonly reading: Omit<Reading, "report"> | null;
  /** Locks of migrations that were met. */
  readonly migrations: readonly HeldLock[];
  /** Which database it was; null where that was not asked. */
  readonly home: Home | null;
  /** Where the report of the reading that still stands is. */
  readonly previousReport: string | null;
}

export const NOTHING: Inspection = {
  status: "NOT_CHECKED",
  findings: [],
  suppressed: [],
  idleRules: [],
  pending: [],
  health: [],
  healthSuppressed: [],
  healthUnseen: [],
  relations: [],
  remediation: NO_REMEDIATION,
  fingerprint: { expected: null, actual: null },
  server: null,
  notes: [],
  unreadable: [],
  notCompared: [],
  uncertain: [],
  unmodelled: [],
  leftOut: [],
  unmoved: false,
  stored: NOWHERE,
  error: null,
  reading: null,
  migrations: [],
  home: null,
  previousReport: null,
};

/** What a verdict depends on besides the two schemas: the rules, and where the target says to look. */
export const basisOf = (target: Target, now: Date): string => {
  const { host, port, databaseName, secret, renameThreshold, ledger, ignore = [] } = target;
  const place = [host, port, databaseName, secret, renameThreshold, ledger].map((part) => part ?? null);
  const rules = ignore.length > 0 ? [ignore, activeRules(ignore, now.toISOString()).length] : [];
  return JSON.stringify([CANONICALISER, scopeOf(target), ...place, ...rules, target.health?.off ?? []]);
};
