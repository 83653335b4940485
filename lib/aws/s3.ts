/** Snapshots, reports and state in S3. */

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
import { type Place, placeOf, S3Objects, uriOf } from "./s3-client.ts";

const JSON_TYPE = "application/json";
const GZIP_TYPE = "application/gzip";
const PAGE_TYPE = "text/html; charset=utf-8";
const SQL_TYPE = "application/sql; charset=utf-8";

/** How many reports one millisecond may bring forth. */
const REPORTS_AT_ONCE = 20;

export const s3Stores = (objects = new S3Objects()): Pick<Ports, "snapshots" | "reports" | "states" | "residents"> => ({
  residents: s3Residents(objects),
  snapshots: s3Snapshots(objects),
  reports: s3Reports(objects),
  states: s3States(objects),
});

export function s3Snapshots(objects = new S3Objects()): SnapshotStore {
  return {
    expectedVersion: async (target) => objects.version(expectedPlace(target)),
    async readExpected(target) {
      const place = expectedPlace(target);
      const found = await objects.read(place);
      return found && (await openLargeSnapshot(found.bytes, uriOf(place)));
    },
    expectedLocation: ({ expected, bucket = "" }) =>
      expected.in === "file" ? expected.path : uriOf({ bucket, ...expected }),
    async writeObserved(target, snapshot) {
      const place = ownPlace(target, storageKeys(target.id).observed(fingerprint(snapshot)));
      await objects.write(place, packSnapshot(snapshot, place.key), GZIP_TYPE);
      return uriOf(place);
    },
    async readObserved(target, fingerprint) {
      const place = ownPlace(target, storageKeys(target.id).observed(fingerprint));
      const found = await objects.read(place);
      return found && (await openLargeSnapshot(found.bytes, uriOf(place)));
    },
  };
}

function s3Reports(objects: S3Objects): ReportStore {
  return {
    async write(target, report) {
      const keys = storageKeys(target.id);
      // Most checks write none.
      const { reportText } = await import("../core/report-text.ts");
      const text = reportText(report);
      for (let n = 0; n < REPORTS_AT_ONCE; n++) {
        const place = ownPlace(target, keys.report(report.checkedAt, n));
        if ((await objects.write(place, text, JSON_TYPE, { absent: true })) !== null) return uriOf(place);
      }
      throw new DriftwatchError(
        "store-conflict",
        `${REPORTS_AT_ONCE} reports of ${target.id} were written at ${report.checkedAt}`,
        "let one check of a database run at a time",
      );
    },
    async writeBeside(target, location, content) {
      const place = ownPlaceOf(target, location);
      if (!place) throw new Error(`${location} is no place of ${target.id}`);
      await objects.write(place, content, location.endsWith(".sql") ? SQL_TYPE : PAGE_TYPE);
    },
    async read(target, location) {
      const place = ownPlaceOf(target, location);
      const found = place && (await objects.read(place));
      const whole = found && parseReport(Buffer.from(found.bytes).toString("utf8"));
      if (!place || !whole) return null;
      // A check does not fail because nobody can tell what lies beside its last report.
      const beside = async (key: string) => {
        const other = { ...place, key };
        const there = await objects.version(other).catch(() => null);
        return there === null ? null : uriOf(other);
      };
      const [page, plan] = await Promise.all([beside(pageBeside(place.key)), beside(planBeside(place.key))]);
      return { ...whole, stored: { ...whole.stored, page, plan } };
    },
  };
}

/** The place, if it is one of the target's own. */
function ownPlaceOf(target: Target, location: string): Place | undefined {
  const own = uriOf(ownPlace(target, storageKeys(target.id).prefix));
  return location.startsWith(own) ? placeOf(location) : undefined;
}

function s3States(objects: S3Objects): StateStore {
  const placeIn = (target: Target) => ownPlace(target, storageKeys(target.id).state);
  return {
    async read(target) {
      const place = placeIn(target);
      const found = await objects.read(place);
      if (!found) return null;
      const value = parseState(Buffer.from(found.bytes).toString("utf8"));
      if (value) return { value, version: found.version };
      throw new DriftwatchError(
        "store-unavailable",
        `${uriOf(place)} is no state this version of Driftwatch wrote`,
        "restore its last good version; if it is deleted, drift that was reported before is reported once more",
      );
    },
    write: (target, state, version) =>
      objects.write(
        placeIn(target),
        serialiseState(state),
        JSON_TYPE,
        version === null ? { absent: true } : { version },
      ),
  };
}

function s3Residents(objects: S3Objects): ResidentStore {
  const placeOfHome = (target: Target, { systemIdentifier, databaseOid }: PhysicalDatabase) =>
    ownPlace(target, residentsKey(systemIdentifier, databaseOid));
  return {
    async read(target, home) {
      const found = await objects.read(placeOfHome(target, home));
      return found && { value: parseResidents(Buffer.from(found.bytes).toString("utf8")), version: found.version };
    },
    write: (target, home, residents, version) =>
      objects.write(
        placeOfHome(target, home),
        serialiseResidents(residents),
        JSON_TYPE,
        version === null ? { absent: true } : { version },
      ),
  };
}

export function ownPlace({ id, bucket }: Target, key: string): Place {
  if (bucket !== undefined) return { bucket, key };
  throw new DriftwatchError("config-invalid", `database ${id} has no state bucket`, "deploy the monitor again");
}

export function expectedPlace(target: Target): Place {
  const { expected } = target;
  if (expected.in === "store") return ownPlace(target, expected.key);
  if (expected.in === "s3") return { bucket: expected.bucket, key: expected.key };
  throw new DriftwatchError(
    "config-invalid",
    `the expected snapshot of ${target.id} is the file ${expected.path}, which the function cannot read`,
    "deploy the monitor again: that ships the file",
  );
}
