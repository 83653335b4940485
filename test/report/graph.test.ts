/** The picture of a plan's steps, in each of its formats. */

import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { GRAPH_FORMATS, renderGraph } from "../../lib/report/graph.ts";
import type { GraphStep } from "../../lib/report/html/step-graph.ts";
import { needs } from "../../lib/report/step-order.ts";

const step = (id: string, after: readonly string[] = [], known: Partial<GraphStep> = {}): GraphStep => ({
  ...{ id, description: `does ${id}`, risk: "safe", after },
  ...known,
});

const DIAMOND = [
  step("aaa"),
  step("bbb", ["aaa"], { risk: "caution" }),
  step("ccc", ["aaa"]),
  step("ddd", ["aaa", "bbb", "ccc"], { risk: "danger" }),
  step("eee"),
];

/** Steps in an order, each after some of those before it. */
const anySteps: fc.Arbitrary<GraphStep[]> = fc
  .array(
    fc.record({
      risk: fc.constantFrom("safe", "caution", "danger"),
      description: fc.string({ unit: "binary" }),
      picks: fc.array(fc.nat()),
    }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((drawn) =>
    drawn.map(({ risk, description, picks }, at) =>
      step(
        at.toString(16).padStart(12, "0"),
        at === 0 ? [] : picks.map((pick) => (pick % at).toString(16).padStart(12, "0")),
        { risk, description } as Partial<GraphStep>,
      ),
    ),
  );

describe("the picture of a plan", () => {
  it("leaves out what follows from the rest", () => {
    expect(needs(DIAMOND).map(({ after }) => after)).toEqual([[], ["aaa"], ["aaa"], ["bbb", "ccc"], []]);
  });

  it("is drawn with letters, a lane a step", () => {
    expect(renderGraph(DIAMOND, "ascii").split("\n")).toEqual([
      "1  *      SAFE     aaa  does aaa",
      "2  +-*    CAUTION  bbb  does bbb",
      "3  +-|-*  SAFE     ccc  does ccc",
      "4  *-+-+  DANGER   ddd  does ddd",
      "5  *      SAFE     eee  does eee",
      "",
    ]);
  });

  it("says risk in words and in colours", () => {
    for (const format of GRAPH_FORMATS)
      for (const risk of ["SAFE", "CAUTION", "DANGER"]) expect(renderGraph(DIAMOND, format)).toContain(risk);
    expect(renderGraph(DIAMOND, "ascii", true)).toContain("\u001b[31mDANGER");
    expect(renderGraph(DIAMOND, "dot")).toMatch(/"ddd" \[label="4 DANGER ddd\\ndoes ddd", fillcolor="#f8d0cb"/);
    expect(renderGraph(DIAMOND, "mermaid")).toMatch(/ {2}sddd\["4 DANGER ddd<br\/>does ddd"\]:::danger\n/);
  });

  it("has a line for each need, and is well formed, whatever the names are", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const lines = needs(steps).flatMap(({ after }) => after).length;
        const svg = renderGraph(steps, "svg");
        expect(XMLValidator.validate(svg)).toBe(true);
        expect(new XMLParser().parse(svg)).toHaveProperty("svg");
        expect(svg.match(/marker-end/g)?.length ?? 0).toBe(lines);
        expect(svg.match(/class="step is-/g)).toHaveLength(steps.length);
        expect(renderGraph(steps, "dot").match(/ -> /g)?.length ?? 0).toBeGreaterThanOrEqual(lines);
        expect(renderGraph(steps, "ascii").trimEnd().split("\n")).toHaveLength(steps.length);
        expect(renderGraph(steps, "mermaid").match(/^ {2}s\w{12} --> s\w{12}$/gm)?.length ?? 0).toBe(lines);
      }),
    );
  });
});
