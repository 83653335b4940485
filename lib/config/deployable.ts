/** What stands in the way of deploying a config, beside what is wrong with the file itself. */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DriftwatchError } from "../core/errors.ts";
import { openSnapshot } from "../core/snapshot-file.ts";
import { problem } from "./problem.ts";
import { shardOf, shardsFor } from "./shard.ts";

/** What CloudFormation takes in a stack, less what the stack itself and a later version may need. */
const RESOURCES = 470;
/** Log group, role, function, its failures, schedule. */
const RESOURCES_EACH = 5;

type Entry = Readonly<Record<string, unknown>>;

/**
 * Works on whatever was read, so that these problems are named beside all others.
 * @param directory where relative paths start
 */
export function deploymentProblems(value: unknown, directory: string): string[] {
  const { databases, shards, testEvents, alertTopics } = entryOf(value);
  const entries = (Array.isArray(databases) ? databases : []).map(entryOf);
  return [
    ...tornTopics(alertTopics, []),
    ...entries.flatMap((entry, index) => databaseProblems(entry, ["databases", index], directory)),
    ...overflow(entries, typeof shards === "number" ? shards : 1, RESOURCES_EACH + (testEvents === true ? 1 : 0)),
  ];
}

function databaseProblems(entry: Entry, at: readonly PropertyKey[], directory: string): string[] {
  const { secret, iam, urlFromEnv, expected, tls, alertTopics } = entry;
  const unreachable = secret === undefined && iam === undefined && urlFromEnv !== undefined;
  const ca = entryOf(tls).ca;
  return [
    ...(unreachable
      ? [problem([...at, "secret"], secret, "the name or ARN of its secret: deployed, nothing else leads to it")]
      : []),
    ...(typeof ca === "string" && !holdsCertificates(contentOf(resolve(directory, ca)))
      ? [problem([...at, "tls", "ca"], ca, "a file of certificates in PEM that can be read")]
      : []),
    ...tornTopics(alertTopics, at),
    ...(typeof expected === "string" && !expected.includes("://")
      ? expectedProblems(expected, [...at, "expected"], directory)
      : []),
  ];
}

/** Whether there are certificates in it, and each is one. */
export function holdsCertificates(content: Buffer | string | undefined): boolean {
  const found = content?.toString().match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  try {
    return found.length > 0 && found.every((pem) => new X509Certificate(pem).subject !== undefined);
  } catch {
    return false;
  }
}

/** A topic takes alerts in one format: who subscribes to it reads one. */
function tornTopics(topics: unknown, at: readonly PropertyKey[]): string[] {
  const formats = new Map<unknown, unknown>();
  return (Array.isArray(topics) ? topics : []).flatMap((topic: unknown, index) => {
    const { arn, format = "text" } = typeof topic === "string" ? { arn: topic } : entryOf(topic);
    const known = formats.get(arn) ?? format;
    formats.set(arn, known);
    if (arn === undefined || known === format) return [];
    return [problem([...at, "alertTopics", index, "format"], format, `${known}, as above: a topic for each format`)];
  });
}

function expectedProblems(expected: string, at: readonly PropertyKey[], directory: string): string[] {
  const content = contentOf(resolve(directory, expected));
  if (content === undefined)
    return [problem(at, expected, "a snapshot file: write one with driftwatch snapshot --out, or leave expected out")];
  try {
    openSnapshot(content, expected);
    return [];
  } catch (error) {
    if (!(error instanceof DriftwatchError)) throw error;
    return [problem(at, expected, `a snapshot file that is whole and of a known format (${error.code})`)];
  }
}

/** @throws DriftwatchError unless a snapshot file is there that is whole and of a known format */
export function checkSnapshotFile(path: string): void {
  const content = contentOf(path);
  if (content === undefined) {
    const remedy = "write one with `driftwatch snapshot --out`, or leave `expected` out to accept one after deployment";
    throw new DriftwatchError("snapshot-unreadable", `no expected snapshot at ${path}`, remedy);
  }
  openSnapshot(content, path);
}

function overflow(entries: readonly Entry[], shards: number, each: number): string[] {
  const taken = new Map<number, number>();
  for (const { id, alarms, enabled, ...occasions } of entries) {
    if (typeof id !== "string") continue;
    const shard = shardOf(id, shards);
    taken.set(
      shard,
      (taken.get(shard) ?? 0) + each + alarmsOf(entryOf(alarms), enabled !== false) + occasionsOf(occasions),
    );
  }
  const most = Math.max(0, ...taken.values());
  if (most <= RESOURCES) return [];
  const enough = Math.max(shardsFor(entries.length), shards + 1);
  return [
    problem(
      ["shards"],
      shards,
      `${enough} or more: a stack would have ${most} resources for its databases, and has room for ${RESOURCES}`,
    ),
  ];
}

const alarmsOf = (
  { drift = false, errors = true, notRunning = true, noVerdict = false }: Entry,
  enabled: boolean,
): number => [drift, errors, notRunning && enabled, noVerdict && enabled].filter(Boolean).length;

/** A rule with its permission; a version with what invokes it. */
const occasionsOf = ({ checkOnRequest, checkOnDeploy }: Entry): number =>
  (checkOnRequest === true ? 2 : 0) + (checkOnDeploy === true ? 2 : 0);

const entryOf = (value: unknown): Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
