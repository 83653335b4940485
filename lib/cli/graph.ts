/** `driftwatch graph`: the steps of a plan and their order as a picture. */

import { Option } from "commander";
import { DriftwatchError } from "../core/errors.ts";
import { planBetween } from "../engine/plan.ts";
import { withParser } from "../engine/renames/renames.ts";
import { KINDS } from "../kinds/registry.ts";
import { GRAPH_FORMATS, type GraphFormat, renderGraph } from "../report/graph.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { canvasOf, outOption, resultTo } from "./format.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { askedOf, type ScopeOptions, withScope } from "./scope.ts";
import { type RenameThreshold, readSides, renamesBy, renameThresholdOption, withSides } from "./sides.ts";

interface GraphOptions extends ScopeOptions, RenameThreshold {
  readonly format: GraphFormat;
  readonly out?: string;
}

export function addGraph(program: CliCommand, run: Run): void {
  const command = program
    .command("graph")
    .summary("draw the steps of a plan and their order")
    .description(
      "Draws the steps that take the actual schema to the expected one: an arrow leads from a step to one that must come after " +
        "it. Risk is a colour and a word.",
    )
    .addOption(
      new Option("--format <format>", "for the eye, or for what draws it").choices(GRAPH_FORMATS).default("ascii"),
    )
    .addOption(outOption())
    .addOption(renameThresholdOption());
  withScope(withSides(command))
    .examples(
      "driftwatch graph expected.json postgres://me@localhost/shop",
      "driftwatch graph expected.json postgres://me@localhost/shop --format svg --out plan.svg",
    )
    .action((expected: string, actual: string, options: GraphOptions) =>
      run((console) => graph(expected, actual, options, console)),
    );
}

/** What can be laid out while somebody waits. */
const MOST_DRAWN = 400;

async function graph(expected: string, actual: string, options: GraphOptions, console: Console): Promise<number> {
  const asked = askedOf(options);
  const to = resultTo(options.out, console);
  const { up, verdict } = await withProgress(console, "Reading and comparing the schemas", async (tell) => {
    const [left, right] = await readSides(expected, actual, asked, tell);
    const ignoring = { rules: [], at: "" };
    return planBetween(
      KINDS,
      { expected: left, actual: right },
      asked,
      ignoring,
      await withParser(renamesBy(options, console)),
    );
  });
  const { steps, manual } = up;
  if (options.format === "svg" && steps.length > MOST_DRAWN)
    throw new DriftwatchError(
      "bad-argument",
      `${steps.length} steps are too many for a drawing`,
      "take --format dot, and draw part of it",
    );
  const { colour } = canvasOf(options.out, console);
  if (steps.length > 0) await to.write(Buffer.from(renderGraph(steps, options.format, colour)));
  else
    await console.say(
      manual.length > 0 ? "there is no step but what a person has to do" : "nothing to do: actual is as expected",
    );
  return verdict.status === "INCOMPLETE" ? 3 : 0;
}
