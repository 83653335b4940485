/** Objects that need each other: one of them first comes, or stays to the last, as an outline that needs nothing. */

import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Decisions } from "./decisions.ts";
import { knotsOf } from "./knots.ts";
import type { PlannedStep } from "./steps.ts";

export interface Untied {
  readonly steps: readonly PlannedStep[];
  /** What is left out, since no order suits it: the address, and those that need each other on its account. */
  readonly leftOut: ReadonlyMap<string, readonly string[]>;
}

export function untied(kinds: KindRegistry, planned: readonly PlannedStep[], decisions: Decisions): Untied {
  let steps = planned;
  for (;;) {
    const knots = knotsOf(steps, isSaid);
    if (knots.length === 0) return { steps, leftOut: new Map() };
    const loosened = loosen(steps, knots);
    if (loosened) {
      steps = loosened;
      continue;
    }
    const parted = knots.map((knot) => part(kinds, steps, new Set(knot), decisions)).find((each) => each !== null);
    if (!parted) return without(steps, knots);
    steps = parted;
  }
}

/** The steps of the knots without what they would rather wait for; null where there is nothing of that. */
function loosen(planned: readonly PlannedStep[], knots: readonly (readonly string[])[]): PlannedStep[] | null {
  const tied = new Set(knots.flat());
  const isLoose = ({ id, rather }: PlannedStep) => tied.has(id) && rather !== undefined && rather.size > 0;
  if (!planned.some(isLoose)) return null;
  return planned.map((step) => {
    if (!isLoose(step)) return step;
    const after = new Set([...step.after].filter((need) => !step.rather?.has(need)));
    return { ...step, after, rather: new Set() };
  });
}

/** What runs before or after everything else keeps nobody waiting. */
const isSaid = ({ statements }: PlannedStep): boolean => statements.some(({ time }) => time === "in-order");

/** The steps with one of the knot in two; null where none of it can be. */
function part(
  kinds: KindRegistry,
  steps: readonly PlannedStep[],
  knot: ReadonlySet<string>,
  { expected, actual }: Decisions,
): PlannedStep[] | null {
  for (const step of steps) {
    const { id, verb, address } = step;
    if (!knot.has(id) || (verb !== "create" && verb !== "drop")) continue;
    const outline = `outline ${address}`;
    if (steps.some((other) => other.id === outline)) continue;
    const object = (verb === "drop" ? actual : expected).get(address);
    const statements = kinds.get(object.address.kind).outline(object.address, object.spec);
    if (statements.length === 0) continue;
    const creates = verb === "create";
    const after = new Set(creates ? [...step.after].filter((need) => !leadsTo(steps, need, knot)) : []);
    const weight = creates ? step.weight : [0, ...step.weight.slice(1)];
    const first: PlannedStep = { id: outline, verb: "outline", address, weight, after, statements };
    return [
      first,
      ...steps.map((other) => {
        if (other.id === id) return { ...other, after: new Set([...other.after, outline]) };
        return other.after.has(id) && (knot.has(other.id) || !isSaid(other))
          ? { ...other, after: replaced(other.after, id, outline) }
          : other;
      }),
    ];
  }
  return null;
}

const replaced = (after: ReadonlySet<string>, from: string, to: string): ReadonlySet<string> =>
  new Set([...after].map((need) => (need === from ? to : need)));

/** Whether a step is one of the knot, or waits for one and has nothing to say. */
function leadsTo(steps: readonly PlannedStep[], id: string, knot: ReadonlySet<string>): boolean {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const waiting = new Set([id]);
  for (const each of waiting) {
    if (knot.has(each)) return true;
    const step = byId.get(each);
    if (step && !isSaid(step)) for (const need of step.after) waiting.add(need);
  }
  return false;
}

/** What goes, or lets go, only for what comes back by another step. */
const RETURNS: Partial<Record<PlannedStep["verb"], PlannedStep["verb"]>> = {
  ...{ drop: "create", release: "restore", away: "back" },
};

/** Without the knots, without what waits for one, and without what would go for good, though it is to come back. */
function without(steps: readonly PlannedStep[], knots: readonly (readonly string[])[]): Untied {
  const addresses = new Map(steps.map(({ id, address }) => [id, address]));
  const followers = new Map<string, string[]>();
  const follow = (id: string, need: string) => followers.set(need, [...(followers.get(need) ?? []), id]);
  for (const { id, verb, address, after } of steps) {
    for (const need of after) follow(id, need);
    const back = RETURNS[verb];
    if (back) follow(id, `${back} ${address}`);
  }
  const leftOut = new Map<string, readonly string[]>();
  const gone = new Set<string>();
  for (const knot of knots) {
    const members = [...new Set(knot.map((id) => addresses.get(id) as string))];
    const reached = new Set(knot);
    for (const id of reached) {
      gone.add(id);
      const address = addresses.get(id) as string;
      if (!leftOut.has(address)) leftOut.set(address, members);
      for (const follower of followers.get(id) ?? []) reached.add(follower);
    }
  }
  return { steps: steps.filter(({ id }) => !gone.has(id)), leftOut };
}
