/** `--format`, alike for every command that takes it. */

import { Option } from "commander";

export type Format = "text" | "json" | "html";

/** @param others formats beside text and JSON that the command has */
export const formatOption = (...others: readonly Exclude<Format, "text" | "json">[]): Option =>
  new Option("--format <format>", "for people or for programs").choices(["text", "json", ...others]).default("text");
