/** `--format` and `--out`, alike for every command that takes them, and what makes each format. */

import { Option } from "commander";
import { DEFAULT_CONFIG_PATH } from "../config/read-config.ts";
import { type Report, worstOf } from "../core/report.ts";
import type { Comparison } from "../report/comparison.ts";
import { renderDiff } from "../report/diff-text.ts";
import { renderFleet } from "../report/fleet.ts";
import { renderJson } from "../report/json.ts";
import type { SarifOptions } from "../report/sarif.ts";
import { renderText } from "../report/text.ts";
import type { Console } from "./console.ts";
import { type Destination, destination } from "./destination.ts";
import { version } from "./version.ts";

export type Format = "text" | "json" | "markdown" | "junit" | "sarif" | "html";

/** What a report can be had in. */
export const REPORT_FORMATS = [
  "text",
  "json",
  "markdown",
  "junit",
  "sarif",
  "html",
] as const satisfies readonly Format[];

/** @param formats what the command has */
export const formatOption = (formats: readonly Format[] = ["text", "json"]): Option =>
  new Option("--format <format>", "for people or for programs").choices(formats).default("text");

export const outOption = (): Option => new Option("--out <file>", "write it to a file instead of stdout");

/** Where the result goes. Better refused before long work than after. */
export const resultTo = (out: string | undefined, console: Console): Destination =>
  out === undefined
    ? { write: (bytes) => console.print(bytes) }
    : // A file keeps no colours and has no width.
      destination(out, console);

/** What besides the report a rendering depends on. */
export interface Canvas {
  readonly colour: boolean;
  readonly width: number;
  /** At which file of the repository code scanning is to show what drifted. Default: the config file's usual name. */
  readonly fileOf?: SarifOptions["fileOf"];
}

/** A file is as wide as paper and has no colours. */
export const canvasOf = (out: string | undefined, { colour, width }: Console): Canvas =>
  out === undefined || out === "-" ? { colour, width } : { colour: false, width: 100 };

export async function renderedReport(report: Report, format: Format, canvas: Canvas): Promise<string> {
  switch (format) {
    case "text":
      return renderText(report, canvas);
    case "json":
      return renderJson(report);
    case "markdown":
      return (await import("../report/markdown.ts")).renderMarkdown(report);
    case "junit":
      return (await import("../report/junit.ts")).renderJunit([report]);
    case "sarif":
      return (await import("../report/sarif.ts")).renderSarif([report], sarifOptions(canvas));
    case "html":
      // What is printed lies nowhere: nothing is beside it.
      return (await html()).renderHtml({ ...report, stored: { ...report.stored, page: null } });
  }
}

/** Findings shown of each of several databases. */
const SHOWN_OF_MANY = 10;

/** Several at once; a page shows one. */
export async function renderedTogether(
  reports: readonly Report[],
  format: Exclude<Format, "html">,
  canvas: Canvas,
): Promise<string> {
  switch (format) {
    case "text": {
      const telling = reports.filter(({ status }) => status !== "IN_SYNC" && status !== "ERROR");
      const whole = telling.map((report) => renderText(report, { ...canvas, limit: SHOWN_OF_MANY }));
      return [...whole, renderFleet(reports, canvas)].join("\n");
    }
    case "json":
      return renderJson({ status: worstOf(reports.map(({ status }) => status)), reports });
    case "markdown":
      return (await import("../report/markdown.ts")).renderMarkdownTogether(reports);
    case "junit":
      return (await import("../report/junit.ts")).renderJunit(reports);
    case "sarif":
      return (await import("../report/sarif.ts")).renderSarif(reports, sarifOptions(canvas));
  }
}

export async function renderedDiff(comparison: Comparison, format: Format, canvas: Canvas): Promise<string> {
  switch (format) {
    case "text":
      return renderDiff(comparison, canvas);
    case "json":
      return renderJson(comparison);
    case "markdown":
      return (await import("../report/markdown.ts")).renderDiffMarkdown(comparison);
    case "junit":
      return (await import("../report/junit.ts")).renderDiffJunit(comparison);
    case "sarif":
      return (await import("../report/sarif.ts")).renderDiffSarif(comparison, sarifOptions(canvas));
    case "html":
      return (await html()).renderDiffHtml(comparison);
  }
}

const sarifOptions = ({ fileOf = () => DEFAULT_CONFIG_PATH }: Canvas): SarifOptions => ({ version: version(), fileOf });

/** What makes pages is loaded for whoever asks for one. */
const html = () => import("../report/html.ts");
