/** The config file on disk. */

import { readFileSync } from "node:fs";
import { DriftwatchError } from "../core/errors.ts";
import { type Config, type FurtherProblems, parseConfig } from "./config-file.ts";
import { ENVIRONMENT } from "./environment.ts";

/** Where the file is looked for when nobody says. */
export const DEFAULT_CONFIG_PATH = "driftwatch.config.json";

/** The path to read: the one given, else the environment's, else the default. */
export const configPath = (given: string | undefined, env: Readonly<Record<string, string | undefined>>): string =>
  given || env[ENVIRONMENT.config] || DEFAULT_CONFIG_PATH;

/**
 * Reads and parses the file at `path`.
 * @param further what else to look for: `deploymentProblems`
 * @throws DriftwatchError `config-unreadable` or `config-invalid`
 */
export function readConfig(path: string, further?: FurtherProblems): Config {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    const remedy = `create the file (driftwatch init writes a first one), or name another one with --config or ${ENVIRONMENT.config}`;
    throw new DriftwatchError("config-unreadable", `no config could be read from ${path} (${code})`, remedy, {
      cause: error,
    });
  }
  return parseConfig(text, path, further);
}
