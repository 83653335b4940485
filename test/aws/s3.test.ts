/** Snapshots and reports in S3: where they lie, and what each refusal of S3 means. */

import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { s3Stores } from "../../lib/aws/s3.ts";
import { S3Objects } from "../../lib/aws/s3-client.ts";
import { fingerprint } from "../../lib/core/fingerprint.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { aReport } from "../support/alert.ts";
import { body, refused } from "../support/aws.ts";
import { aSnapshot } from "../support/snapshot.ts";
import { aTarget } from "../support/target.ts";

const client = new S3Client({ region: "eu-west-1" });
const mock = mockClient(client);
const objects = new S3Objects(client);
const { snapshots, reports } = s3Stores(objects);

const target = aTarget({ bucket: "state" });
const elsewhere = aTarget({ bucket: "state", expected: { in: "s3", bucket: "reviewed", key: "team/orders.json" } });
const EXPECTED = "s3://state/orders/expected.json.gz";

const puts = (): PutObjectCommandInput[] => mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
const keysOf = (command: typeof GetObjectCommand | typeof HeadObjectCommand): string[] =>
  mock.commandCalls(command).map(({ args }) => `${args[0].input.Bucket}/${args[0].input.Key}`);
const holds = (content: Uint8Array | string, ETag = '"1"') =>
  mock.on(GetObjectCommand).resolves({ Body: body(content), ETag });
const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.unreachable("it succeeded"),
    (error: Error) => error.message,
  );

beforeEach(() => mock.reset());

describe("the expected snapshot", () => {
  it("has a version that costs no download", async () => {
    mock.on(HeadObjectCommand).resolves({ ETag: '"abc"', VersionId: "v1" });
    expect(await snapshots.expectedVersion(target)).toBe('"abc"');
    expect(await snapshots.expectedVersion(elsewhere)).toBe('"abc"');
    expect(keysOf(HeadObjectCommand)).toEqual(["state/orders/expected.json.gz", "reviewed/team/orders.json"]);
    expect(mock.commandCalls(GetObjectCommand)).toHaveLength(0);
  });

  it("is read from the monitor's bucket or from another", async () => {
    const snapshot = aSnapshot();
    holds(packSnapshot(snapshot, "a.gz"));
    expect((await snapshots.readExpected(target))?.fingerprint).toBe(fingerprint(snapshot));
    holds(packSnapshot(snapshot, "a.json"));
    expect((await snapshots.readExpected(elsewhere))?.fingerprint).toBe(fingerprint(snapshot));
    expect(keysOf(GetObjectCommand)).toEqual(["state/orders/expected.json.gz", "reviewed/team/orders.json"]);
  });

  it("that is not there is null, however S3 says so", async () => {
    mock.on(HeadObjectCommand).rejects(refused("NotFound", 404));
    mock.on(GetObjectCommand).rejects(refused("NoSuchKey", 404));
    expect(await snapshots.expectedVersion(target)).toBeNull();
    expect(await snapshots.readExpected(target)).toBeNull();
  });

  it("has a place a person can put it", () => {
    expect(snapshots.expectedLocation(target)).toBe(EXPECTED);
    expect(snapshots.expectedLocation(elsewhere)).toBe("s3://reviewed/team/orders.json");
  });

  it.each([
    ["edited", packSnapshot(aSnapshot(), "a.json").toString("utf8").replace("users", "losers"), "snapshot-corrupt"],
    ["cut off", packSnapshot(aSnapshot(), "a.gz").subarray(0, 60), "snapshot-corrupt"],
    ["something else", "{}", "snapshot-format"],
    ["empty", "", "snapshot-format"],
  ])("that is %s is refused, and named", async (_what, content, code) => {
    holds(content);
    const reading = snapshots.readExpected(target);
    await expect(reading).rejects.toMatchObject({ code, message: expect.stringContaining(EXPECTED) });
  });

  it("that may not be read is an error, not an absence", async () => {
    mock.on(HeadObjectCommand).rejects(refused("403", 403, "UnknownError"));
    mock.on(GetObjectCommand).rejects(refused("AccessDenied", 403, "Access\nDenied"));
    expect(await messageOf(snapshots.expectedVersion(target))).toBe(
      `${EXPECTED} could not be read: HTTP 403; allow s3:GetObject on it and s3:ListBucket on its bucket, and use of its key`,
    );
    expect(await messageOf(snapshots.readExpected(target))).toMatch(
      /could not be read: AccessDenied: Access Denied; allow s3:GetObject/,
    );
  });

  it("in a bucket that does not exist is an error", async () => {
    mock.on(GetObjectCommand).rejects(refused("NoSuchBucket", 404, "The specified bucket does not exist"));
    // HEAD cannot tell.
    mock.on(HeadObjectCommand).rejects(refused("NotFound", 404));
    for (const asked of [snapshots.readExpected(elsewhere), snapshots.expectedVersion(elsewhere)])
      await expect(asked).rejects.toMatchObject({
        code: "store-unavailable",
        message: expect.stringMatching(/NoSuchBucket.*; check the name of the bucket$/),
      });
  });

  it("in a file is nothing the function could read", async () => {
    const file = aTarget({ bucket: "state", expected: { in: "file", path: "/snapshots/orders.json" } });
    await expect(snapshots.expectedVersion(file)).rejects.toMatchObject({ code: "config-invalid" });
    expect(snapshots.expectedLocation(file)).toBe("/snapshots/orders.json");
  });
});

