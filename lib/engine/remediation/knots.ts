/** Steps that wait for each other, so that no order suits them all. */

import type { Step } from "./order.ts";

/**
 * @param says whether a step has anything to run: one that has not hands on what it waits for
 * @returns the ids of those that wait for each other, knot by knot, in the order they were given in
 */
export function knotsOf<S extends Step>(steps: readonly S[], says: (step: S) => boolean): string[][] {
  const caught = peeled(steps);
  if (caught.length === 0) return [];
  const place = new Map(steps.map(({ id }, at) => [id, at]));
  const speaking = new Map(caught.filter(says).map((step) => [step.id, step]));
  const silent = new Map(caught.filter((step) => !says(step)).map((step) => [step.id, step]));
  const awaited = new Map(Array.from(speaking, ([id, step]) => [id, spokenBefore(step, speaking, silent)]));
  return components(awaited)
    .map((knot) => knot.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)))
    .sort(([a = ""], [b = ""]) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** Without those that can run, one after the other; and then without those that nobody left waits for. */
function peeled<S extends Step>(steps: readonly S[]): S[] {
  const after = (step: S) => step.after;
  const forwards = stuck(steps, new Map(steps.map((step) => [step.id, after(step)])));
  const waitedFor = new Map(forwards.map(({ id }) => [id, new Set<string>()]));
  for (const { id, after } of forwards) for (const need of after) waitedFor.get(need)?.add(id);
  return stuck(forwards, waitedFor);
}

function stuck<S extends Step>(steps: readonly S[], waits: ReadonlyMap<string, ReadonlySet<string>>): S[] {
  const left = new Map(steps.map(({ id }) => [id, 0]));
  const followers = new Map<string, string[]>();
  for (const { id } of steps)
    for (const need of waits.get(id) ?? [])
      if (left.has(need)) {
        left.set(id, (left.get(id) ?? 0) + 1);
        const known = followers.get(need);
        if (known) known.push(id);
        else followers.set(need, [id]);
      }
  const free = [...left].flatMap(([id, count]) => (count === 0 ? [id] : []));
  for (const id of free) {
    left.delete(id);
    for (const follower of followers.get(id) ?? []) {
      const count = (left.get(follower) ?? 0) - 1;
      left.set(follower, count);
      if (count === 0) free.push(follower);
    }
  }
  return steps.filter(({ id }) => left.has(id));
}

/** The speaking steps that one waits for, also through those that have nothing to say. */
function spokenBefore(step: Step, speaking: ReadonlyMap<string, Step>, silent: ReadonlyMap<string, Step>): Set<string> {
  const found = new Set<string>();
  const seen = new Set([step.id]);
  const waiting = [...step.after];
  for (const id of waiting) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (speaking.has(id)) found.add(id);
    else waiting.push(...(silent.get(id)?.after ?? []));
  }
  return found;
}

interface Visit {
  readonly id: string;
  readonly ahead: Iterator<string>;
}

/** Tarjan's strongly connected components of more than one, without recursion: a chain may be long. */
function components(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const enter = (id: string): Visit => {
    index.set(id, index.size);
    low.set(id, index.get(id) as number);
    stack.push(id);
    onStack.add(id);
    return { id, ahead: (edges.get(id) ?? new Set<string>()).values() };
  };
  const lower = (id: string, to: number) => low.set(id, Math.min(low.get(id) as number, to));
  for (const root of edges.keys()) {
    const visits = index.has(root) ? [] : [enter(root)];
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const { id } = visit;
      const next = visit.ahead.next();
      if (!next.done) {
        if (!index.has(next.value)) visits.push(enter(next.value));
        else if (onStack.has(next.value)) lower(id, index.get(next.value) as number);
        continue;
      }
      visits.pop();
      const above = visits.at(-1);
      if (above) lower(above.id, low.get(id) as number);
      if (low.get(id) !== index.get(id)) continue;
      const members = stack.splice(stack.indexOf(id));
      for (const member of members) onStack.delete(member);
      if (members.length > 1) found.push(members);
    }
  }
  return found;
}
