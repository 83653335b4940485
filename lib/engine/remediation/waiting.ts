/** Steps that wait for each other, and change places where nothing has to run in between. */

import type { PlannedStep } from "./steps.ts";

export class Waiting {
  readonly #steps: Map<string, PlannedStep>;
  /** The steps that wait for each. */
  readonly #followers = new Map<string, Set<string>>();

  constructor(planned: readonly PlannedStep[]) {
    this.#steps = new Map(planned.map((step) => [step.id, step]));
    for (const { id, after } of planned) for (const need of after) this.followers(need).add(id);
  }

  get = (id: string): PlannedStep | undefined => this.#steps.get(id);
  all = (): PlannedStep[] => [...this.#steps.values()];

  /** All that these wait for. */
  awaited(ids: readonly string[]): ReadonlySet<string> {
    const found = new Set(ids.flatMap((id) => [...this.#after(id)]));
    for (const id of found) for (const need of this.#after(id)) found.add(need);
    return found;
  }

  /** All that wait for it. */
  awaiting(id: string): ReadonlySet<string> {
    const found = new Set(this.followers(id));
    for (const other of found) for (const next of this.followers(other)) found.add(next);
    return found;
  }

  followers(id: string): Set<string> {
    const known = this.#followers.get(id) ?? new Set();
    this.#followers.set(id, known);
    return known;
  }

  add(step: PlannedStep): PlannedStep {
    this.#steps.set(step.id, step);
    for (const need of step.after) this.followers(need).add(step.id);
    return step;
  }

  wait(id: string, need: string): void {
    this.change(id, { after: new Set([...this.#after(id), need]) });
    this.followers(need).add(id);
  }

  waitNoMore(id: string, need: string): void {
    this.change(id, { after: new Set([...this.#after(id)].filter((other) => other !== need)) });
    this.followers(need).delete(id);
  }

  change(id: string, said: Partial<PlannedStep>): void {
    const step = this.get(id);
    if (step) this.#steps.set(id, { ...step, ...said });
  }

  /** Has the one wait for the other, which no longer waits for it. @returns whether nothing stands against that */
  turn(id: string, need: string): boolean {
    const waited = this.#after(need).has(id);
    this.waitNoMore(need, id);
    const isFree = !this.awaited([need]).has(id);
    if (isFree) this.wait(id, need);
    else if (waited) this.wait(need, id);
    return isFree;
  }

  #after = (id: string): ReadonlySet<string> => this.get(id)?.after ?? new Set();
}
