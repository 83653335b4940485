/** Snapshots in S3. The SDK is loaded when an `s3://` URI asks for it, and not before. */

import type { SnapshotStore } from "../monitor/ports.ts";

/** The object an `s3://bucket/key` URI names. */
export async function readObject(uri: string): Promise<Uint8Array> {
  quieten();
  return (await import("../aws/s3-object.ts")).readObject(uri);
}

/** Puts the bytes where an `s3://bucket/key` URI says. */
export async function writeObject(uri: string, bytes: Uint8Array): Promise<void> {
  quieten();
  await (await import("../aws/s3-object.ts")).writeObject(uri, bytes);
}

/** Expected snapshots that the config places in S3. */
export const remoteSnapshots: Pick<SnapshotStore, "expectedVersion" | "readExpected"> = {
  expectedVersion: async (target) => (await snapshots()).expectedVersion(target),
  readExpected: async (target) => (await snapshots()).readExpected(target),
};

/** What the deployed monitor keeps in its bucket. */
export async function bucketStores() {
  quieten();
  const [{ s3Stores }, { s3Archive }] = await Promise.all([import("../aws/s3.ts"), import("../aws/s3-archive.ts")]);
  return { ...s3Stores(), archive: s3Archive() };
}

/** The ids of the databases that a bucket keeps something of. */
export async function bucketRoster(bucket: string): Promise<readonly string[]> {
  quieten();
  return (await import("../aws/roster.ts")).bucketIds(bucket);
}

let store: SnapshotStore | undefined;

async function snapshots(): Promise<SnapshotStore> {
  quieten();
  store ??= (await import("../aws/s3.ts")).s3Snapshots();
  return store;
}

/** The SDK warns on stderr that it will need a newer Node one day. That is ours to read, not our users'. */
export function quieten(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
}
