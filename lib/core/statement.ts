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
  /**
   * `early`: before everything else and only once: a setting of the session, what frees a name or gets in the way. `late`: after every
   * object has been created, since it ties two objects that need each other.
   */
  readonly time: "early" | "in-order" | "late";
}

export const statement = (sql: string, ...hazards: Hazard[]): Statement => ({ sql, hazards, time: "in-order" });

/** A statement that waits until everything has been created. */
export const lateStatement = (sql: string, ...hazards: Hazard[]): Statement => ({ sql, hazards, time: "late" });

/** A setting of the session that the other statements run in, or what would get in their way. */
export const earlyStatement = (sql: string): Statement => ({ sql, hazards: [], time: "early" });

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
