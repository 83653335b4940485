/** Steps said as what their object stands in, and beside, lets them be said. */

import { encode } from "../../core/canonical.ts";
import type { Spec } from "../../core/kind.ts";
import type { Placed } from "../../core/statement.ts";
import type { Relations } from "../structure/relations.ts";
import type { Decisions } from "./decisions.ts";
import type { PlannedStep } from "./steps.ts";

/** @param renamed addresses of what is renamed first */
export function standingWithin(
  steps: readonly PlannedStep[],
  renamed: readonly string[],
  decisions: Decisions,
): readonly PlannedStep[] {
  const { expected, actual } = decisions;
  const around = (address: string): string[] => {
    const parent = expected.parent(address);
    return parent === undefined ? [address] : [address, ...around(parent)];
  };
  // What leaves a place does so before names change, and could not speak of the new ones.
  const isRenamed = (address: string): boolean => {
    const places = [...around(address), ...besideOf(decisions, address)];
    return renamed.some(
      (each) => places.includes(each) || places.includes(expected.parent(each) ?? actual.parent(each) ?? ""),
    );
  };
  return steps.map((step) => {
    if (!step.statements.some(({ within }) => within) || isRenamed(step.address)) return step;
    const above = specsAbove(expected, step.address);
    const beside = besideOf(decisions, step.address).map((other): Placed => expected.get(other));
    return { ...step, statements: step.statements.map((each) => each.within?.(above, beside) ?? each) };
  });
}

/** From the inside out. */
function specsAbove(side: Relations, address: string): Spec[] {
  const parent = side.parent(address);
  return parent === undefined ? [] : [side.get(parent).spec, ...specsAbove(side, parent)];
}

/** What has its place in the same, before and after. */
function besideOf({ expected, actual, drops, moved }: Decisions, address: string): string[] {
  const parent = expected.parent(address);
  if (parent === undefined) return [];
  return [...expected.children(parent)].filter(
    (other) =>
      other !== address &&
      !drops.has(other) &&
      !moved.has(other) &&
      actual.objects.has(other) &&
      encode(actual.get(other).spec.partition ?? null) === encode(expected.get(other).spec.partition ?? null),
  );
}
