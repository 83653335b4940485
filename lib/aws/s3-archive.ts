/** Observed snapshots in the monitor's bucket, and the expected one in whatever bucket it lies. */

import { gunzipSync } from "node:zlib";
import { observedFingerprint, observedPrefix, storageKeys } from "../config/storage.ts";
import type { Archive } from "../monitor/ports.ts";
import { expectedPlace, ownPlace } from "./s3.ts";
import { S3Objects, uriOf } from "./s3-client.ts";

export const s3Archive = (objects = new S3Objects()): Archive => ({
  async observed(target, prefix) {
    const keys = await objects.list(ownPlace(target, observedPrefix(target.id, prefix)));
    return keys.flatMap((key) => observedFingerprint(key) ?? []);
  },
  async readObserved(target, fingerprint) {
    const found = await objects.read(ownPlace(target, storageKeys(target.id).observed(fingerprint)));
    return found?.bytes ?? null;
  },
  async writeExpected(target, file) {
    const place = expectedPlace(target);
    // An observed snapshot is always compressed; the expected one is as its name says.
    if (place.key.endsWith(".gz")) await objects.write(place, file, "application/gzip");
    else await objects.write(place, gunzipSync(file), "application/json");
    return uriOf(place);
  },
});
