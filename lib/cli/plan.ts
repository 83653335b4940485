/** `driftwatch plan`: what to do about a difference: the SQL back, a migration forward, or rules that leave it alone. */

import { Option } from "commander";
import { DriftwatchError } from "../core/errors.ts";
import type { Proofs } from "../core/proof.ts";
import type { IgnoreRule } from "../core/report.ts";
import { majorOf } from "../core/snapshot.ts";
import { type Planned, planBetween } from "../engine/plan.ts";
import { type RenameOptions, withParser } from "../engine/renames/renames.ts";
import { KINDS } from "../kinds/registry.ts";
import { layoutNamed, WRITABLE_LAYOUTS } from "../migrations/project.ts";
import { prove } from "../proof/prove.ts";
import { renderJson } from "../report/json.ts";
import { unseenPhrases } from "../report/unseen.ts";
import { askingAt } from "./asking.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import { ignoreRulesIn } from "./ignore-file.ts";
import type { Run } from "./main.ts";
import { indexOf } from "./plan-directory.ts";
import { filesOf, revert } from "./plan-files.ts";
import { type IgnoreOptions, ignore, ignoreOptions } from "./plan-ignore.ts";
import { incorporate } from "./plan-incorporate.ts";
import { decide, NOBODY } from "./plan-interactive.ts";
import { type NamingOptions, naming } from "./plan-naming.ts";
import { pendingIn } from "./plan-pending.ts";
import { withProgress } from "./progress.ts";
import { quoted } from "./quoted.ts";
import type { ReplayedOptions } from "./replayed.ts";
import { type ReplayingOptions, refuseIdle, replayingOf, SCRATCH, withReplaying } from "./replaying.ts";
import { askedOf, type ScopeOptions, withScope } from "./scope.ts";
import { type RenameThreshold, readSides, renamesBy, renameThresholdOption, withSides } from "./sides.ts";
import { isDirectory } from "./source.ts";

interface PlanOptions extends ScopeOptions, RenameThreshold, NamingOptions, IgnoreOptions, ReplayingOptions {
  readonly revert?: true;
  readonly incorporate?: true;
  readonly ignore?: true;
  readonly allowDanger?: true;
  readonly interactive?: true;
  readonly ignoreFile?: string;
  readonly layout?: string;
  readonly migrations?: string;
  readonly app?: string;
  readonly ledger?: string;
  readonly prove?: boolean;
  readonly online?: true;
  readonly format: Format;
}

export function addPlan(program: CliCommand, run: Run): void {
  const command = program
    .command("plan")
    .summary("write the SQL between two schemas, to review and run")
    .description(
      "Plans what to do about a difference: takes the actual schema to the expected one (--revert), makes a migration of it " +
        "(--incorporate), or leaves it alone (--ignore). A plan is ordered SQL, up and down, each step with its risk, in files " +
        "named by the moment and the message. Nothing is run.",
    )
    .option("--message <text>", "what it is for: names the files and stands in them")
    .option("--out <dir>", "the directory that plans are kept in")
    .option(
      "--allow-danger",
      "write it though it has DANGER steps: they lose or expose data, or fail on the rows there are",
    )
    .option("--interactive", "ask, on a terminal: what is a rename, what to leave out, what may be lost")
    .option("--dry-run", "print the plan and its SQL, and write nothing")
    .addOption(formatOption())
    .addOption(renameThresholdOption());
  withReplaying(withWays(withScope(withSides(command))))
    .option("--ignore-file <file>", "leave alone what these rules match: a JSON list, as `ignore` in the config file")
    .examples(
      'driftwatch plan expected.json postgres://me@localhost/shop --message "back to 43" --out plans',
      "driftwatch plan expected.json postgres://me@localhost/shop --dry-run",
      'driftwatch plan db/migrations postgres://me@localhost/shop --incorporate --message "the hotfix"',
      'driftwatch plan expected.json postgres://me@localhost/shop --ignore --reason "until 44" --expires 2027-06-30',
    )
    .action((expected: string, actual: string, options: PlanOptions) =>
      run((console) => plan(expected, actual, options, console)),
    );
}

const withWays = (command: CliCommand): CliCommand =>
  command
    .addOption(
      new Option("--revert", "the expected schema is right (the default)").conflicts(["incorporate", "ignore"]),
    )
    .addOption(new Option("--incorporate", "the actual schema is right: write a new migration").conflicts("ignore"))
    .option("--migrations <dir>", "with --incorporate: the project (default: EXPECTED, where that is a directory)")
    .addOption(
      new Option("--layout <tool>", "whose migrations they are (default: told by the files)").choices(WRITABLE_LAYOUTS),
    )
    .option("--app <name>", "with --incorporate: which app of a Django project")
    .option("--ledger <table>", "with --incorporate: the ledger, as schema.table, where it is not the tool's usual one")
    .option("--ignore", "neither is wrong: print the rules that leave the difference alone")
    .option("--reason <text>", "with --ignore: why")
    .option("--expires <date>", "with --ignore: the last day on which the rules count")
    .option("--prove", "try it on a scratch database (default with --incorporate, where one can be had)")
    .option("--no-prove", "do not")
    .option(
      "--online",
      "let people read and write meanwhile where there is a way: CONCURRENTLY, NOT VALID and VALIDATE, each on its own",
    );

