/** A step in statements that let people read and write meanwhile, where there are such. */

import { partitionsBelow } from "./partitions-below.ts";
import type { Decisions, PlannedStep } from "./steps.ts";

/** What stands in something that only comes now keeps nobody waiting. */
export function gently(step: PlannedStep, { expected, actual }: Decisions): PlannedStep {
  const parent = expected.parent(step.address) ?? actual.parent(step.address);
  if (parent !== undefined && !actual.objects.has(parent)) return step;
  const statements = step.statements.flatMap((statement) => {
    const below =
      statement.onlineByPartition && parent !== undefined ? partitionsBelow(parent, { expected, actual }) : null;
    return statement.online ?? (below && statement.onlineByPartition?.(below)) ?? [statement];
  });
  return { ...step, statements };
}
