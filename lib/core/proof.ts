/** What came of running one way of a plan on a scratch database. */

export type Proof =
  /** The fingerprint afterwards was the one that the plan promises. */
  | ({ readonly outcome: "proved" } & Tried)
  /** It ran, and all that is left is what its manual steps name: findings as `column app.users.nick: removed`. */
  | ({ readonly outcome: "by-hand"; readonly findings: readonly string[] } & Tried)
  /** It ran, and something is left that no manual step names; `byHand` is what they do name of what is left. */
  | ({ readonly outcome: "remains"; readonly findings: readonly string[]; readonly byHand: readonly string[] } & Tried)
  /** A step was refused. */
  | { readonly outcome: "failed"; readonly step: string; readonly description: string; readonly error: string }
  /** It could not be tried: the schema to start from cannot be built there. */
  | { readonly outcome: "not-tried"; readonly why: string };

interface Tried {
  /** Objects that no statement can build there, `subscription feed`: the proof says nothing of them. Missing: none. */
  readonly leftOut?: readonly string[];
}

/** Both ways of a plan. */
export interface Proofs {
  readonly up: Proof;
  readonly down: Proof;
}
