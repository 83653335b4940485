/** What came of trying a plan, in lines. */

import type { Proof, Proofs } from "../core/proof.ts";

/** A line for each way; none where nobody asked. */
export const proofLines = (proofs: Proofs | null): string[] =>
  proofs === null ? [] : [`the plan: ${proofText(proofs.up)}`, `the way back: ${proofText(proofs.down)}`];

const RUN = "run on a scratch database";

const leftOut = ({ leftOut = [] }: { readonly leftOut?: readonly string[] }): string =>
  leftOut.length > 0 ? `; left out, since no statement builds it there: ${leftOut.join(", ")}` : "";

export function proofText(proof: Proof): string {
  switch (proof.outcome) {
    case "proved":
      return `proved: ${RUN}, it came to the fingerprint that it promises${leftOut(proof)}`;
    case "by-hand":
      return `proved but for its manual steps: ${RUN}, only what they name remains: ${proof.findings.join(", ")}${leftOut(proof)}`;
    case "remains":
      return `not proved: ${RUN}, this remains and no manual step names it: ${proof.findings.join(", ")}${
        proof.byHand.length > 0 ? `; and what manual steps name: ${proof.byHand.join(", ")}` : ""
      }${leftOut(proof)}`;
    case "failed":
      return `refused at step ${proof.step}, ${proof.description}: ${proof.error}`;
    case "not-tried":
      return `not proved: ${proof.why}`;
  }
}
