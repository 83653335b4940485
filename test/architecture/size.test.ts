/** How long a file and a function may be: what does not fit on a few screens is two things. */

import { describe, expect, it } from "vitest";
import { type Node, placeOf, type Source, sourcesOf } from "./source.ts";

/** The first that fits the path counts. */
const BUDGETS: readonly (readonly [path: RegExp, lines: number])[] = [
  [/^lib\/core\//, 220],
  [/^lib\/kinds\//, 330],
  [/^lib\/engine\//, 330],
  [/^lambdas\/wiring\.ts$/, 100],
  [/^lambdas\//, 60],
  [/^bin\/app\.ts$/, 30],
  [/./, 300],
];

const FUNCTION_LINES = 60;

const sources = sourcesOf("lib", "lambdas", "bin", "test");

const linesOf = (text: string): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);

const budgetOf = ({ path }: Source): number => BUDGETS.find(([pattern]) => pattern.test(path))?.[1] ?? 0;

const isFunction = ({ type, body }: Node): boolean => /Function/.test(type) && body !== null && body !== undefined;

describe("the budgets", () => {
  it("hold for files", () => {
    const offenders = sources
      .filter((source) => linesOf(source.text) > budgetOf(source))
      .map((source) => `${source.path}: ${linesOf(source.text)} lines of ${budgetOf(source)}`);
    expect(offenders).toEqual([]);
  });

  it("hold for functions", () => {
    const offenders = sources
      .filter(({ path }) => !path.startsWith("test/"))
      .flatMap((source) =>
        source.nodes
          .filter(isFunction)
          .map((node) => ({ place: placeOf(source, node), lines: linesOf(source.text.slice(node.start, node.end)) })),
      )
      .filter(({ lines }) => lines > FUNCTION_LINES)
      .map(({ place, lines }) => `${place}: ${lines} lines of ${FUNCTION_LINES}`);
    expect(offenders).toEqual([]);
  });
});
