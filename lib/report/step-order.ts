/** Which steps of a plan must come before which, without what follows from the rest. */

import type { PlanStep } from "../core/plan.ts";

type Ordered = Pick<PlanStep, "id" | "after">;

export interface Needs<S extends Ordered> {
  readonly step: S;
  /** Ids of the steps right before it, in the order of the plan. */
  readonly after: readonly string[];
}

/** So many steps are looked through for what follows from the rest. */
const MOST = 2_000;

/** @param steps in an order in which each comes after what it needs */
export function needs<S extends Ordered>(steps: readonly S[]): Needs<S>[] {
  const places = new Map(steps.map(({ id }, at) => [id, at]));
  // All that must come before a step, by its place: what one of its needs comes after is not said again.
  const before: Set<number>[] = [];
  return steps.map((step, at) => {
    const wanted = [...new Set(step.after.flatMap((id) => places.get(id) ?? []))].filter((place) => place < at);
    if (steps.length > MOST) return { step, after: wanted.map((place) => (steps[place] as S).id) };
    const implied = new Set(wanted.flatMap((place) => [...(before[place] ?? [])]));
    before.push(new Set([...wanted, ...implied]));
    const direct = wanted.filter((place) => !implied.has(place)).sort((a, b) => a - b);
    return { step, after: direct.map((place) => (steps[place] as S).id) };
  });
}
