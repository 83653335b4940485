/** One object in S3, by its URI: what a command reads or writes. */

import { DriftwatchError } from "../core/errors.ts";
import { type Place, placeOf, S3Objects } from "./s3-client.ts";

/**
 * The bytes of the object at `s3://bucket/key`.
 * @throws DriftwatchError `source-unknown` when it is no such URI, `source-unreadable` when there is no such object
 */
export async function readObject(uri: string, objects = new S3Objects()): Promise<Uint8Array> {
  const found = await objects.read(place(uri));
  if (found) return found.bytes;
  throw new DriftwatchError("source-unreadable", `there is no object at ${uri}`, "check bucket and key");
}

/** Puts the bytes at `s3://bucket/key`, in place of whatever is there. */
export async function writeObject(uri: string, bytes: Uint8Array, objects = new S3Objects()): Promise<void> {
  const type = uri.endsWith(".gz") ? "application/gzip" : "application/json";
  await objects.write(place(uri), bytes, type);
}

function place(uri: string): Place {
  const found = placeOf(uri);
  if (found) return found;
  throw new DriftwatchError("source-unknown", `${uri} names no object in S3`, "write it as s3://bucket/key");
}
