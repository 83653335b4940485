/** `--format`, alike for every command that takes it. */

import { Option } from "commander";

export type Format = "text" | "json";

export const formatOption = (): Option =>
  new Option("--format <format>", "for people or for programs").choices(["text", "json"]).default("text");
