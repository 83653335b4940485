/** `driftwatch show`: a report that a check stored. */

import { readFileSync } from "node:fs";
import { DriftwatchError } from "../core/errors.ts";
import { exitCodeOf, type Report } from "../core/report.ts";
import { parseReport } from "../core/stored-report.ts";
import { latestReport } from "../monitor/history.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { canvasOf, type Format, formatOption, outOption, REPORT_FORMATS, renderedReport, resultTo } from "./format.ts";
import type { Run } from "./main.ts";
import { quoted } from "./quoted.ts";
import { readObject } from "./s3.ts";
import { type Storage, type StorageOptions, storageOf, withStorage } from "./storage.ts";

interface ShowOptions extends StorageOptions {
  readonly format: Format;
  readonly out?: string;
}

const LATEST = "latest";

export function addShow(program: CliCommand, run: Run): void {
  const command = program
    .command("show")
    .summary("print a stored report")
    .description("Prints a report that a check stored, as the check itself would; the exit code is the check's, too.")
    .argument("[report]", "a path, an s3:// URI, or latest: the last report of --database", LATEST);
  withStorage(command)
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(outOption())
    .examples(
      "driftwatch show --database orders",
      "driftwatch show s3://my-state-bucket/orders/reports/20261120T030004.123Z-0.json --format json",
    )
    .action((report: string, options: ShowOptions) => run((console) => show(report, options, console)));
}

async function show(name: string, options: ShowOptions, console: Console): Promise<number> {
  const to = resultTo(options.out, console);
  const report = name === LATEST ? await storedReport(name, await storageOf(options, console)) : await reportAt(name);
  await to.write(Buffer.from(await renderedReport(report, options.format, canvasOf(options.out, console))));
  return exitCodeOf(report.status);
}

/**
 * The report that a text names, of the given target.
 * @throws DriftwatchError when there is none, or it is another target's
 */
export async function storedReport(name: string, { target, ports }: Storage): Promise<Report> {
  const report = name === LATEST ? await latestReport(target, ports) : await reportAt(name);
  if (report.target === target.id) return report;
  throw new DriftwatchError(
    "bad-argument",
    `the report ${quoted(name)} is about ${quoted(report.target)}, not ${target.id}`,
    "name a report of this database",
  );
}

async function reportAt(name: string): Promise<Report> {
  const content = /^s3:\/\//i.test(name) ? Buffer.from(await readObject(name)) : fromFile(name);
  const report = parseReport(content.toString("utf8"));
  if (report) return report;
  const value = parsed(content.toString("utf8"));
  if (typeof value !== "object" || value === null || !("findings" in value && "format" in value))
    throw new DriftwatchError("source-unreadable", `${quoted(name)} is no report`, "name one that a check stored");
  if (value.format === 2)
    throw new DriftwatchError(
      "source-unreadable",
      `the report ${quoted(name)} is damaged`,
      "restore the file, or check again: driftwatch check",
    );
  throw new DriftwatchError(
    "source-unreadable",
    `the report ${quoted(name)} has format ${Number(value.format)} and this version reads format 2`,
    "use the version of driftwatch that wrote it",
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    throw new DriftwatchError(
      "source-unreadable",
      `the report ${quoted(path)} cannot be read (${code})`,
      "give a path, an s3:// URI, or latest",
      { cause },
    );
  }
}
