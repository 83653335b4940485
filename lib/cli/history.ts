/** `driftwatch history`: what the checks of a database came to, and what people decided. */

import { InvalidArgumentError } from "commander";
import { historyOf } from "../monitor/history.ts";
import { renderHistory } from "../report/history.ts";
import { renderJson } from "../report/json.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import type { Run } from "./main.ts";
import { type StorageOptions, storageOf, withStorage } from "./storage.ts";

interface HistoryOptions extends StorageOptions {
  readonly limit: number;
  readonly format: Format;
}

export function addHistory(program: CliCommand, run: Run): void {
  const command = program
    .command("history")
    .summary("list the checks of a database")
    .description(
      "Lists the checks of a database, newest first, with status, findings, fingerprint and incident; and who accepted or acknowledged what, and why.",
    );
  withStorage(command)
    .option("--limit <number>", "how many of them", wholeNumber, 30)
    .addOption(formatOption())
    .examples("driftwatch history --database orders", "driftwatch history --database orders --bucket my-state-bucket")
    .action((options: HistoryOptions) => run((console) => history(options, console)));
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Allowed choices are 1 and more.");
}

async function history(options: HistoryOptions, console: Console): Promise<number> {
  const { target, ports } = await storageOf(options, console);
  const found = await historyOf(target, ports, options.limit);
  await console.print(options.format === "json" ? renderJson(found) : renderHistory(found, { colour: console.colour }));
  return 0;
}
