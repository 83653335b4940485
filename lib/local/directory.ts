/** Snapshots, reports and state in a directory, by the same keys as in S3. */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pageBeside, planBeside, residentsKey, storageKeys } from "../config/storage.ts";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import { fingerprint } from "../core/fingerprint.ts";
import { type PhysicalDatabase, parseResidents, serialiseResidents } from "../core/home.ts";
import { openLargeSnapshot } from "../core/snapshot-file.ts";
import { packSnapshot } from "../core/snapshot-writer.ts";
import { parseReport } from "../core/stored-report.ts";
import { parseState, serialiseState } from "../core/target-state.ts";
import type { Ports, ReportStore, ResidentStore, SnapshotStore, StateStore } from "../monitor/ports.ts";
import { createFile, makeDirectory, readFile, replaceFile } from "./files.ts";
import { withLock } from "./lock.ts";

/** How expected snapshots in S3 are read. */
export type RemoteSnapshots = Pick<SnapshotStore, "expectedVersion" | "readExpected" | "expectedLocation">;

export interface DirectoryOptions {
  /**
   * Called when a target's expected snapshot lies in S3, and not before.
   * @default - such a target cannot be checked
   */
  readonly remote?: () => RemoteSnapshots;
}

/** How many reports one millisecond may bring forth. */
const REPORTS_AT_ONCE = 20;

export const directoryStores = (
  directory: string,
  options: DirectoryOptions = {},
): Pick<Ports, "snapshots" | "reports" | "states" | "residents"> => ({
  residents: directoryResidents(directory),
  snapshots: directorySnapshots(directory, options),
  reports: directoryReports(directory),
  states: directoryStates(directory),
});

function directorySnapshots(directory: string, { remote }: DirectoryOptions): SnapshotStore {
  const elsewhere = ({ id }: Target): RemoteSnapshots => {
    if (remote) return remote();
    throw new DriftwatchError("source-unreadable", `the expected snapshot of ${id} is in S3`, "give a file instead");
  };
  return {
    async expectedVersion(target) {
      if (target.expected.in === "s3") return elsewhere(target).expectedVersion(target);
      const content = readFile(expectedPath(directory, target));
      return content && digest(content);
    },
    async readExpected(target) {
      if (target.expected.in === "s3") return elsewhere(target).readExpected(target);
      const path = expectedPath(directory, target);
      const content = readFile(path);
      return content && (await openLargeSnapshot(content, path));
    },
    expectedLocation: (target) => expectedPath(directory, target),
    async writeObserved(target, snapshot) {
      const path = join(directory, storageKeys(target.id).observed(fingerprint(snapshot)));
      replaceFile(path, packSnapshot(snapshot, path));
      return path;
    },
    async readObserved(target, fingerprint) {
      const path = join(directory, storageKeys(target.id).observed(fingerprint));
      const content = readFile(path);
      return content && (await openLargeSnapshot(content, path));
    },
  };
}

export function expectedPath(directory: string, { expected }: Target): string {
  if (expected.in === "s3") return `s3://${expected.bucket}/${expected.key}`;
  return expected.in === "file" ? expected.path : join(directory, expected.key);
}

const directoryReports = (directory: string): ReportStore => {
  // By its name alone: the directory may have been moved since, or named from elsewhere.
  const pathOf = ({ id }: Target, location: string): string =>
    join(directory, dirname(storageKeys(id).report("", 0)), basename(location));
  return {
    async write(target, report) {
      const { reportText } = await import("../core/report-text.ts");
      const text = reportText(report);
      for (let n = 0; n < REPORTS_AT_ONCE; n++) {
        const path = join(directory, storageKeys(target.id).report(report.checkedAt, n));
        if (createFile(path, text)) return path;
      }
      throw new DriftwatchError(
        "store-conflict",
        `${REPORTS_AT_ONCE} reports of ${target.id} were written at ${report.checkedAt}`,
        "let one check of a database run at a time",
      );
    },
    async writeBeside(target, location, content) {
      replaceFile(pathOf(target, location), content);
    },
    async read(target, location) {
      const path = pathOf(target, location);
      const content = readFile(path);
      const whole = content && parseReport(content.toString("utf8"));
      if (!whole) return null;
      const beside = (place: string) => (existsSync(place) ? place : null);
      return { ...whole, stored: { ...whole.stored, page: beside(pageBeside(path)), plan: beside(planBeside(path)) } };
    },
  };
};

function directoryStates(directory: string): StateStore {
  const pathOf = ({ id }: Target): string => join(directory, storageKeys(id).state);
  return {
    async read(target) {
      const path = pathOf(target);
      const content = readFile(path);
      if (!content) return null;
      const value = parseState(content.toString("utf8"));
      if (value) return { value, version: digest(content) };
      throw new DriftwatchError(
        "store-unavailable",
        `${path} is no state this version of Driftwatch wrote`,
        "restore it or delete it; once deleted, drift that was reported before is reported once more",
      );
    },
    write: async (target, state, version) => replaceIf(pathOf(target), serialiseState(state), version),
  };
}

function directoryResidents(directory: string): ResidentStore {
  const pathOf = ({ systemIdentifier, databaseOid }: PhysicalDatabase): string =>
    join(directory, residentsKey(systemIdentifier, databaseOid));
  return {
    async read(_target, home) {
      const content = readFile(pathOf(home));
      return content && { value: parseResidents(content.toString("utf8")), version: digest(content) };
    },
    write: async (_target, home, residents, version) => replaceIf(pathOf(home), serialiseResidents(residents), version),
  };
}

/** Replaces a file if it still is what it was. */
function replaceIf(path: string, content: string, version: string | null): Promise<string | null> {
  makeDirectory(dirname(path));
  return withLock(`${path}.lock`, () => {
    const present = readFile(path);
    if ((present && digest(present)) !== version) return null;
    replaceFile(path, content);
    return digest(content);
  });
}

const digest = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");
