/** One remediation statement, and what running it would do. */

/** What running a statement can do to data and to those who use the database meanwhile. */
export type Hazard =
  | "data-loss"
  | "exposes-rows"
  | "widens-permissions"
  | "narrows-permissions"
  | "table-rewrite"
  | "table-scan"
  | "access-exclusive-lock"
  | "blocks-writes"
  | "index-build"
  | "index-lost"
  | "may-fail"
  | "not-transactional";

/** SAFE to run at any time · CAUTION: read the hazards first · DANGER: loses data or exposes it. */
export type Risk = "safe" | "caution" | "danger";

export interface Statement {
  readonly sql: string;
  readonly hazards: readonly Hazard[];
  /** Runs after every object has been created: it ties two objects that need each other. */
  readonly late: boolean;
}

export const statement = (sql: string, ...hazards: Hazard[]): Statement => ({ sql, hazards, late: false });

/** A statement that waits until everything has been created. */
export const lateStatement = (sql: string, ...hazards: Hazard[]): Statement => ({ sql, hazards, late: true });

const DANGER: readonly Hazard[] = ["data-loss", "exposes-rows", "widens-permissions"];
const CAUTION: readonly Hazard[] = [
  "table-rewrite",
  "table-scan",
  "blocks-writes",
  "index-build",
  "index-lost",
  "narrows-permissions",
  "may-fail",
  "not-transactional",
];

export function riskOf(hazards: readonly Hazard[]): Risk {
  if (hazards.some((hazard) => DANGER.includes(hazard))) return "danger";
  return hazards.some((hazard) => CAUTION.includes(hazard)) ? "caution" : "safe";
}
