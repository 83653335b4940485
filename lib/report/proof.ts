/** What came of trying a plan, in lines. */

import type { Proof, Proofs } from "../core/proof.ts";

/** A line for each way; none where nobody asked. */
export const proofLines = (proofs: Proofs | null): string[] =>
  proofs === null ? [] : [`the plan: ${proofText(proofs.up)}`, `the way back: ${proofText(proofs.down)}`];

function proofText(proof: Proof): string {
  switch (proof.outcome) {
    case "proved":
      return "proved: run on a scratch database, it came to the fingerprint that it promises";
    case "remains":
      return `not enough: run on a scratch database, this remains: ${proof.findings.join(", ")}`;
    case "failed":
      return `refused at step ${proof.step}, ${proof.description}: ${proof.error}`;
    case "not-tried":
      return `not proved: ${proof.why}`;
  }
}