describe("what was observed", () => {
  it("is stored by its fingerprint, and can be read again", async () => {
    mock.on(PutObjectCommand).resolves({ ETag: '"1"' });
    const snapshot = aSnapshot();
    const key = `orders/observed/${fingerprint(snapshot)}.json.gz`;
    expect(await snapshots.writeObserved(target, snapshot)).toBe(`s3://state/${key}`);
    expect(puts()).toMatchObject([{ Bucket: "state", Key: key, ContentType: "application/gzip" }]);
    expect(fingerprint(parseSnapshot(puts()[0]?.Body as Uint8Array))).toBe(fingerprint(snapshot));
  });

  it("that may not be stored says what is missing", async () => {
    mock.on(PutObjectCommand).rejects(refused("AccessDenied", 403));
    expect(await messageOf(snapshots.writeObserved(target, aSnapshot()))).toMatch(
      /could not be written: AccessDenied.*; allow s3:PutObject on it, and use of the bucket's key$/,
    );
  });
});

describe("a report", () => {
  it("is stored by its time, and never over another", async () => {
    mock.on(PutObjectCommand).rejectsOnce(refused("PreconditionFailed", 412)).resolves({ ETag: '"1"' });
    mock.on(HeadObjectCommand).resolves({ ETag: '"0"', Metadata: { writer: "someone else" } });
    const location = await reports.write(target, aReport());
    expect(location).toBe("s3://state/orders/reports/20261120T030000.000Z-1.json");
    expect(puts().map(({ Key, IfNoneMatch }) => [Key, IfNoneMatch])).toEqual([
      ["orders/reports/20261120T030000.000Z-0.json", "*"],
      ["orders/reports/20261120T030000.000Z-1.json", "*"],
    ]);
  });

  it("is read from where it was stored", async () => {
    holds(JSON.stringify(aReport()));
    expect(await reports.read(target, "s3://state/orders/reports/a.json")).toEqual(aReport());
    expect(keysOf(GetObjectCommand)).toEqual(["state/orders/reports/a.json"]);
  });

  it("is read with what lies beside it, if there is any and anybody can tell", async () => {
    const [page, plan] = ["orders/reports/a.html", "orders/reports/a.up.sql"];
    const beside = async () => {
      holds(JSON.stringify(aReport()));
      const { stored } = (await reports.read(target, "s3://state/orders/reports/a.json")) ?? {};
      return [stored?.page, stored?.plan];
    };
    mock.on(HeadObjectCommand).resolves({ ETag: '"1"' });
    expect(await beside()).toEqual([`s3://state/${page}`, `s3://state/${plan}`]);
    expect(keysOf(HeadObjectCommand)).toEqual([`state/${page}`, `state/${plan}`]);
    mock.on(HeadObjectCommand).rejects(refused("NotFound", 404));
    mock.on(HeadObjectCommand, { Key: page }).resolves({ ETag: '"1"' });
    mock.on(GetObjectCommand, { Key: plan }).rejects(refused("NoSuchKey", 404));
    expect(await beside()).toEqual([`s3://state/${page}`, null]);
    mock.on(HeadObjectCommand).rejects(refused("AccessDenied", 403));
    expect(await beside()).toEqual([null, null]);
  });

  it("has its page stored as one, and nowhere but under the target's own prefix", async () => {
    mock.on(PutObjectCommand).resolves({ ETag: '"1"' });
    await reports.writeBeside(target, "s3://state/orders/reports/a.html", "<!doctype html>");
    const page = { Bucket: "state", Key: "orders/reports/a.html", ContentType: "text/html; charset=utf-8" };
    expect(puts()).toMatchObject([{ ...page, Body: Buffer.from("<!doctype html>") }]);
    for (const place of ["s3://state/billing/reports/a.html", "s3://other/orders/a.html", "a.html"])
      await expect(reports.writeBeside(target, place, "")).rejects.toThrow("no place of orders");
    expect(puts()).toHaveLength(1);
  });

  it.each([
    ["gone", () => mock.on(GetObjectCommand).rejects(refused("NoSuchKey", 404))],
    ["damaged", () => holds('{"format": 1')],
    ["of another format", () => holds('{"format": 1}')],
  ])("that is %s is null", async (_what, arrange) => {
    arrange();
    expect(await reports.read(target, "s3://state/orders/reports/a.json")).toBeNull();
  });

  it.each(["", "orders/reports/a.json", "s3://other/orders/a.json", "s3://state/billing/reports/a.json"])(
    "at a place that is none of ours is null: %j",
    async (location) => {
      expect(await reports.read(target, location)).toBeNull();
      expect(mock.calls()).toHaveLength(0);
    },
  );
});
