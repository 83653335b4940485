/** Observed snapshots in a directory, and expected ones in files. */

import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { observedFingerprint, storageKeys } from "../config/storage.ts";
import type { Archive } from "../monitor/ports.ts";
import { expectedPath } from "./directory.ts";
import { codeOf, fileError, readFile, replaceFile } from "./files.ts";

/** Expected snapshots in S3 are left to another archive. */
export const directoryArchive = (directory: string): Archive => ({
  async observed({ id }, prefix) {
    const folder = dirname(join(directory, storageKeys(id).observed("")));
    return namesIn(folder)
      .flatMap((name) => observedFingerprint(join(folder, name)) ?? [])
      .filter((fingerprint) => fingerprint.startsWith(prefix))
      .sort();
  },
  readObserved: async ({ id }, fingerprint) => readFile(join(directory, storageKeys(id).observed(fingerprint))),
  async writeExpected(target, file) {
    const path = expectedPath(directory, target);
    // An observed snapshot is always compressed; the expected one is as its name says.
    replaceFile(path, path.endsWith(".gz") ? file : gunzipSync(file));
    return path;
  },
});

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw fileError(folder, "read", error);
  }
}
