/** `driftwatch diff`: what happened to one schema to make it the other, and the SQL that takes it back. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodeOf } from "../core/report.ts";
import type { Scope, Snapshot } from "../core/snapshot.ts";
import type { Asked } from "../engine/compare.ts";
import type { Comparison } from "../report/comparison.ts";
import { renderDiff } from "../report/diff-text.ts";
import { renderJson } from "../report/json.ts";
import type { CliCommand } from "./command.ts";
import { compare } from "./compare.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import type { Run } from "./main.ts";
import { openOption, openPage } from "./open.ts";
import { withProgress } from "./progress.ts";
import { askedOf, refuseUnmatched, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { isLive, readSource, SOURCE_HELP } from "./source.ts";

interface DiffOptions extends ScopeOptions {
  readonly format: Format;
  readonly open?: true;
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
    .addOption(formatOption("html"))
    .addOption(openOption());
  withScope(command)
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
  const comparison = await withProgress(console, "Reading and comparing the schemas", async () => {
    const [left, right] = await readBoth(expected, actual, asked);
    refuseUnmatched(asked, [left, right]);
    return compare(left, right, asked);
  });
  for (const schemas of comparison.schemas) await console.say(`compared only ${described(schemas)}`);
  await console.print(await rendered(comparison, options.format, console));
  if (options.open) await openPage(await pageOf(comparison), console);
  return exitCodeOf(comparison.status);
}

async function rendered(comparison: Comparison, format: Format, { colour, width }: Console): Promise<string> {
  if (format === "json") return renderJson(comparison);
  if (format === "html") return (await html()).renderDiffHtml(comparison);
  return renderDiff(comparison, { colour, width });
}

/** What makes pages is loaded for whoever asks for one. */
const html = () => import("../report/html.ts");

/** A file with the page, left where the system keeps what nobody has to keep. */
async function pageOf(comparison: Comparison): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), "driftwatch-diff-")), "diff.html");
  writeFileSync(path, (await html()).renderDiffHtml(comparison), { mode: 0o600 });
  return path;
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
