/** Steps said as what their object stands in lets them be said. */

import type { Spec } from "../core/kind.ts";
import type { Relations } from "./relations.ts";
import type { Decisions, PlannedStep } from "./steps.ts";

export function standingWithin(steps: readonly PlannedStep[], { expected }: Decisions): readonly PlannedStep[] {
  return steps.map((step) =>
    step.statements.some(({ within }) => within)
      ? { ...step, statements: step.statements.map((each) => each.within?.(above(expected, step.address)) ?? each) }
      : step,
  );
}

/** From the inside out. */
function above(side: Relations, address: string): Spec[] {
  const parent = side.parent(address);
  return parent === undefined ? [] : [side.get(parent).spec, ...above(side, parent)];
}
