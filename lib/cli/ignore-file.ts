/** `--ignore-file`: rules for what a comparison hides. */

import { readFileSync } from "node:fs";
import { parseIgnoreRules } from "../config/ignore-rule.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { IgnoreRule } from "../core/report.ts";
import { quoted } from "./quoted.ts";

export function ignoreRulesIn(path: string): readonly IgnoreRule[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    throw new DriftwatchError(
      "config-unreadable",
      `no rules could be read from ${quoted(path)} (${code})`,
      "name a JSON file of rules",
      { cause },
    );
  }
  return parseIgnoreRules(text, path);
}
