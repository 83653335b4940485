/** What takes the place of what is to go, which then stays until that is there: nobody misses it in between. */

import type { Change } from "../core/change.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Statement } from "../core/statement.ts";
import { takenOver } from "./hand-over.ts";
import type { Decisions, PlannedStep } from "./steps.ts";

/** @param online whether a new one may be built beside the old, which takes a while and transactions of its own */
export function inPlace(
  kinds: KindRegistry,
  planned: readonly PlannedStep[],
  changes: readonly Change[],
  decisions: Decisions,
  online: boolean,
): readonly PlannedStep[] {
  const steps = new Waiting(planned, ({ address }) => {
    const { address: at, spec } = decisions.actual.get(address);
    return kinds.get(at.kind).adapts(spec);
  });
  const taken = takenOver(kinds, changes, decisions);
  for (const step of planned) {
    const { verb, address, statements } = step;
    const other = taken.get(address);
    const goes = steps.get(`drop ${other?.of ?? address}`);
    const [first, ...rest] = statements;
    const made = other?.statements ?? (online ? first?.inPlace : undefined);
    if (verb === "create" && goes?.statements.length === 1 && made) steps.put(step, goes, [...made, ...rest]);
  }
  return steps.all();
}

class Waiting {
  /** Whether what a step drops can stay while what it stands on is altered. */
  readonly #adapts: (step: PlannedStep) => boolean;
  readonly #steps: Map<string, PlannedStep>;
  /** The steps that wait for each. */
  readonly #followers = new Map<string, Set<string>>();

  constructor(planned: readonly PlannedStep[], adapts: (step: PlannedStep) => boolean) {
    this.#adapts = adapts;
    this.#steps = new Map(planned.map((step) => [step.id, step]));
    for (const { id, after } of planned) for (const need of after) this.#followed(need).add(id);
  }

  get = (id: string): PlannedStep | undefined => this.#steps.get(id);
  all = (): PlannedStep[] => [...this.#steps.values()];

  /** Has the one come where, and when, the other goes: unless something has to run in between. */
  put(comes: PlannedStep, goes: PlannedStep, statements: readonly Statement[]): void {
    const before = this.#awaited([goes.id, comes.id]);
    const waiting = [...this.#followed(goes.id)].filter((id) => id !== comes.id);
    const between = waiting.filter((id) => before.has(id));
    if (before.has(comes.id) || !between.every((id) => this.#canPrecede(id, goes))) return;
    this.#change(goes.id, { statements: [] });
    this.#change(comes.id, { verb: "replace", statements });
    for (const id of between)
      this.#change(id, { after: new Set([...this.#after(id)].filter((need) => need !== goes.id)) });
    for (const id of waiting) if (!before.has(id)) this.#wait(id, comes.id);
    this.#wait(comes.id, goes.id);
  }

  /** What rewrites the table would build anew what is to go, too. */
  #canPrecede(id: string, goes: PlannedStep): boolean {
    const { verb, statements = [] } = this.get(id) ?? {};
    return (
      verb === "alter" && this.#adapts(goes) && !statements.some(({ hazards }) => hazards.includes("table-rewrite"))
    );
  }

  /** All that these wait for. */
  #awaited(ids: readonly string[]): ReadonlySet<string> {
    const found = new Set(ids.flatMap((id) => [...this.#after(id)]));
    for (const id of found) for (const need of this.#after(id)) found.add(need);
    return found;
  }

  #after = (id: string): ReadonlySet<string> => this.get(id)?.after ?? new Set();

  #wait(id: string, need: string): void {
    this.#change(id, { after: new Set([...this.#after(id), need]) });
    this.#followed(need).add(id);
  }

  #change(id: string, said: Partial<PlannedStep>): void {
    const step = this.get(id);
    if (step) this.#steps.set(id, { ...step, ...said });
  }

  #followed(id: string): Set<string> {
    const known = this.#followers.get(id) ?? new Set();
    this.#followers.set(id, known);
    return known;
  }
}
