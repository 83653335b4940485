/** Names of environment variables, shared by what sets them (synth time, people) and what reads them (run time). */

import { DriftwatchError } from "../core/errors.ts";
import { isTopic, type Topic } from "../core/topic.ts";
import { isRenameThreshold, RENAME_THRESHOLDS } from "./rename-threshold.ts";
import { parseTarget, type Target } from "./target.ts";

/** Every variable Driftwatch reads, but for the one URL per database that `databaseUrlVariable` names. */
export const ENVIRONMENT = {
  /** The function's target, as `encodeTarget` writes it. */
  target: "DRIFTWATCH_TARGET",
  /** The bucket of the functions that serve all databases. */
  bucket: "DRIFTWATCH_BUCKET",
  /** The topics of the digest, as a JSON list of ARN and format. */
  topics: "DRIFTWATCH_TOPICS",
  /** Path of the config file, for `cdk synth` and the command line. */
  config: "DRIFTWATCH_CONFIG",
  /** A directory: snapshots, state and reports are kept there and alerts are printed; no AWS is called. */
  localDirectory: "DRIFTWATCH_LOCAL_DIRECTORY",
  /** The score from which a removed and an added object are read as one renamed, where nothing else says it. */
  renameThreshold: "DRIFTWATCH_RENAME_THRESHOLD",
} as const;

/** The variable a database's `postgres://` URL is taken from unless its config names another. */
export const databaseUrlVariable = (id: string): string => `DRIFTWATCH_URL_${id.replaceAll("-", "_").toUpperCase()}`;

/** What the function's environment says. */
export interface Environment {
  readonly target: Target;
  /** Use the local adapters, in this directory. */
  readonly localDirectory?: string;
}

/**
 * Reads the function's environment.
 * @throws DriftwatchError `config-invalid` when the target is absent or malformed.
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const encoded = env[ENVIRONMENT.target];
  if (!encoded) {
    throw new DriftwatchError(
      "config-invalid",
      `environment variable ${ENVIRONMENT.target} is not set`,
      "deploy the function with the DriftMonitor construct, which sets it",
    );
  }
  const localDirectory = env[ENVIRONMENT.localDirectory];
  const renameThreshold = renameThresholdFrom(env);
  const target = { ...(renameThreshold === undefined ? {} : { renameThreshold }), ...parseTarget(encoded) };
  return { target, ...(localDirectory ? { localDirectory } : {}) };
}

/**
 * The topics of the digest.
 * @throws DriftwatchError `config-invalid` when they are no list of topics
 */
export function topicsFrom(env: Readonly<Record<string, string | undefined>>): readonly Topic[] {
  try {
    const topics: unknown = JSON.parse(env[ENVIRONMENT.topics] || "[]");
    if (Array.isArray(topics) && topics.every(isTopic)) return topics;
  } catch {
    // Told below.
  }
  throw new DriftwatchError(
    "config-invalid",
    `environment variable ${ENVIRONMENT.topics} is no list of topics`,
    "deploy the fleet again with this version of Driftwatch",
  );
}

/**
 * The score that the environment says; undefined where it says nothing.
 * @throws DriftwatchError `config-invalid`
 */
export function renameThresholdFrom(env: Readonly<Record<string, string | undefined>>): number | undefined {
  const said = env[ENVIRONMENT.renameThreshold];
  if (!said) return undefined;
  const value = Number(said);
  if (isRenameThreshold(value)) return value;
  throw new DriftwatchError(
    "config-invalid",
    `environment variable ${ENVIRONMENT.renameThreshold} is not ${RENAME_THRESHOLDS}`,
    "correct or unset it",
  );
}
