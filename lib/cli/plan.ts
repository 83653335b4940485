/** `driftwatch plan`: the SQL that takes one schema to the other and back, in files to review, keep and run. */

import { DriftwatchError } from "../core/errors.ts";
import { type Plan, type PlanStep, riskCounts, sealed, sha256 } from "../core/plan.ts";
import { type Planned, planBetween } from "../engine/plan.ts";
import { withParser } from "../engine/renames.ts";
import { KINDS } from "../kinds/registry.ts";
import { count } from "../report/count.ts";
import { renderJson } from "../report/json.ts";
import { renderPlanChangelog } from "../report/plan-changelog.ts";
import { renderPlanSql } from "../report/plan-sql.ts";
import { renderPlan } from "../report/plan-text.ts";
import { unseenPhrases } from "../report/unseen.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import { ignoreRulesIn } from "./ignore-file.ts";
import type { Run } from "./main.ts";
import { indexOf, writePlan } from "./plan-directory.ts";
import { withProgress } from "./progress.ts";
import { quoted } from "./quoted.ts";
import { askedOf, type ScopeOptions, withScope } from "./scope.ts";
import { type RenameThreshold, readSides, renamesBy, renameThresholdOption, withSides } from "./sides.ts";

interface PlanOptions extends ScopeOptions, RenameThreshold {
  readonly message?: string;
  readonly out?: string;
  readonly allowDanger?: true;
  readonly dryRun?: true;
  readonly ignoreFile?: string;
  readonly format: Format;
}

export function addPlan(program: CliCommand, run: Run): void {
  const command = program
    .command("plan")
    .summary("write the SQL between two schemas, to review and run")
    .description(
      "Plans what takes the actual schema to the expected one, and back: ordered SQL, each step with its risk, in files " +
        "named by the moment and the message. Nothing is run.",
    )
    .option("--message <text>", "what it is for: names the files and stands in them")
    .option("--out <dir>", "the directory that plans are kept in")
    .option(
      "--allow-danger",
      "write it though it has DANGER steps: they lose or expose data, or fail on the rows there are",
    )
    .option("--dry-run", "print the plan and its SQL, and write nothing")
    .addOption(formatOption())
    .addOption(renameThresholdOption());
  withScope(withSides(command))
    .option("--ignore-file <file>", "leave alone what these rules match: a JSON list, as `ignore` in the config file")
    .examples(
      'driftwatch plan expected.json postgres://me@localhost/shop --message "back to 43" --out plans',
      "driftwatch plan expected.json postgres://me@localhost/shop --dry-run",
    )
    .action((expected: string, actual: string, options: PlanOptions) =>
      run((console) => plan(expected, actual, options, console)),
    );
}

async function plan(expected: string, actual: string, options: PlanOptions, console: Console): Promise<number> {
  const asked = askedOf(options);
  const named = naming(options);
  const rules = options.ignoreFile === undefined ? [] : ignoreRulesIn(options.ignoreFile);
  const now = new Date();
  if (named.out !== null) indexOf(named.out);
  const planned = await withProgress(console, "Reading and comparing the schemas", async (tell) => {
    const [left, right] = await readSides(expected, actual, asked, tell);
    const renames = await withParser(renamesBy(options, console));
    return planBetween(KINDS, { expected: left, actual: right }, asked, { rules, at: now.toISOString() }, renames);
  });
  const made = planOf(planned, named.message, now);
  const { steps, manual } = planned.up;
  const code = planned.verdict.status === "INCOMPLETE" ? 3 : 0;
  if (steps.length + manual.length === 0) {
    await nothingToDo(made.plan, options.format, console);
    return code;
  }
  const refusal = options.allowDanger ? null : refusalOf(steps);
  if (named.out === null) {
    await show(made.plan, [], options.format, console);
    if (refusal) await console.say(refusal.message);
    return code;
  }
  if (refusal) throw refusal;
  await show(made.plan, await writePlan(named.out, made), options.format, console);
  return code;
}

const SLUG_LENGTH = 60;
const DRY = "dry run";

/** Whether and where to write, and under which words. */
function naming({ message, out, dryRun }: PlanOptions): { readonly message: string; readonly out: string | null } {
  if (dryRun) return { message: message ?? DRY, out: null };
  const example = 'for example: --message "add email" --out plans; or print it with --dry-run';
  if (message === undefined) throw new DriftwatchError("bad-argument", "plan needs --message", example);
  if (out === undefined) throw new DriftwatchError("bad-argument", "plan needs --out", example);
  if (slugOf(message) === "")
    throw new DriftwatchError(
      "bad-argument",
      `--message ${quoted(message)} has no letter or digit that a file could be named by`,
      "say it in letters from a to z",
    );
  return { message, out };
}

/** `Add é-mail!` → `add_e_mail`. */
function slugOf(message: string): string {
  const plain = message.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, "_")
    .slice(0, SLUG_LENGTH)
    .replaceAll(/^_+|_+$/g, "");
}

/** `20261128_110719`. */
const stampOf = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "_");

function planOf(planned: Planned, message: string, now: Date) {
  const { up, down, looked, fingerprint, verdict, actual } = planned;
  const id = `${stampOf(now)}_${slugOf(message)}`;
  const draft = {
    ...{ format: 1 as const, id, message, createdAt: now.toISOString() },
    database: { name: actual.server.database, version: actual.server.version },
    ...{ looked, fingerprint, unseen: unseenPhrases(verdict), risks: riskCounts(up.steps), up, down },
  };
  const contents = new Map([
    [`${id}.up.sql`, renderPlanSql(draft, "up", up)],
    [`${id}.down.sql`, renderPlanSql(draft, "down", down)],
    [`${id}.changelog.md`, renderPlanChangelog(draft, verdict.findings)],
  ]);
  const files = Array.from(contents, ([name, content]) => ({ name, sha256: sha256(content) }));
  return { plan: sealed({ ...draft, files }), contents };
}

function show(plan: Plan, paths: readonly string[], format: Format, console: Console): Promise<void> {
  const { colour, width } = console;
  return console.print(format === "json" ? renderJson(plan) : renderPlan(plan, paths, { colour, width }));
}

async function nothingToDo(plan: Plan, format: Format, console: Console): Promise<void> {
  for (const phrase of plan.unseen) await console.say(`incomplete: ${phrase}`);
  await console.print(format === "json" ? renderJson(plan) : "Nothing to do: actual is as expected.\n");
}

/** The steps that nobody should run without having read them. */
function refusalOf(steps: readonly PlanStep[]): DriftwatchError | null {
  const dangers = steps.filter(({ risk }) => risk === "danger");
  if (dangers.length === 0) return null;
  const named = dangers.map(({ id, description }) => `${id} ${description}`).join(", ");
  return new DriftwatchError(
    "plan-refused",
    `the plan has ${count(dangers.length, "DANGER step")}: ${named}`,
    "read it with --dry-run; to have it written all the same, give --allow-danger",
  );
}
