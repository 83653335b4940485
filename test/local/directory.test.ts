/** Snapshots, reports and state in a directory. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storageKeys } from "../../lib/config/storage.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { fingerprint } from "../../lib/core/fingerprint.ts";
import { openSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import type { TargetState } from "../../lib/core/target-state.ts";
import { directoryStores, type RemoteSnapshots } from "../../lib/local/directory.ts";
import { fileError } from "../../lib/local/files.ts";
import type { Ports } from "../../lib/monitor/ports.ts";
import { aReport } from "../support/alert.ts";
import { aSnapshot } from "../support/snapshot.ts";
import { aTarget } from "../support/target.ts";

let directory: string;
let stores: Pick<Ports, "snapshots" | "reports" | "states">;
const target = aTarget();
const keys = storageKeys("orders");

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), "driftwatch-local-")), ".driftwatch");
  stores = directoryStores(directory);
});
afterEach(() => rmSync(dirname(directory), { recursive: true, force: true }));

const everything = (): string[] => readdirSync(directory, { recursive: true }).map(String).sort();

function put(key: string, content: Uint8Array | string): string {
  const path = join(directory, key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe("the expected snapshot", () => {
  it("is absent at first, in a directory that is not even there", async () => {
    expect(await stores.snapshots.expectedVersion(target)).toBeNull();
    expect(await stores.snapshots.readExpected(target)).toBeNull();
    expect(stores.snapshots.expectedLocation(target)).toBe(join(directory, "orders/expected.json.gz"));
    expect(existsSync(directory)).toBe(false);
  });

  it("has a version that names its content", async () => {
    put(keys.expected, packSnapshot(aSnapshot(), "a.gz"));
    const first = await stores.snapshots.expectedVersion(target);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    put(keys.expected, packSnapshot(aSnapshot(["other"]), "a.gz"));
    expect(await stores.snapshots.expectedVersion(target)).not.toBe(first);
    put(keys.expected, packSnapshot(aSnapshot(), "a.gz"));
    expect(await stores.snapshots.expectedVersion(target)).toBe(first);
  });

  it("may be a file anywhere, gzipped or not", async () => {
    for (const name of ["orders.json", "orders.json.gz"]) {
      const path = join(dirname(directory), name);
      const file = aTarget({ expected: { in: "file", path } });
      expect(await stores.snapshots.expectedVersion(file)).toBeNull();
      writeFileSync(path, packSnapshot(aSnapshot(), name));
      expect(await stores.snapshots.expectedVersion(file)).toMatch(/^[0-9a-f]{64}$/);
      expect((await stores.snapshots.readExpected(file))?.fingerprint).toBe(fingerprint(aSnapshot()));
      expect(stores.snapshots.expectedLocation(file)).toBe(path);
    }
  });

  it.each([
    ["edited", packSnapshot(aSnapshot(), "a.json").toString("utf8").replace("users", "losers"), "snapshot-corrupt"],
    ["cut off", packSnapshot(aSnapshot(), "a.gz").subarray(0, 60), "snapshot-corrupt"],
    ["something else", "hello", "snapshot-format"],
    ["empty", "", "snapshot-format"],
  ])("that is %s is refused, and named", async (_what, content, code) => {
    const path = put(keys.expected, content);
    const reading = stores.snapshots.readExpected(target);
    await expect(reading).rejects.toMatchObject({ code, message: expect.stringContaining(path) });
  });

  it("that is a directory is an error of one line", async () => {
    mkdirSync(join(directory, keys.expected), { recursive: true });
    await expect(stores.snapshots.expectedVersion(target)).rejects.toMatchObject({
      code: "store-unavailable",
      message: `${join(directory, keys.expected)} could not be read (EISDIR); name a file: a directory is there`,
    });
  });
});

describe("an expected snapshot in S3", () => {
  const inS3 = aTarget({ expected: { in: "s3", bucket: "b", key: "k" } });

  it("is left to whoever can read it, who is asked for only then", async () => {
    let asked = 0;
    const remote: RemoteSnapshots = {
      expectedVersion: async () => "v",
      readExpected: async () => openSnapshot(packSnapshot(aSnapshot(), "a.json")),
      expectedLocation: () => "s3://b/k",
    };
    const { snapshots } = directoryStores(directory, {
      remote: () => {
        asked += 1;
        return remote;
      },
    });
    await snapshots.expectedVersion(target);
    expect(snapshots.expectedLocation(inS3)).toBe("s3://b/k");
    expect(asked).toBe(0);
    expect(await snapshots.expectedVersion(inS3)).toBe("v");
    expect((await snapshots.readExpected(inS3))?.fingerprint).toBe(fingerprint(aSnapshot()));
  });

  it("is an error where nobody can", async () => {
    await expect(stores.snapshots.expectedVersion(inS3)).rejects.toMatchObject({ code: "source-unreadable" });
  });
});

describe("what was observed", () => {
  it("is stored whole, by its fingerprint, and can be made the expected snapshot by copying it", async () => {
    const path = await stores.snapshots.writeObserved(target, aSnapshot());
    expect(path).toBe(join(directory, `orders/observed/${fingerprint(aSnapshot())}.json.gz`));
    const { snapshots } = directoryStores(directory);
    const file = aTarget({ expected: { in: "file", path } });
    expect((await snapshots.readExpected(file))?.fingerprint).toBe(fingerprint(aSnapshot()));
    await stores.snapshots.writeObserved(target, aSnapshot());
    expect(everything().filter((name) => name.includes("observed/"))).toHaveLength(1);
  });
});

describe("reports", () => {
  it("of one moment lie beside each other", async () => {
    const paths = [await stores.reports.write(target, aReport()), await stores.reports.write(target, aReport())];
    expect(paths).toEqual([0, 1].map((n) => join(directory, `orders/reports/20261120T030000.000Z-${n}.json`)));
    expect(await stores.reports.read(target, paths[1]!)).toEqual(aReport());
    expect(everything().filter((name) => name.includes(".tmp"))).toEqual([]);
  });

  it("lie beside the pages that show them", async () => {
    const path = await stores.reports.write(target, aReport());
    const page = path.replace(".json", ".html");
    await stores.reports.writeBeside(target, page, "<!doctype html>");
    expect(readFileSync(page, "utf8")).toBe("<!doctype html>");
    expect((await stores.reports.read(target, path))?.stored).toEqual({ ...aReport().stored, page });
  });

  it("are found when the directory has moved", async () => {
    const path = await stores.reports.write(target, aReport());
    expect(await stores.reports.read(target, path.replace(directory, "/elsewhere"))).toEqual(aReport());
  });

  it.each([
    ["gone", null],
    ["damaged", '{"format": 1'],
    ["of another format", '{"format": 1}'],
  ])("that are %s are null", async (_what, content) => {
    if (content !== null) put("orders/reports/a.json", content);
    expect(await stores.reports.read(target, join(directory, "orders/reports/a.json"))).toBeNull();
  });

  it("read nothing outside their directory", async () => {
    put("orders/state.json", JSON.stringify(aReport()));
    expect(await stores.reports.read(target, join(directory, "orders/reports/../state.json"))).toBeNull();
  });
});

describe("a directory that cannot be used", () => {
  it("because a file is there", async () => {
    writeFileSync(directory, "");
    await expect(stores.states.read(target)).rejects.toMatchObject({
      message: expect.stringMatching(/could not be read \(ENOTDIR\); name a directory: a file is there$/),
    });
    for (const writing of [
      () => stores.states.write(target, {} as TargetState, null),
      () => stores.reports.write(target, aReport()),
      () => stores.snapshots.writeObserved(target, aSnapshot()),
    ]) {
      const error = await writing().catch((it: unknown) => it);
      expect(error).toBeInstanceOf(DriftwatchError);
      expect(error).toMatchObject({ code: "store-unavailable", message: expect.stringMatching(/^[^\n]+$/) });
    }
  });

  it("because of its permissions", () => {
    const refused = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    expect(fileError(join(directory, "state.json"), "written", refused).message).toMatch(
      /\(EACCES\); check the permissions/,
    );
  });
});
