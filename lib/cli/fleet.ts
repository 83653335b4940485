/** `driftwatch fleet`: all databases at once, grouped by their schema. */

import { existsSync } from "node:fs";
import { InvalidArgumentError, Option } from "commander";
import { configPath, DEFAULT_CONFIG_PATH, readConfig } from "../config/read-config.ts";
import { bareTarget } from "../config/target.ts";
import type { Fleet } from "../core/fleet.ts";
import { directoryStores } from "../local/directory.ts";
import { directoryIds } from "../local/roster.ts";
import { fleetOf } from "../monitor/fleet.ts";
import { renderFleetGroups } from "../report/fleet-groups.ts";
import { renderJson } from "../report/json.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Canvas, canvasOf, formatOption, outOption, resultTo } from "./format.ts";
import type { Run } from "./main.ts";
import { localDirectory } from "./ports.ts";
import { bucketRoster, bucketStores } from "./s3.ts";
import { bucketName } from "./storage.ts";
import { reachedBy } from "./target.ts";

type FleetFormat = "text" | "json" | "html";

interface FleetOptions {
  readonly config?: string;
  readonly bucket?: string;
  readonly staleAfter: number;
  readonly format: FleetFormat;
  readonly out?: string;
}

export function addFleet(program: CliCommand, run: Run): void {
  program
    .command("fleet")
    .summary("show all databases at once, grouped by their schema")
    .description(
      "Groups databases by what their last checks saw: which share a schema, which stand alone, and which have not been " +
        "checked lately. No database is connected to.",
    )
    .option(
      "--config <file>",
      "the config file (default: DRIFTWATCH_CONFIG, or driftwatch.config.json, if it is there)",
    )
    .option("--bucket <name>", "the bucket of the deployed monitors (default: the directory that checks here use)")
    .addOption(
      new Option("--stale-after <hours>", "a check older than so many hours says nothing of today")
        .argParser(wholeHours)
        .default(48),
    )
    .addOption(formatOption(["text", "json", "html"]))
    .addOption(outOption())
    .examples("driftwatch fleet --bucket my-state-bucket", "driftwatch fleet --format html --out fleet.html")
    .action((options: FleetOptions) => run((console) => showFleet(options, console)));
}

function wholeHours(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Allowed choices are 1 and more.");
}

async function showFleet(options: FleetOptions, console: Console): Promise<number> {
  const to = resultTo(options.out, console);
  const { ids, states, reached } = await kept(options, console);
  const targets = ids.map((id) => ({ ...bareTarget(id), ...reached }));
  const clock = { now: () => new Date(), wait: async () => undefined };
  const fleet = await fleetOf(targets, { states, clock }, { staleAfterHours: options.staleAfter });
  await to.write(Buffer.from(await rendered(fleet, options.format, canvasOf(options.out, console))));
  if (fleet.groups.some(({ status }) => status === "DRIFTED")) return 2;
  return fleet.unseen.length > 0 || fleet.groups.length === 0 ? 3 : 0;
}

/** What the config names and what something is kept of, each once. */
async function kept(options: FleetOptions, console: Console) {
  const file = configPath(options.config, console.env);
  const isThere = file !== DEFAULT_CONFIG_PATH || existsSync(file);
  const config = isThere || options.bucket === undefined ? readConfig(file) : undefined;
  const named = config?.databases.filter(({ enabled }) => enabled).map(({ id }) => id) ?? [];
  if (options.bucket === undefined && config) {
    const directory = localDirectory(config, console);
    const { states } = directoryStores(directory);
    return { ids: both(named, directoryIds(directory)), states, reached: reachedBy(config) };
  }
  const bucket = bucketName(options.bucket ?? "");
  const { states } = await bucketStores();
  return { ids: both(named, await bucketRoster(bucket)), states, reached: { bucket } };
}

const both = (some: readonly string[], others: readonly string[]): string[] =>
  [...new Set([...some, ...others])].sort();

async function rendered(fleet: Fleet, format: FleetFormat, canvas: Canvas): Promise<string> {
  if (format === "json") return renderJson(fleet);
  return format === "text"
    ? renderFleetGroups(fleet, canvas)
    : (await import("../report/fleet-html.ts")).renderFleetHtml(fleet);
}
