/** A deterministic topological order of steps. */

export interface Step {
  readonly id: string;
  /** Lower runs first where nothing else decides. */
  readonly weight: readonly number[];
  /** Ids of steps that must have run. */
  readonly after: ReadonlySet<string>;
}

/** The steps in an order that respects every `after` it can; a cycle is broken at its lightest step. */
export function inOrder<S extends Step>(steps: readonly S[]): S[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const waiting = new Map(steps.map((step) => [step.id, new Set([...step.after].filter((id) => byId.has(id)))]));
  const followers = new Map<string, string[]>();
  for (const [id, needs] of waiting)
    for (const need of needs) followers.set(need, [...(followers.get(need) ?? []), id]);
  const ready = new Heap<S>(byWeight);
  for (const step of steps) if (waiting.get(step.id)?.size === 0) ready.push(step);
  const done: S[] = [];
  while (done.length < steps.length) {
    const next = ready.pop() ?? (byId.get(lightestInKnot(waiting, byId)) as S);
    waiting.delete(next.id);
    done.push(next);
    for (const follower of followers.get(next.id) ?? []) {
      const needs = waiting.get(follower);
      if (needs?.delete(next.id) && needs.size === 0) ready.push(byId.get(follower) as S);
    }
  }
  return done;
}

type Waiting = ReadonlyMap<string, ReadonlySet<string>>;

/** Of steps that all wait: the lightest among some that wait for nothing but each other. */
function lightestInKnot(waiting: Waiting, byId: ReadonlyMap<string, Step>): string {
  const sorted = (ids: Iterable<string>) => [...ids].sort((a, b) => byWeight(byId.get(a) as Step, byId.get(b) as Step));
  let [at = ""] = sorted(waiting.keys());
  for (;;) {
    const knot = sorted(awaited(at, waiting));
    const further = knot.find((id) => !awaited(id, waiting).has(at));
    if (further === undefined) return knot[0] as string;
    at = further;
  }
}

/** All that a step waits for, and that those wait for. */
function awaited(id: string, waiting: Waiting): ReadonlySet<string> {
  const found = new Set(waiting.get(id));
  for (const need of found) for (const next of waiting.get(need) ?? []) found.add(next);
  return found;
}

export function byWeight(a: Step, b: Step): number {
  for (let place = 0; place < Math.max(a.weight.length, b.weight.length); place++) {
    const difference = (a.weight[place] ?? 0) - (b.weight[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** A binary heap: the next step in O(log n), so that a thousand-table plan stays quick. */
class Heap<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  push(item: T): void {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#compare(this.#items[at] as T, this.#items[above] as T) >= 0) break;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return top;
    this.#items[0] = last;
    let at = 0;
    for (;;) {
      const least = [at, 2 * at + 1, 2 * at + 2]
        .filter((place) => place < this.#items.length)
        .reduce((a, b) => (this.#compare(this.#items[b] as T, this.#items[a] as T) < 0 ? b : a));
      if (least === at) return top;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b] as T, this.#items[a] as T];
  }
}
