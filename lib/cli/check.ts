/** `driftwatch check`: what the scheduled check does, from a laptop or in CI. */

import { Option } from "commander";
import type { Config } from "../config/config-file.ts";
import { renameThresholdFrom } from "../config/environment.ts";
import { configPath, readConfig } from "../config/read-config.ts";
import type { Target } from "../config/target.ts";
import { byCodeUnit } from "../core/address.ts";
import { count } from "../core/count.ts";
import { DriftwatchError } from "../core/errors.ts";
import { exitCodeOf, type Report, worstOf } from "../core/report.ts";
import { checkDrift } from "../monitor/check.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import {
  type Canvas,
  canvasOf,
  type Format,
  formatOption,
  outOption,
  REPORT_FORMATS,
  renderedReport,
  renderedTogether,
  resultTo,
} from "./format.ts";
import { inTurns } from "./in-turns.ts";
import type { Run } from "./main.ts";
import { openOption, openPage } from "./open.ts";
import { localPorts } from "./ports.ts";
import { withProgress } from "./progress.ts";
import { repositoryFile } from "./repository-file.ts";
import { targetOf } from "./target.ts";

interface CheckOptions {
  readonly database?: readonly string[];
  readonly all?: true;
  readonly config?: string;
  readonly format: Format;
  readonly out?: string;
  readonly open?: true;
  readonly full?: true;
  readonly quiet?: true;
}

/** The database that many projects call so: it goes before all others. */
const DEFAULT_ID = "default";

/** Databases checked at the same time. */
const AT_ONCE = 4;

export function addCheck(program: CliCommand, run: Run): void {
  program
    .command("check")
    .summary("check the databases of the config file")
    .description(
      "Compares databases of the config file with their expected snapshots, as the scheduled check does. " +
        "Their URLs come from the environment (DRIFTWATCH_URL_<ID>, or what urlFromEnv names); snapshots, reports and " +
        "state are kept in .driftwatch beside the config, or in DRIFTWATCH_LOCAL_DIRECTORY.",
    )
    .addOption(
      new Option("--database <id>", "the database to check; may be repeated").argParser(
        (id: string, before: readonly string[] = []) => [...before, id],
      ),
    )
    .addOption(
      new Option("--all", "check every database that is enabled: default first, then by id").conflicts("database"),
    )
    .option("--config <file>", "the config file (default: DRIFTWATCH_CONFIG, or driftwatch.config.json)")
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(outOption())
    .addOption(openOption())
    .option("--full", "read the whole schema even if nothing has moved since the last check")
    .option("--quiet", "alert nobody, and leave the incident as it is")
    .examples("driftwatch check --database orders", "driftwatch check --all --format json")
    .action((options: CheckOptions) => run((console) => check(options, console)));
}

async function check(options: CheckOptions, console: Console): Promise<number> {
  const config = readConfig(configPath(options.config, console.env));
  const renameThreshold = renameThresholdFrom(console.env);
  const targets = (await chosen(config, options, console)).map((target) => ({
    ...(renameThreshold === undefined ? {} : { renameThreshold }),
    ...target,
  }));
  if (options.format === "html" && (options.all || targets.length > 1)) throw onePageEach();
  const to = resultTo(options.out, console);
  const ports = localPorts(config, console);
  const subject = targets.length === 1 ? (targets[0]?.id ?? "") : count(targets.length, "database");
  const reports = await withProgress(console, `Checking ${subject}`, () =>
    inTurns(targets, AT_ONCE, (target) =>
      checkDrift(target, ports, { notify: options.quiet !== true, full: options.full === true }),
    ),
  );
  for (const { target, error, status } of reports)
    if (status === "ERROR") await console.say(`${target}: ${error?.message ?? "unknown error"}`);
  const canvas = { ...canvasOf(options.out, console), fileOf: fileOf(config, targets) };
  await to.write(Buffer.from(await rendered(reports, options, canvas)));
  const pages = options.open ? reports.flatMap(({ stored }) => stored.page ?? []) : [];
  for (const page of pages) await openPage(page, console);
  return exitCodeOf(worstOf(reports.map(({ status }) => status)));
}

async function chosen(config: Config, { database, all }: CheckOptions, console: Console): Promise<Target[]> {
  const ids = config.databases.map(({ id }) => id);
  if (database) return [...new Set(database)].map((id) => targetOf(config, id));
  if (!all && ids.length > 1) {
    throw new DriftwatchError(
      "bad-argument",
      `${config.path} has ${ids.length} databases and none was chosen`,
      `give --all, or --database with one of: ${ids.join(", ")}`,
    );
  }
  if (!all) return ids.map((id) => targetOf(config, id));
  const paused = config.databases.filter(({ enabled }) => !enabled).map(({ id }) => id);
  if (paused.length > 0) await console.say(`skipped, because the config disables them: ${paused.join(", ")}`);
  const enabled = ids.filter((id) => !paused.includes(id)).sort(defaultFirst);
  if (enabled.length > 0) return enabled.map((id) => targetOf(config, id));
  throw new DriftwatchError("bad-argument", `${config.path} enables no database`, "name one with --database");
}

const defaultFirst = (a: string, b: string): number =>
  Number(b === DEFAULT_ID) - Number(a === DEFAULT_ID) || byCodeUnit(a, b);

const onePageEach = (): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    "--format html shows one database",
    "name it with --database; of several, each has its page beside its report, which --open shows",
  );

/** The expected snapshot, where it is a file of somebody's, else the config. */
const fileOf =
  ({ path }: Config, targets: readonly Target[]) =>
  (id: string | null): string => {
    const expected = targets.find((target) => target.id === id)?.expected;
    return repositoryFile(expected?.in === "file" ? expected.path : path);
  };

async function rendered(
  reports: readonly Report[],
  { all, format, out }: CheckOptions,
  canvas: Canvas,
): Promise<string> {
  const [report] = reports;
  if (format !== "html" && (all || reports.length > 1 || !report)) return renderedTogether(reports, format, canvas);
  // The one line on stderr has said it all.
  if (!report || (format === "text" && report.status === "ERROR" && out === undefined)) return "";
  return renderedReport(report, format, canvas);
}
