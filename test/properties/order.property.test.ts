import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knotsOf } from "../../lib/engine/remediation/knots.ts";
import { inOrder, type Step } from "../../lib/engine/remediation/order.ts";

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

  it("breaks nothing but cycles, and those are told", () => {
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
        expect(broken(steps).length === 0 || knotsOf(steps, () => true).length > 0).toBe(true);
      }),
      { ...RUNS, examples: [[waiting]] },
    );
  });
});

describe("steps that wait for each other", () => {
  const silent = fc.func(fc.boolean());

  it("are all told, each with those it waits for and that wait for it", () => {
    fc.assert(
      fc.property(any, (steps) => {
        const needs = new Map(steps.map(({ id }) => [id, needsOf(steps, id)]));
        const tied = (id: string, other: string) => needs.get(id)?.has(other) && needs.get(other)?.has(id);
        const knots = new Map(
          knotsOf(steps, () => true).flatMap((knot) => knot.map((id) => [id, [...knot].sort()] as const)),
        );
        for (const { id } of steps) {
          const others = steps.map((other) => other.id).filter((other) => other !== id && tied(id, other));
          expect(knots.get(id) ?? [id]).toEqual([id, ...others].sort());
        }
      }),
      RUNS,
    );
  });

  it("are none where only what has nothing to say stands in between, or nothing waits in a circle", () => {
    fc.assert(
      fc.property(acyclic, silent, (steps, says) => {
        expect(knotsOf(steps, ({ id }) => says(id))).toEqual([]);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(any, (steps) => {
        const [speaker] = steps;
        expect(knotsOf(steps, (step) => step === speaker)).toEqual([]);
      }),
      RUNS,
    );
  });

  it("hear of each other through those that have nothing to say", () => {
    const step = (id: string, need: string): Step => ({ id, weight: [0], after: new Set([need]) });
    const circle = [step("a", "silent"), step("silent", "b"), step("b", "a")];
    expect(knotsOf(circle, ({ id }) => id !== "silent")).toEqual([["a", "b"]]);
  });

  it("may be very many in a row", () => {
    const chain = Array.from({ length: 50_000 }, (_, at): Step => {
      const need = `s${(at + 1) % 50_000}`;
      return { id: `s${at}`, weight: [0], after: new Set([need]) };
    });
    expect(knotsOf(chain, () => true).map((knot) => knot.length)).toEqual([50_000]);
    expect(knotsOf(chain.slice(1), () => true)).toEqual([]);
  });
});
