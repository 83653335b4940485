/** One object in S3, by its URI; and the client. */

import { GetObjectCommand, PutObjectCommand, type PutObjectCommandInput, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { S3Objects, s3Client } from "../../lib/aws/s3-client.ts";
import { readObject, writeObject } from "../../lib/aws/s3-object.ts";
import { body, refused } from "../support/aws.ts";

const client = new S3Client({ region: "eu-west-1" });
const mock = mockClient(client);
const objects = new S3Objects(client);

const puts = (): PutObjectCommandInput[] => mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
const holds = (content: Uint8Array | string, ETag = '"1"') =>
  mock.on(GetObjectCommand).resolves({ Body: body(content), ETag });

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.unreachable("it succeeded"),
    (error: Error) => error.message,
  );

beforeEach(() => mock.reset());

describe("one object by its URI", () => {
  it("is read and written", async () => {
    holds("content");
    mock.on(PutObjectCommand).resolves({});
    expect(Buffer.from(await readObject("s3://b/k/x.json", objects)).toString()).toBe("content");
    await writeObject("s3://b/k/x.json.gz", Buffer.from("content"), objects);
    expect(puts()).toMatchObject([{ Bucket: "b", Key: "k/x.json.gz", ContentType: "application/gzip" }]);
    expect(puts()[0]).not.toHaveProperty("IfNoneMatch");
  });

  it("is an error where there is none, or no place for one", async () => {
    mock.on(GetObjectCommand).rejects(refused("NoSuchKey", 404));
    expect(await messageOf(readObject("s3://b/k", objects))).toBe(
      "there is no object at s3://b/k; check bucket and key",
    );
    await expect(readObject("s3://b", objects)).rejects.toMatchObject({ code: "source-unknown" });
    await expect(writeObject("s3:/b/k", Buffer.from(""), objects)).rejects.toMatchObject({ code: "source-unknown" });
  });
});

describe("the client", () => {
  const config = async (env: Record<string, string>) => s3Client(env).config;

  it("tries three times and asks emulators by path", async () => {
    expect(await (await config({})).maxAttempts()).toBe(3);
    expect((await config({})).forcePathStyle).toBe(false);
    expect((await config({ AWS_ENDPOINT_URL: "http://localhost:5000" })).forcePathStyle).toBe(true);
    expect((await config({ AWS_ENDPOINT_URL_S3: "http://localhost:5000" })).forcePathStyle).toBe(true);
  });
});
