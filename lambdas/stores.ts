/** The composition root of the functions that see stores and no database. */

import { publishDigest } from "../lib/aws/digest-topic.ts";
import { bucketIds } from "../lib/aws/roster.ts";
import { s3Stores } from "../lib/aws/s3.ts";
import { s3Archive } from "../lib/aws/s3-archive.ts";
import { ENVIRONMENT, topicsFrom } from "../lib/config/environment.ts";
import { DriftwatchError } from "../lib/core/errors.ts";
import type { Topic } from "../lib/core/topic.ts";
import { directoryArchive } from "../lib/local/archive.ts";
import { directoryStores } from "../lib/local/directory.ts";
import { directoryIds } from "../lib/local/roster.ts";
import type { Archive, Ports } from "../lib/monitor/ports.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where everything of all databases is kept. */
export interface StoreWiring {
  /** Undefined where it is a directory. */
  readonly bucket: string | undefined;
  readonly ports: Pick<Ports, "snapshots" | "states" | "clock"> & { readonly archive: Archive };
  /** The databases of which something is kept. */
  readonly ids: () => Promise<readonly string[]>;
  readonly log: (line: string) => void;
}

/** The same, and who is told. */
export interface DigestWiring extends StoreWiring {
  readonly topics: readonly Topic[];
  readonly publish: typeof publishDigest;
}

const clock: Ports["clock"] = { now: () => new Date(), wait: async () => undefined };

/**
 * Makes the clients, once per container.
 * @throws DriftwatchError `config-invalid` when the environment names neither a bucket nor a directory
 */
export function wireStores(env: Environment = process.env): StoreWiring {
  // Not the console, which wraps what it prints when the function logs JSON.
  const log = (line: string) => void process.stdout.write(`${line}\n`);
  const directory = env[ENVIRONMENT.localDirectory];
  const bucket = env[ENVIRONMENT.bucket];
  if (directory) {
    const ports = { ...directoryStores(directory), archive: directoryArchive(directory), clock };
    return { bucket: undefined, ports, ids: async () => directoryIds(directory), log };
  }
  if (bucket)
    return { bucket, ports: { ...s3Stores(), archive: s3Archive(), clock }, ids: () => bucketIds(bucket), log };
  const remedy = "deploy the function with DriftMonitorFleet, which sets it";
  throw new DriftwatchError("config-invalid", `environment variable ${ENVIRONMENT.bucket} is not set`, remedy);
}

export const wireDigest = (env: Environment = process.env): DigestWiring => ({
  ...wireStores(env),
  topics: topicsFrom(env),
  publish: publishDigest,
});
