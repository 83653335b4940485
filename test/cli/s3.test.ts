/** Snapshots in S3, through the commands. */

import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fingerprint, packSnapshot, parseSnapshot, type Snapshot, takeSnapshot } from "../../lib/index.ts";
import { body, refused } from "../support/aws.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { SHOP } from "./shop.ts";

const s3 = mockClient(S3Client);
const URI = "s3://bucket/orders/expected.json.gz";

let database: FreshDatabase;
let snapshot: Snapshot;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(SHOP);
  snapshot = await takeSnapshot(database.url);
});

afterAll(async () => {
  s3.restore();
  await database.drop();
});
beforeEach(() => void s3.reset());

const answerWith = (answer: Uint8Array | Error) =>
  answer instanceof Error
    ? s3.on(GetObjectCommand).rejects(answer)
    : s3.on(GetObjectCommand).callsFake(() => ({ Body: body(answer) }));

describe("an s3:// URI", () => {
  it("is a place to write a snapshot to", async () => {
    s3.on(PutObjectCommand).resolves({ ETag: "1" });
    const { code, stderr } = await driftwatch(["snapshot", "--database-url", database.url, "--out", URI]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`to ${URI}: `) });
    const [put] = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(put).toMatchObject({ Bucket: "bucket", Key: "orders/expected.json.gz" });
    expect(fingerprint(parseSnapshot(put?.Body as Uint8Array))).toBe(fingerprint(snapshot));
  });

  it("is a source", async () => {
    answerWith(packSnapshot(snapshot, URI));
    expect(await driftwatch(["fingerprint", URI])).toMatchObject({ code: 0, stdout: `${fingerprint(snapshot)}\n` });
    expect(await driftwatch(["diff", URI, database.url])).toMatchObject({ code: 0 });
  });

  it.each<[string, Uint8Array | Error, RegExp]>([
    ["leads to nothing", refused("NoSuchKey", 404), /there is no object at s3:\/\/bucket\//],
    ["may not be read", refused("AccessDenied", 403), /could not be read: AccessDenied.*; allow s3:GetObject/],
    ["is asked for without credentials", refused("CredentialsProviderError"), /; give valid AWS credentials/],
    ["holds something else", Buffer.from("hello"), /s3:\/\/bucket\/.* is not a driftwatch snapshot/],
  ])("that %s is refused in one line", async (_, answer, line) => {
    answerWith(answer);
    expectRefusal(await driftwatch(["fingerprint", URI]), line);
  });
});
