/** What came of running one way of a plan on a scratch database. */

export type Proof =
  /** The fingerprint afterwards was the one that the plan promises. */
  | { readonly outcome: "proved" }
  /** It ran, and something is left: findings as `column app.users.nick: removed`. */
  | { readonly outcome: "remains"; readonly findings: readonly string[] }
  /** A step was refused. */
  | { readonly outcome: "failed"; readonly step: string; readonly description: string; readonly error: string }
  /** It could not be tried: the schema to start from cannot be built there. */
  | { readonly outcome: "not-tried"; readonly why: string };

/** Both ways of a plan. */
export interface Proofs {
  readonly up: Proof;
  readonly down: Proof;
}
