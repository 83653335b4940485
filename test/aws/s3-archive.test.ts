/** Observed snapshots are found by the beginning of their fingerprint, and the accepted one goes where it is expected. */

import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, it } from "vitest";
import { s3Archive } from "../../lib/aws/s3-archive.ts";
import { S3Objects } from "../../lib/aws/s3-client.ts";
import { storageKeys } from "../../lib/config/storage.ts";
import { fingerprint } from "../../lib/core/fingerprint.ts";
import { packSnapshot } from "../../lib/core/snapshot-writer.ts";
import { body, refused } from "../support/aws.ts";
import { aSnapshot } from "../support/snapshot.ts";
import { aTarget } from "../support/target.ts";

const client = new S3Client({ region: "eu-west-1" });
const mock = mockClient(client);
const archive = s3Archive(new S3Objects(client));

const target = aTarget({ bucket: "state" });
const snapshot = aSnapshot();
const mark = fingerprint(snapshot);
const file = packSnapshot(snapshot, "observed.json.gz");
const other = `${mark.slice(0, 8)}${"0".repeat(56)}`;
const keyOf = storageKeys("orders").observed;

beforeEach(() => mock.reset());

it("lists what begins alike, over several pages", async () => {
  mock
    .on(ListObjectsV2Command)
    .resolvesOnce({ Contents: [{ Key: keyOf(other) }], NextContinuationToken: "more" })
    .resolves({ Contents: [{ Key: keyOf(mark) }, { Key: "orders/observed/README" }] });
  expect(await archive.observed(target, mark.slice(0, 8))).toEqual([other, mark]);
  const asked = mock.commandCalls(ListObjectsV2Command).map(({ args }) => args[0].input);
  expect(asked).toMatchObject([{ Bucket: "state" }, { ContinuationToken: "more" }]);
  expect(keyOf(mark).startsWith(asked[0]?.Prefix ?? "?")).toBe(true);
  expect(asked[0]?.Prefix?.endsWith(mark.slice(0, 8))).toBe(true);
});

it("reads one, and null where there is none", async () => {
  mock.on(GetObjectCommand, { Bucket: "state", Key: keyOf(mark) }).resolves({ Body: body(file), ETag: '"1"' });
  mock.on(GetObjectCommand, { Key: keyOf(other) }).rejects(refused("NoSuchKey", 404));
  expect(await archive.readObserved(target, mark)).toEqual(new Uint8Array(file));
  expect(await archive.readObserved(target, other)).toBeNull();
});

it.each([
  ["state", "orders/expected.json.gz", target, true],
  [
    "reviewed",
    "team/orders.json",
    aTarget({ bucket: "state", expected: { in: "s3", bucket: "reviewed", key: "team/orders.json" } }),
    false,
  ],
])("puts the accepted one at s3://%s/%s, as its name says", async (bucket, key, to, packed) => {
  mock.on(PutObjectCommand).resolves({ ETag: '"2"' });
  expect(await archive.writeExpected(to, file)).toBe(`s3://${bucket}/${key}`);
  const [put] = mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
  expect(put).toMatchObject({
    Bucket: bucket,
    Key: key,
    ContentType: packed ? "application/gzip" : "application/json",
  });
  expect(Buffer.from(put?.Body as Uint8Array)).toEqual(packed ? Buffer.from(file) : gunzipSync(file));
});

it("says what to allow where it is refused, and that a file is not in S3", async () => {
  mock.onAnyCommand().rejects(refused("AccessDenied", 403));
  await expect(archive.observed(target, mark)).rejects.toThrow(
    /s3:\/\/state\/.* could not be listed.*; allow s3:ListBucket/,
  );
  await expect(archive.writeExpected(target, file)).rejects.toThrow(
    /s3:\/\/state\/orders\/expected\.json\.gz could not be written/,
  );
  const inFile = aTarget({ bucket: "state", expected: { in: "file", path: "expected.json" } });
  await expect(archive.writeExpected(inFile, file)).rejects.toThrow(/is the file expected\.json/);
});
