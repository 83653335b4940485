/** `--database`, `--config`, `--bucket`: whose state, reports and snapshots a command reads, and where they are kept. */

import { existsSync } from "node:fs";
import { configPath, DEFAULT_CONFIG_PATH, readConfig } from "../config/read-config.ts";
import { bareTarget, isDatabaseId, type Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import { directoryArchive } from "../local/archive.ts";
import { directoryStores } from "../local/directory.ts";
import type { Archive, Ports } from "../monitor/ports.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { localDirectory } from "./ports.ts";
import { quoted } from "./quoted.ts";
import { bucketStores, remoteSnapshots } from "./s3.ts";
import { targetOf } from "./target.ts";

export interface StorageOptions {
  readonly database?: string;
  readonly config?: string;
  readonly bucket?: string;
}

export interface Storage {
  readonly target: Target;
  readonly ports: Pick<Ports, "snapshots" | "reports" | "states" | "clock"> & { readonly archive: Archive };
}

export const withStorage = (command: CliCommand): CliCommand =>
  command
    .option("--database <id>", "the database, by its id in the config file")
    .option("--config <file>", "the config file (default: DRIFTWATCH_CONFIG, or driftwatch.config.json)")
    .option("--bucket <name>", "the bucket of the deployed monitor (default: the directory that checks here use)");

/** @throws DriftwatchError when options and config name no database */
export async function storageOf(options: StorageOptions, console: Console): Promise<Storage> {
  const bucket = options.bucket === undefined ? undefined : bucketName(options.bucket);
  const { target, directory } = named(options, bucket, console);
  const clock: Ports["clock"] = { now: () => new Date(), wait: async () => undefined };
  const stores = directoryStores(directory, {
    remote: () => ({ ...remoteSnapshots, expectedLocation: (it) => stores.snapshots.expectedLocation(it) }),
  });
  const archive = directoryArchive(directory);
  const inBucket = bucket !== undefined || target.expected.in === "s3" ? await bucketStores() : undefined;
  const expectedInS3 = target.expected.in === "s3" || (bucket !== undefined && target.expected.in === "store");
  const home = bucket !== undefined && inBucket ? inBucket : { ...stores, archive };
  const writer = expectedInS3 && inBucket ? inBucket.archive : archive;
  return {
    target: bucket === undefined ? target : { ...target, bucket },
    ports: {
      ...{ clock, reports: home.reports, states: home.states },
      snapshots: expectedInS3 && inBucket ? inBucket.snapshots : stores.snapshots,
      archive: { ...home.archive, writeExpected: writer.writeExpected },
    },
  };
}

function named({ database, config: path }: StorageOptions, bucket: string | undefined, console: Console) {
  const file = configPath(path, console.env);
  // Whoever knows the bucket's name can do without the file, which may be in another repository.
  if (bucket !== undefined && database !== undefined && file === DEFAULT_CONFIG_PATH && !existsSync(file))
    return { target: withoutConfig(database), directory: "." };
  const config = readConfig(file);
  const ids = config.databases.map(({ id }) => id);
  const id = database ?? (ids.length === 1 ? ids[0] : undefined);
  if (id !== undefined) return { target: targetOf(config, id), directory: localDirectory(config, console) };
  throw new DriftwatchError(
    "bad-argument",
    `${config.path} has ${ids.length} databases and none was chosen`,
    `give --database with one of: ${ids.join(", ")}`,
  );
}

function withoutConfig(id: string): Target {
  if (!isDatabaseId(id))
    throw new DriftwatchError("bad-argument", `--database cannot be ${quoted(id)}`, "give the id of a database");
  return bareTarget(id);
}

/** The name in what `--bucket` was given. */
export function bucketName(text: string): string {
  const name = /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?$/.exec(text)?.[1];
  if (name !== undefined) return name;
  throw new DriftwatchError("bad-argument", `--bucket cannot be ${quoted(text)}`, "give the name of a bucket");
}
