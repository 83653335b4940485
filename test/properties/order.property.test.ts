import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder, type Step } from "../../lib/engine/order.ts";

interface Pair {
  readonly before: number;
  readonly after: number;
}

/** Steps with few weights, so that ids often decide; `allowed` says which may wait for which. */
const stepsWith = (allowed: (pair: Pair) => boolean): fc.Arbitrary<Step[]> =>
  fc
    .record({
      ids: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 14 }),
      weights: fc.array(fc.tuple(fc.integer({ min: -1, max: 1 }), fc.nat(2)), { minLength: 14, maxLength: 14 }),
      pairs: fc.array(fc.record({ before: fc.nat(13), after: fc.nat(13) }), { maxLength: 30 }),
    })
    .map(({ ids, weights, pairs }) =>
      ids.map((id, index) => ({
        id,
        weight: weights[index]!,
        after: new Set(
          pairs
            .filter((pair) => pair.after === index && allowed(pair))
            // Steps that are not there are waited for by nobody.
            .map(({ before }) => ids[before] ?? "nobody"),
        ),
      })),
    );

const acyclic = stepsWith(({ before, after }) => before < after);
const any = stepsWith(({ before, after }) => before !== after);

const RUNS = { numRuns: 500 };

const idsOf = (steps: readonly Step[]): string[] => steps.map(({ id }) => id);

/** What a step waits for, and what that waits for, … */
function needsOf(steps: readonly Step[], id: string): ReadonlySet<string> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const found = new Set<string>();
  const visit = (at: string): void => {
    for (const need of byId.get(at)?.after ?? [])
      if (byId.has(need) && !found.has(need)) {
        found.add(need);
        visit(need);
      }
  };
  visit(id);
  return found;
}

/** Pairs that stand the wrong way round. */
const broken = (steps: readonly Step[]): (readonly [first: string, later: string])[] => {
  const place = new Map(idsOf(inOrder(steps)).map((id, index) => [id, index]));
  return steps.flatMap(({ id, after }) =>
    [...after].filter((need) => (place.get(need) ?? -1) > place.get(id)!).map((need) => [need, id] as const),
  );
};

describe("the order of steps", () => {
  it("has every step, once", () => {
    fc.assert(
      fc.property(any, (steps) => {
        expect(idsOf(inOrder(steps)).sort()).toEqual(idsOf(steps).sort());
      }),
      RUNS,
    );
  });

  it("puts every step after those it waits for", () => {
    fc.assert(
      fc.property(acyclic, (steps) => {
        expect(broken(steps)).toEqual([]);
      }),
      RUNS,
    );
  });

  it("does not depend on the order they are given in", () => {
    const shuffled = fc
      .oneof(any, acyclic)
      .chain((steps) => fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length })));
    fc.assert(
      fc.property(shuffled, ([steps, others]) => {
        expect(idsOf(inOrder(others))).toEqual(idsOf(inOrder(steps)));
      }),
      RUNS,
    );
  });

  it("takes the lightest of those that are free", () => {
    fc.assert(
      fc.property(acyclic, (steps) => {
        const done = new Set<string>();
        const compare = (a: Step, b: Step) =>
          a.weight[0]! - b.weight[0]! || a.weight[1]! - b.weight[1]! || (a.id < b.id ? -1 : 1);
        const ids = new Set(idsOf(steps));
        for (const { id } of inOrder(steps)) {
          const free = steps.filter(
            (step) => !done.has(step.id) && [...step.after].every((need) => done.has(need) || !ids.has(need)),
          );
          expect(id).toBe(free.sort(compare)[0]?.id);
          done.add(id);
        }
      }),
      RUNS,
    );
  });

  it("breaks nothing but cycles", () => {
    const step = (id: string, weight: number, need: string): Step => ({
      id,
      weight: [weight, 0],
      after: new Set([need]),
    });
    const waiting = [step("a", 0, "b"), step("b", 1, "c"), step("c", 1, "b")];
    fc.assert(
      fc.property(any, (steps) => {
        const outside = broken(steps).filter(([need, id]) => !needsOf(steps, need).has(id));
        expect(outside).toEqual([]);
      }),
      { ...RUNS, examples: [[waiting]] },
    );
  });
});