async function plan(expected: string, actual: string, options: PlanOptions, console: Console): Promise<number> {
  const asked = askedOf(options);
  const ignoring = options.ignore ? ignoreOptions(options) : null;
  const output = ignoring ? null : outputOf(options, expected);
  refuseIdle(
    options,
    [expected, actual, ...(options.migrations === undefined ? [] : [options.migrations])],
    options.prove ? SCRATCH : [],
  );
  const rules = options.ignoreFile === undefined ? [] : ignoreRulesIn(options.ignoreFile);
  const asking = options.interactive ? await askingAt(console, NOBODY) : null;
  const now = new Date();
  if (output?.out && !options.incorporate) indexOf(output.out);
  const { replan, pending } = await withProgress(console, "Reading and comparing the schemas", async (tell) => {
    const [left, right] = await readSides(expected, actual, asked, tell, replayOptions(options));
    const renames = await withParser(renamesBy(options, console));
    const pending = options.incorporate ? await pendingIn(actual, [left, right], options.ledger) : null;
    const sides = { expected: pending?.asRun(left) ?? left, actual: right };
    const replan = (more: Partial<RenameOptions> = {}, others: readonly IgnoreRule[] = []) => {
      const ignored = { rules: [...rules, ...others], at: now.toISOString() };
      return planBetween(KINDS, sides, asked, ignored, { ...renames, ...more }, options.online === true);
    };
    return { replan, pending };
  });
  for (const note of pending?.notes ?? []) await console.say(note);
  const { planned, mayLose } = asking
    ? await decide(replan(), (decided, others) => replan({ decided }, others), asking, console)
    : { planned: replan(), mayLose: false };
  if (planned.up.steps.length + planned.up.manual.length === 0) {
    for (const phrase of unseenPhrases(planned.verdict)) await console.say(`incomplete: ${phrase}`);
    await console.print(
      options.format === "json" && output
        ? renderJson(filesOf(planned, { ...output, now, proof: null }).plan)
        : "Nothing to do: actual is as expected.\n",
    );
    return planned.verdict.status === "INCOMPLETE" ? 3 : 0;
  }
  if (ignoring) return ignore(planned.verdict.findings, ignoring, now, console);
  const written = { ...(output as Output), now, allowDanger: mayLose || options.allowDanger === true };
  if (options.incorporate) return incorporate(planned, { ...written, asRun: pending?.asRun }, console);
  const proof = options.prove ? await proofsOf(planned, options, console) : null;
  return revert(planned, { ...written, proof }, console);
}

const proofsOf = (planned: Planned, { scratchUrl, postgres }: PlanOptions, console: Console): Promise<Proofs> =>
  withProgress(console, "Trying the plan on a scratch database", async (tell) => {
    const where = { url: scratchUrl, major: Number(postgres ?? majorOf(planned.actual.server)) };
    const up = await prove(KINDS, planned, "up", where);
    tell("Trying the way back on a scratch database");
    return { up, down: await prove(KINDS, planned, "down", where) };
  });

function replayOptions(options: PlanOptions): ReplayedOptions {
  const { layout, incorporate } = options;
  return {
    ...replayingOf(options),
    layout: layout === undefined ? undefined : layoutNamed(layout),
    // A project that is told of in so many words may be new.
    mayBeEmpty: incorporate && layout !== undefined,
  };
}

type Output = Omit<Parameters<typeof incorporate>[1], "now" | "allowDanger" | "asRun">;

/** Where it goes and how it is made. Better refused before long work than after. */
function outputOf(options: PlanOptions, expected: string): Output {
  const { incorporate: forward, format, layout, app, prove } = options;
  const migrations = options.migrations ?? (isDirectory(expected) ? expected : undefined);
  if (forward && migrations === undefined)
    throw new DriftwatchError(
      "bad-argument",
      `--incorporate needs --migrations, since ${quoted(expected)} is no directory`,
      "give the directory of the project's migrations, or make it",
    );
  return {
    ...naming(options, forward ? migrations : options.out, forward ? "--migrations" : "--out"),
    ...{ format, migrations: migrations ?? "", online: options.online === true },
    ...{ layout, app, prove, replay: replayOptions(options), proof: null },
  };
}
