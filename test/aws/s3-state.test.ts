/** The state in S3: written on conditions, and what each refusal of S3 means. */

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
import { newState } from "../../lib/core/target-state.ts";
import { body, refused } from "../support/aws.ts";
import { aTarget } from "../support/target.ts";

const client = new S3Client({ region: "eu-west-1" });
const mock = mockClient(client);
const { states, residents } = s3Stores(new S3Objects(client));
const target = aTarget({ bucket: "state" });

const puts = (): PutObjectCommandInput[] => mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
const holds = (content: Uint8Array | string, ETag = '"1"') =>
  mock.on(GetObjectCommand).resolves({ Body: body(content), ETag });

beforeEach(() => mock.reset());

describe("the state", () => {
  const state = newState("2026-11-20T03:00:00.000Z");

  it("is read with its version", async () => {
    holds(JSON.stringify(state), '"7"');
    expect(await states.read(target)).toEqual({ value: state, version: '"7"' });
    expect(mock.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: "state",
      Key: "orders/state.json",
    });
  });

  it("that was never written is null", async () => {
    mock.on(GetObjectCommand).rejects(refused("NoSuchKey", 404));
    expect(await states.read(target)).toBeNull();
  });

  it.each(["", "{", "null", "[]", '{"format": 2}'])("that is no state is an error: %j", async (content) => {
    holds(content);
    await expect(states.read(target)).rejects.toMatchObject({
      code: "store-unavailable",
      message: expect.stringMatching(
        /^s3:\/\/state\/orders\/state\.json is no state .*; restore its last good version/,
      ),
    });
  });

  it("is written on condition that it is still what was read", async () => {
    mock.on(PutObjectCommand).resolves({ ETag: '"8"' });
    expect(await states.write(target, state, null)).toBe('"8"');
    expect(await states.write(target, state, '"7"')).toBe('"8"');
    expect(puts()).toMatchObject([{ IfNoneMatch: "*" }, { IfMatch: '"7"' }]);
    expect(puts()[0]).not.toHaveProperty("IfMatch");
    expect(puts()[1]).not.toHaveProperty("IfNoneMatch");
    expect(JSON.parse(String(puts()[0]?.Body))).toEqual(state);
  });

  it.each([
    ["somebody else was first", "PreconditionFailed", 412],
    ["somebody else is writing", "ConditionalRequestConflict", 409],
    ["somebody deleted it", "NoSuchKey", 404],
  ])("is not written when %s", async (_what, name, status) => {
    mock.on(PutObjectCommand).rejects(refused(name, status));
    mock.on(HeadObjectCommand).resolves({ ETag: '"9"', Metadata: { writer: "someone else" } });
    expect(await states.write(target, state, '"7"')).toBeNull();
    mock.on(HeadObjectCommand).rejects(refused("NotFound", 404));
    expect(await states.write(target, state, '"7"')).toBeNull();
  });

  it("was written by us, when the answer got lost and the second attempt was refused for it", async () => {
    let writer: string | undefined;
    mock.on(PutObjectCommand).callsFake((input: PutObjectCommandInput) => {
      writer = input.Metadata?.writer;
      throw refused("PreconditionFailed", 412);
    });
    mock.on(HeadObjectCommand).callsFake(() => ({ ETag: '"9"', Metadata: { writer } }));
    expect(await states.write(target, state, '"7"')).toBe('"9"');
    const [first] = puts();
    await states.write(target, state, '"7"');
    expect(puts()[1]?.Metadata?.writer).not.toBe(first?.Metadata?.writer);
  });

  it.each([
    ["AccessDenied", 403, /allow s3:PutObject/],
    ["NoSuchBucket", 404, /check the name of the bucket/],
    ["InternalError", 500, /check the bucket, and try again/],
    ["TimeoutError", undefined, /VPC endpoint or a NAT gateway/],
  ])("that cannot be written because of %s is an error", async (name, status, message) => {
    mock.on(PutObjectCommand).rejects(refused(name, status));
    await expect(states.write(target, state, null)).rejects.toMatchObject({
      code: "store-unavailable",
      message: expect.stringMatching(message),
    });
  });

  it("without a bucket is an error that says so", async () => {
    await expect(states.read(aTarget())).rejects.toThrow(
      /^database orders has no state bucket; deploy the monitor again$/,
    );
  });
});

describe("who is checked in one physical database", () => {
  const home = { systemIdentifier: "7401", databaseOid: 16384 };
  const resident = { target: "orders", startedAt: "1", inRecovery: false, seenAt: "2026-11-20T03:00:00.000Z" };

  it("is kept where all targets of the bucket see it, on the same conditions", async () => {
    mock.on(PutObjectCommand).resolves({ ETag: '"8"' });
    expect(await residents.write(target, home, [resident], null)).toBe('"8"');
    await residents.write(target, home, [resident], '"7"');
    expect(puts()).toMatchObject([
      { Bucket: "state", Key: "_shared/databases/7401-16384.json", IfNoneMatch: "*" },
      { IfMatch: '"7"' },
    ]);
    holds(String(puts()[0]?.Body), '"8"');
    expect(await residents.read(target, home)).toEqual({ value: [resident], version: '"8"' });
  });

  it("is written anew where it was damaged", async () => {
    holds("{", '"9"');
    expect(await residents.read(target, home)).toEqual({ value: [], version: '"9"' });
  });
});
