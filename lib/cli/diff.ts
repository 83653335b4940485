/** `driftwatch diff`: what happened to one schema to make it the other, and the SQL that takes it back. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renameThresholdFrom } from "../config/environment.ts";
import { isRenameThreshold, RENAME_THRESHOLDS } from "../config/rename-threshold.ts";
import { DriftwatchError } from "../core/errors.ts";
import { exitCodeOf } from "../core/report.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import type { Asked } from "../engine/compare.ts";
import type { Comparison } from "../report/comparison.ts";
import type { CliCommand } from "./command.ts";
import { compare } from "./compare.ts";
import type { Console } from "./console.ts";
import { canvasOf, type Format, formatOption, outOption, REPORT_FORMATS, renderedDiff, resultTo } from "./format.ts";
import { ignoreRulesIn } from "./ignore-file.ts";
import type { Run } from "./main.ts";
import { openOption, openPage } from "./open.ts";
import { withProgress } from "./progress.ts";
import { quoted } from "./quoted.ts";
import { askedOf, refuseUnmatched, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { isLive, readSource, SOURCE_HELP } from "./source.ts";

interface DiffOptions extends ScopeOptions {
  readonly format: Format;
  readonly out?: string;
  readonly ignoreFile?: string;
  readonly open?: true;
  readonly renameThreshold?: number;
}

export function addDiff(program: CliCommand, run: Run): void {
  const command = program
    .command("diff")
    .summary("compare two schemas")
    .description(
      "Says what happened to the expected schema to make it the actual one, worst first, and proposes the SQL that takes it back. Nothing is run.",
    )
    .argument("<expected>", `the schema as it should be: ${SOURCE_HELP}`)
    .argument("<actual>", "the schema as it is: the same")
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(outOption())
    .addOption(openOption())
    .option(
      "--rename-threshold <score>",
      "from which likeness on, 0.5 to 1, a removed and an added object are read as one renamed (default: DRIFTWATCH_RENAME_THRESHOLD, or 0.72)",
      renameThreshold,
    );
  withScope(command)
    .option("--ignore-file <file>", "hide what these rules match: a JSON list, as `ignore` in the config file")
    .examples(
      "driftwatch diff expected.json postgres://me@localhost/shop",
      "driftwatch diff --schema app --format json staging.json production.json",
    )
    .action((expected: string, actual: string, options: DiffOptions) =>
      run((console) => diff(expected, actual, options, console)),
    );
}

async function diff(expected: string, actual: string, options: DiffOptions, console: Console): Promise<number> {
  const asked = askedOf(options);
  const to = resultTo(options.out, console);
  const rules = options.ignoreFile === undefined ? [] : ignoreRulesIn(options.ignoreFile);
  const ignoring = { rules, at: new Date().toISOString() };
  const comparison = await withProgress(console, "Reading and comparing the schemas", async () => {
    const [left, right] = await readBoth(expected, actual, asked);
    refuseUnmatched(asked, [left, right]);
    const threshold = options.renameThreshold ?? renameThresholdFrom(console.env);
    return compare(left, right, asked, ignoring, threshold === undefined ? {} : { threshold });
  });
  for (const schemas of comparison.schemas) await console.say(`compared only ${described(schemas)}`);
  await to.write(Buffer.from(await renderedDiff(comparison, options.format, canvasOf(options.out, console))));
  if (options.open) await openPage(await pageOf(comparison), console);
  return exitCodeOf(comparison.status);
}

/** A file with the page, left where the system keeps what nobody has to keep. */
async function pageOf(comparison: Comparison): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), "driftwatch-diff-")), "diff.html");
  writeFileSync(path, await renderedDiff(comparison, "html", { colour: false, width: 100 }), { mode: 0o600 });
  return path;
}

function renameThreshold(value: string): number {
  if (value !== "" && isRenameThreshold(Number(value))) return Number(value);
  throw new DriftwatchError(
    "bad-argument",
    `--rename-threshold ${quoted(value)} is not ${RENAME_THRESHOLDS}`,
    "give one such as 0.8, or leave it out",
  );
}

/** A live database is read the way the snapshot was taken that it is compared with. */
async function readBoth(expected: string, actual: string, asked: Asked): Promise<[Snapshot, Snapshot]> {
  const scope = scopeOf(asked);
  if (isLive(expected) === isLive(actual)) return Promise.all([readSource(expected, scope), readSource(actual, scope)]);
  const stored = await readSource(isLive(expected) ? actual : expected, scope);
  const live = await readSource(isLive(expected) ? expected : actual, scopeOf(asked, stored.scope));
  return isLive(expected) ? [live, stored] : [stored, live];
}

function described({ include, exclude }: Scope): string {
  const included = include.length > 0 ? `schemas like ${include.join(", ")}` : "all schemas";
  return exclude.length > 0 ? `${included}, but not ${exclude.join(", ")}` : included;
}
