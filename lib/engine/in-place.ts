/** What takes the place of what is to go, which then stays until that is there: nobody misses it in between. */

import type { Change } from "../core/change.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Statement } from "../core/statement.ts";
import { takenOver } from "./hand-over.ts";
import type { Decisions, PlannedStep } from "./steps.ts";
import { Waiting } from "./waiting.ts";

/** @param online whether a new one may be built beside the old, which takes a while and transactions of its own */
export function inPlace(
  kinds: KindRegistry,
  planned: readonly PlannedStep[],
  changes: readonly Change[],
  decisions: Decisions,
  online: boolean,
): readonly PlannedStep[] {
  const steps = new Waiting(planned);
  const adapts = ({ address }: PlannedStep): boolean => {
    const { address: at, spec } = decisions.actual.get(address);
    return kinds.get(at.kind).adapts(spec);
  };
  const taken = takenOver(kinds, changes, decisions);
  for (const step of planned) {
    const { verb, address, statements } = step;
    const other = taken.get(address);
    const goes = steps.get(`drop ${other?.of ?? address}`);
    const [first, ...rest] = statements;
    const made = other?.statements ?? (online ? first?.inPlace : undefined);
    if (verb === "create" && goes?.statements.length === 1 && made)
      put(steps, step, goes, [...made, ...rest], adapts(goes));
  }
  return steps.all();
}

/**
 * Has the one come where, and when, the other goes: unless something has to run in between.
 * @param adapts whether what goes can stay while what it stands on is altered
 */
function put(
  steps: Waiting,
  comes: PlannedStep,
  goes: PlannedStep,
  statements: readonly Statement[],
  adapts: boolean,
): void {
  const before = steps.awaited([goes.id, comes.id]);
  const waiting = [...steps.followers(goes.id)].filter((id) => id !== comes.id);
  const between = waiting.filter((id) => before.has(id));
  if (before.has(comes.id) || !between.every((id) => adapts && isLight(steps.get(id)))) return;
  steps.change(goes.id, { statements: [] });
  steps.change(comes.id, { verb: "replace", statements });
  for (const id of between) steps.waitNoMore(id, goes.id);
  for (const id of waiting) if (!before.has(id)) steps.wait(id, comes.id);
  steps.wait(comes.id, goes.id);
}

/** What rewrites the table would build anew what is to go, too. */
const isLight = (step: PlannedStep | undefined): boolean =>
  step?.verb === "alter" && !step.statements.some(({ hazards }) => hazards.includes("table-rewrite"));
