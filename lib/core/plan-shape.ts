/** The shapes of a kept plan, as far as anything is made of it again, and of the index of plans. */

import type { Looked, Plan, PlanFile, PlanIndex, Revision, RiskCounts } from "./plan.ts";
import { leftOut } from "./report-shape.ts";
import { listOf, moment, number, oneOf, record, type Shape, text } from "./shape.ts";
import { scope } from "./snapshot-shape.ts";

const risks = record<RiskCounts>({ safe: number, caution: number, danger: number });
const fingerprint = record<Plan["fingerprint"]>({ expected: text, actual: text });
const anything: Shape<unknown> = () => true;
const script = record({ steps: listOf(anything), manual: listOf(anything) });

type Read = Omit<Plan, "unseen" | "proof" | "up" | "down"> & { readonly up: object; readonly down: object };

export const plan = record<Read>({
  ...{ format: oneOf<1>(1), id: text, message: text, createdAt: moment, digest: text, risks, fingerprint },
  database: record<{ readonly name: string; readonly version: number }>({ name: text, version: number }),
  looked: record<Looked>({ scope, schemas: listOf(scope), leftOut }),
  ...{ up: script, down: script, files: listOf(record<PlanFile>({ name: text, sha256: text })) },
});

export const planIndex = record<PlanIndex>({
  format: oneOf<1>(1),
  revisions: listOf(
    record<Revision>({
      ...{ id: text, message: text, createdAt: moment, risks, manual: number, fingerprint, digest: text },
    }),
  ),
});
