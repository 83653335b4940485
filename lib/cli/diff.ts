/** `driftwatch diff`: what happened to one schema to make it the other, and the SQL that takes it back. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Option } from "commander";
import { exitCodeOf } from "../core/report.ts";
import type { Scope } from "../core/snapshot.ts";
import { LAYOUT_NAMES } from "../migrations/project.ts";
import type { Comparison } from "../report/comparison.ts";
import type { CliCommand } from "./command.ts";
import { compare } from "./compare.ts";
import type { Console } from "./console.ts";
import { canvasOf, type Format, formatOption, outOption, REPORT_FORMATS, renderedDiff, resultTo } from "./format.ts";
import { ignoreRulesIn } from "./ignore-file.ts";
import type { Run } from "./main.ts";
import { openOption, openPage } from "./open.ts";
import { withProgress } from "./progress.ts";
import { type ReplayingOptions, refuseIdle, replayingOf, withReplaying } from "./replaying.ts";
import { repositoryFile } from "./repository-file.ts";
import { askedOf, type ScopeOptions, withScope } from "./scope.ts";
import { type RenameThreshold, readSides, renamesBy, renameThresholdOption, withSides } from "./sides.ts";
import { isHere, sourceName } from "./source.ts";

interface DiffOptions extends ScopeOptions, RenameThreshold, ReplayingOptions {
  readonly layout?: string;
  readonly format: Format;
  readonly out?: string;
  readonly ignoreFile?: string;
  readonly open?: true;
}

export function addDiff(program: CliCommand, run: Run): void {
  const command = program
    .command("diff")
    .summary("compare two schemas")
    .description(
      "Says what happened to the expected schema to make it the actual one, worst first, and proposes the SQL that takes it back. Nothing is run.",
    )
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(outOption())
    .addOption(openOption())
    .addOption(renameThresholdOption());
  withReplaying(withScope(withSides(command)))
    .addOption(
      new Option("--layout <tool>", "whose migrations they are (default: told by the files)").choices(LAYOUT_NAMES),
    )
    .option("--ignore-file <file>", "hide what these rules match: a JSON list, as `ignore` in the config file")
    .examples(
      "driftwatch diff expected.json postgres://me@localhost/shop",
      "driftwatch diff db/migrations postgres://me@localhost/shop --postgres 17",
      "driftwatch diff --schema app --format json staging.json production.json",
    )
    .action((expected: string, actual: string, options: DiffOptions) =>
      run((console) => diff(expected, actual, options, console)),
    );
}

async function diff(expected: string, actual: string, options: DiffOptions, console: Console): Promise<number> {
  const asked = askedOf(options);
  refuseIdle(options, [expected, actual]);
  const to = resultTo(options.out, console);
  const rules = options.ignoreFile === undefined ? [] : ignoreRulesIn(options.ignoreFile);
  const ignoring = { rules, at: new Date().toISOString() };
  const comparison = await withProgress(console, "Reading and comparing the schemas", async (tell) => {
    const replay = { ...replayingOf(options), layout: options.layout };
    const sides = await readSides(expected, actual, asked, tell, replay);
    const names = [sourceName(expected), sourceName(actual)] as const;
    return compare(sides, names, asked, ignoring, renamesBy(options, console));
  });
  for (const schemas of comparison.schemas) await console.say(`compared only ${described(schemas)}`);
  const file = [expected, actual].find(isHere);
  const canvas = { ...canvasOf(options.out, console), ...(file && { fileOf: () => repositoryFile(file) }) };
  await to.write(Buffer.from(await renderedDiff(comparison, options.format, canvas)));
  if (options.open) await openPage(await pageOf(comparison), console);
  return exitCodeOf(comparison.status);
}

/** A file with the page, left where the system keeps what nobody has to keep. */
async function pageOf(comparison: Comparison): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), "driftwatch-diff-")), "diff.html");
  writeFileSync(path, await renderedDiff(comparison, "html", { colour: false, width: 100 }), { mode: 0o600 });
  return path;
}

function described({ include, exclude }: Scope): string {
  const included = include.length > 0 ? `schemas like ${include.join(", ")}` : "all schemas";
  return exclude.length > 0 ? `${included}, but not ${exclude.join(", ")}` : included;
}
