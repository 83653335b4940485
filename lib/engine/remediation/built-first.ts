/** What goes for good stays until what comes to its table has been built: neither queries nor writes are left with less meanwhile. */

import type { Hazard } from "../../core/hazard.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { alteredAlong } from "./altered-along.ts";
import type { Decisions } from "./decisions.ts";
import type { PlannedStep } from "./steps.ts";
import { Waiting } from "./waiting.ts";

export function builtFirst(
  kinds: KindRegistry,
  planned: readonly PlannedStep[],
  decisions: Decisions,
): readonly PlannedStep[] {
  const { expected, actual, creates } = decisions;
  const steps = new Waiting(planned);
  const builds = planned.filter((step) => step.verb !== "drop" && has(step, "index-build"));
  for (const goes of planned) {
    if (goes.verb !== "drop" || creates.has(goes.address) || !has(goes, "index-lost")) continue;
    const table = actual.parent(goes.address);
    const beside = builds.filter(({ address }) => table !== undefined && expected.parent(address) === table);
    if (beside.length === 0 || isRewrittenAfter(steps, goes.id)) continue;
    for (const comes of beside) if (isFreed(kinds, steps, comes, goes, decisions)) steps.wait(goes.id, comes.id);
  }
  return steps.all();
}

const has = ({ statements }: PlannedStep, hazard: Hazard): boolean =>
  statements.some(({ hazards }) => hazards.includes(hazard));

/** Whether a table is written anew once it has gone, and all that has been built by then with it. */
function isRewrittenAfter(steps: Waiting, goes: string): boolean {
  return [...steps.awaiting(goes)].some((id) => {
    const step = steps.get(id);
    return step !== undefined && has(step, "table-rewrite");
  });
}

/** Whether what comes does not wait for what goes, or no longer, where it can do without: a key without a column's NOT NULL. */
function isFreed(
  kinds: KindRegistry,
  steps: Waiting,
  comes: PlannedStep,
  goes: PlannedStep,
  { expected, actual }: Decisions,
): boolean {
  const waits = () => steps.awaited([comes.id]).has(goes.id);
  if (!waits()) return true;
  const withIt = alteredAlong(kinds, actual, goes.address);
  const before = alteredAlong(kinds, expected, comes.address);
  const needed = [...expected.needs(comes.address)].map((other) => `alter ${other}`);
  const between = needed.filter((id) => steps.followers(goes.id).has(id) && steps.followers(id).has(comes.id));
  const undone: (() => void)[] = [];
  const part = (id: string, need: string) => {
    steps.waitNoMore(id, need);
    undone.push(() => steps.wait(id, need));
  };
  for (const id of between) {
    // What would be built anew for it comes after.
    const rather = steps.get(id)?.rather;
    if (rather?.has(goes.id) && !withIt.includes(id)) part(id, goes.id);
    else if (rather && !before.includes(id)) part(comes.id, id);
  }
  if (!waits()) return true;
  for (const undo of undone) undo();
  return false;
}
