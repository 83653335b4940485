/** A step in statements that let people read and write meanwhile, where there are such. */

import type { KindRegistry } from "../../core/kind-registry.ts";
import { partitionsBelow } from "../structure/partitions-below.ts";
import { builtBefore } from "./built-before.ts";
import type { Decisions } from "./decisions.ts";
import type { PlannedStep } from "./steps.ts";

/** What stands in something that only comes now keeps nobody waiting. */
export function gently(kinds: KindRegistry, step: PlannedStep, decisions: Decisions): PlannedStep {
  const { expected, actual, creates } = decisions;
  const parent = expected.parent(step.address) ?? actual.parent(step.address);
  if (parent !== undefined && !actual.objects.has(parent)) return step;
  // What goes only to be built anew goes in one transaction with what it goes for, which keeps everybody waiting anyway.
  if (step.verb === "drop" && creates.has(step.address)) return step;
  const statements = step.statements.flatMap((statement) => {
    const below =
      statement.onlineByPartition && parent !== undefined ? partitionsBelow(parent, { expected, actual }) : null;
    const said = statement.online ?? (below && statement.onlineByPartition?.(below)) ?? [statement];
    return said.some(({ attaches }) => attaches) ? [...builtBefore(kinds, step.address, decisions), ...said] : said;
  });
  return { ...step, statements };
}
