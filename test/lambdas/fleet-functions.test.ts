/** The functions of a fleet, with what checks left in a directory: acceptance by who and why, and a digest. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { databaseUrlVariable, ENVIRONMENT } from "../../lib/config/environment.ts";
import { encodeTarget } from "../../lib/config/target.ts";
import { refused } from "../support/aws.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:fleet";
const sns = mockClient(SNSClient);
let database: FreshDatabase;
let directory: string;
let logged: string[];

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql("CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY)");
});
afterAll(async () => {
  sns.restore();
  await database.drop();
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-fleet-lambda-"));
  vi.stubEnv(ENVIRONMENT.target, encodeTarget(aTarget()));
  vi.stubEnv(ENVIRONMENT.localDirectory, directory);
  vi.stubEnv(ENVIRONMENT.topics, JSON.stringify([{ arn: TOPIC, format: "text" }]));
  vi.stubEnv(databaseUrlVariable("orders"), database.url);
  logged = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => logged.push(String(text)) > 0);
  vi.resetModules();
  sns.reset();
  sns.on(PublishCommand).resolves({});
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const check = async () => (await import("../../lambdas/check-drift.ts")).handler({});
const accept = async (event: unknown) =>
  (await import("../../lambdas/accept.ts")).handler(event, { awsRequestId: "r1" });
const digest = async (event: unknown = {}) => (await import("../../lambdas/digest.ts")).handler(event);

describe("accepting", () => {
  it("makes what a check observed the expected schema, and says who did it and why", async () => {
    const first = await check();
    expect(first.status).toBe("NOT_CHECKED");
    const fingerprint = first.fingerprint.actual as string;
    const answer = await accept({
      database: "orders",
      fingerprint: fingerprint.slice(0, 16),
      by: "ada",
      why: "first look",
    });
    expect(Object.keys(answer).slice(0, 3)).toEqual(["status", "summary", "nextSteps"]);
    expect(answer).toMatchObject({
      status: "ACCEPTED",
      database: "orders",
      fingerprint,
      by: "ada",
      why: "first look",
      replaced: null,
    });
    expect(JSON.parse(logged.at(-1) ?? "")).toMatchObject({
      level: "INFO",
      by: "ada",
      why: "first look",
      requestId: "r1",
    });
    expect((await check()).status).toBe("IN_SYNC");
    const state = JSON.parse(readFileSync(join(directory, "orders/state.json"), "utf8"));
    expect(state.decisions[0]).toMatchObject({ verb: "accepted", by: "ada", why: "first look" });
  });

  it("takes down that a database has moved, and says who did it and why", async () => {
    await check();
    const home = "7401234567890123456/shop";
    const answer = await accept({ database: "orders", home, by: "ada", why: "restored" });
    expect(answer).toMatchObject({ status: "MOVED", database: "orders", by: "ada", why: "restored", to: home });
    expect(JSON.parse(logged.at(-1) ?? "")).toMatchObject({ level: "INFO", status: "MOVED", requestId: "r1" });
    await expect(check()).rejects.toMatchObject({ name: "database-changed" });
  });

  it("refuses to move a database that was never checked, and leaves no trace of it", async () => {
    await check();
    const asked = { database: "neverseen", home: "1/orders", by: "ada", why: "a slip" };
    await expect(accept(asked)).rejects.toMatchObject({
      name: "bad-argument",
      message: expect.stringMatching(/no check of neverseen is known; give the id of a database that has been checked/),
    });
    expect((await digest({ notify: false })).summary).toBe("1 database, 1 schema: 1 not checked");
  });

  it.each([
    [
      "two things at once",
      { database: "orders", home: "1/shop", fingerprint: "0".repeat(16), by: "ada", why: "b" },
      /says both home and fingerprint; invoke it with \{/,
    ],
    [
      "what is no home",
      { database: "orders", home: "shop", by: "ada", why: "b" },
      /"shop" names no database of a server/,
    ],
    [
      "the console's default event",
      { key1: "value1" },
      /does not say database, fingerprint, by, why; invoke it with \{/,
    ],
    ["no reason", { database: "orders", fingerprint: "0".repeat(16), by: "ada", why: "  " }, /does not say why; /],
    [
      "what is no id",
      { database: "../x", fingerprint: "0".repeat(16), by: "a", why: "b" },
      /database is no id of one; /,
    ],
    [
      "what nobody observed",
      { database: "orders", fingerprint: "0".repeat(16), by: "a", why: "b" },
      /no check of orders has observed/,
    ],
  ])("refuses %s in one line", async (_, event, line) => {
    const error = await accept(event).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: "bad-argument", message: expect.stringMatching(line) });
    expect((error as Error).stack).toBe(`bad-argument: ${(error as Error).message}`);
  });

  it("says when it was deployed without its bucket", async () => {
    vi.stubEnv(ENVIRONMENT.localDirectory, "");
    await expect(accept({ database: "orders", fingerprint: "0".repeat(16), by: "a", why: "b" })).rejects.toThrow(
      /DRIFTWATCH_BUCKET is not set; deploy/,
    );
  });
});

describe("the digest", () => {
  it("is one message for all databases", async () => {
    await check();
    const answer = await digest();
    expect(answer.summary).toBe("1 database, 1 schema: 1 not checked");
    const [published] = sns.commandCalls(PublishCommand).map(({ args }) => args[0].input);
    expect(published).toMatchObject({
      TopicArn: TOPIC,
      Subject: "Driftwatch: 1 database, 1 schema: 1 not checked",
      Message: expect.stringContaining("orders"),
      MessageAttributes: { event: { StringValue: "digest" } },
    });
  });

  it("tells nobody when told so, and no pager", async () => {
    await check();
    await digest({ notify: false });
    vi.resetModules();
    vi.stubEnv(ENVIRONMENT.topics, JSON.stringify([{ arn: TOPIC, format: "pager" }]));
    await digest();
    expect(sns.calls()).toEqual([]);
  });

  it("refuses a notify that is neither true nor false, and tells nobody", async () => {
    await check();
    await expect(digest({ notify: "false" })).rejects.toMatchObject({
      name: "bad-argument",
      message: 'event key "notify" is of type string; give true or false, or leave it out',
    });
    expect(sns.calls()).toEqual([]);
  });

  it.each(["json", "chat"])("is JSON for a topic of %s", async (format) => {
    await check();
    vi.stubEnv(ENVIRONMENT.topics, JSON.stringify([{ arn: TOPIC, format }]));
    await digest();
    const { Message = "" } = sns.commandCalls(PublishCommand)[0]?.args[0].input ?? {};
    const said = JSON.parse(Message);
    expect(said).toMatchObject(
      format === "json"
        ? { event: "digest", format: 1, groups: [{ databases: ["orders"] }] }
        : {
            version: "1.0",
            source: "custom",
            content: { textType: "client-markdown", description: expect.stringContaining("orders") },
          },
    );
  });

  it("fails when no topic takes it, and names the way out", async () => {
    sns.on(PublishCommand).rejects(refused("AuthorizationErrorException", 403));
    await expect(digest()).rejects.toMatchObject({
      name: "alert-undelivered",
      message: expect.stringMatching(
        new RegExp(`^1 of 1 topics did not take the digest: ${TOPIC} \\(.*\\); allow sns:Publish on the topic`),
      ),
    });
    vi.resetModules();
    vi.stubEnv(ENVIRONMENT.topics, "[1]");
    await expect(digest()).rejects.toThrow(/DRIFTWATCH_TOPICS is no list of topics; deploy/);
  });
});
