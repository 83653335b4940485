/** Changes to the state that people make, beside whatever checks do at the same time. */

import type { Target } from "../config/target.ts";
import { newState, REMEMBERED, type TargetState } from "../core/target-state.ts";
import { conflict, RACES } from "./deliver.ts";
import type { Ports } from "./ports.ts";

/**
 * Replaces the state by what `change` makes of it; `change` is called anew when somebody else was first.
 * @returns the state that was written
 */
export async function amendState(
  target: Target,
  { states, clock }: Pick<Ports, "states" | "clock">,
  change: (state: TargetState) => TargetState,
): Promise<TargetState> {
  for (let races = 0; races < RACES; races++) {
    const known = await states.read(target);
    const next = change(known?.value ?? newState(clock.now().toISOString()));
    const state = { ...next, decisions: next.decisions.slice(0, REMEMBERED) };
    if ((await states.write(target, state, known?.version ?? null)) !== null) return state;
  }
  throw conflict(target);
}
