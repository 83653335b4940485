/** The function itself, with the local adapters: what it can be invoked with, what it answers, and when it throws. */

import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { databaseUrlVariable, ENVIRONMENT } from "../../lib/config/environment.ts";
import { storageKeys } from "../../lib/config/storage.ts";
import { encodeTarget } from "../../lib/config/target.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

type Handler = typeof import("../../lambdas/check-drift.ts").handler;

let database: FreshDatabase;
let directory: string;
let handler: Handler;
let stdout: string;
let stderr: string;

const CONSOLE_DEFAULT = { key1: "value1", key2: "value2", key3: "value3" };
const SCHEDULED = {
  version: "0",
  id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: "2026-11-20T03:00:00Z",
  region: "eu-west-1",
  resources: ["arn:aws:events:eu-west-1:123456789012:rule/orders"],
  detail: {},
};
const ADD = "ALTER TABLE app.users ADD COLUMN hotfix int";

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.sql(
    "DROP SCHEMA IF EXISTS app CASCADE; CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY)",
  );
  directory = mkdtempSync(join(tmpdir(), "driftwatch-lambda-"));
  vi.stubEnv(ENVIRONMENT.target, encodeTarget(aTarget()));
  vi.stubEnv(ENVIRONMENT.localDirectory, directory);
  vi.stubEnv(databaseUrlVariable("orders"), database.url);
  stdout = "";
  stderr = "";
  vi.spyOn(process.stdout, "write").mockImplementation(taking((text) => (stdout += text)));
  vi.spyOn(process.stderr, "write").mockImplementation(taking((text) => (stderr += text)));
  // Each test is a container of its own.
  vi.resetModules();
  handler = (await import("../../lambdas/check-drift.ts")).handler;
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const taking =
  (take: (text: string) => void): typeof process.stdout.write =>
  (text: string | Uint8Array, ...rest: unknown[]) => {
    take(String(text));
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  };

async function accepted(): Promise<void> {
  const { stored } = await handler({});
  const expected = join(directory, storageKeys("orders").expected);
  mkdirSync(dirname(expected), { recursive: true });
  copyFileSync(stored.observed!, expected);
  stdout = "";
  stderr = "";
}

const failureOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.unreachable("it did not throw"),
    (error: unknown) => error as Error,
  );

describe("an invocation", () => {
  it.each([
    ["the console's default event", CONSOLE_DEFAULT],
    ["an EventBridge envelope", SCHEDULED],
    ["nothing", undefined],
    ["a text", "hello"],
  ])("with %s is a normal check", async (_what, event) => {
    await accepted();
    await database.sql(ADD);
    expect(await handler(event)).toMatchObject({ status: "DRIFTED", transition: "opened" });
    expect(stdout).toContain("Schema drift: orders");
    expect(stdout).toContain("app.users.hotfix");
    expect(await handler(event)).toMatchObject({ transition: "still" });
    expect(stdout.match(/Schema drift: orders/g)).toHaveLength(1);
  });

  it('with {"notify": false} is quiet', async () => {
    await accepted();
    await database.sql(ADD);
    expect(await handler({ notify: false })).toMatchObject({ status: "DRIFTED", transition: null });
    expect(stdout).toBe("");
    expect(await handler({})).toMatchObject({ transition: "opened" });
  });

  it('with {"full": true} reads everything', async () => {
    await accepted();
    await handler({});
    expect(await handler({ full: true })).toMatchObject({ status: "IN_SYNC", unmoved: false });
  });

  it("answers the report as JSON, what matters first", async () => {
    const answer = await handler({});
    expect(Object.keys(answer).slice(0, 3)).toEqual(["status", "summary", "nextSteps"]);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(answer).toMatchObject({ status: "NOT_CHECKED", target: "orders" });
  });
});

describe("a check that failed", () => {
  it("throws its one line, without a stack", async () => {
    vi.stubEnv(databaseUrlVariable("orders"), "postgres://watcher:pw-s3cret@127.0.0.1:1/orders");
    const error = await failureOf(handler(SCHEDULED));
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("database-unreachable");
    expect(error.message).toMatch(
      /^orders could not be checked: orders on 127\.0\.0\.1:1: nothing listens there[^\n]*$/,
    );
    expect(error.stack).toBe(`${error.name}: ${error.message}`);
    expect(stderr).toBe("");
    expect(`${stdout}${error.stack}`).not.toContain("s3cret");
  });

  it("for want of time says so before Lambda ends it", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    vi.stubEnv(databaseUrlVariable("orders"), `postgres://watcher:pw-s3cret@127.0.0.1:${port}/orders`);
    const error = await failureOf(handler(SCHEDULED, { getRemainingTimeInMillis: () => 600 }));
    silent.close();
    expect(error.name).toBe("out-of-time");
    expect(error.message).toMatch(/^orders could not be checked: the 0\.6 s that the check has were over before /);
  });

  it("because of its event says which key", async () => {
    const error = await failureOf(handler({ notify: "no" }));
    expect(error.message).toBe('event key "notify" is of type string; give true or false, or leave it out');
    expect(error.stack).toBe(`bad-argument: ${error.message}`);
  });

  it.each([
    ["no target", ""],
    ["half a target", '{"id": "orders"'],
  ])("because of %s says what to do, and the next one looks again", async (_what, encoded) => {
    vi.stubEnv(ENVIRONMENT.target, encoded);
    expect(await failureOf(handler({}))).toMatchObject({
      name: "config-invalid",
      message: expect.stringMatching(/^[^\n]+; deploy [^\n]+$/),
    });
    vi.stubEnv(ENVIRONMENT.target, encodeTarget(aTarget()));
    expect(await handler({})).toMatchObject({ status: "NOT_CHECKED" });
  });
});

describe("asked for a plan", () => {
  it("answers the SQL that takes the database back, stores it beside the report, and tells nobody", async () => {
    await accepted();
    expect(await handler({ action: "plan" })).toMatchObject({ status: "IN_SYNC", plan: null });
    await database.sql(ADD);
    const { status, plan, stored, remediation, transition } = await handler({ action: "plan" });
    expect({ status, transition }).toEqual({ status: "DRIFTED", transition: null });
    expect(plan).toMatchObject({ risks: { safe: 0, caution: 0, danger: 1 }, manual: 0 });
    expect(plan?.sql).toMatch(/^BEGIN;\n.*-- Risk: DANGER.*DROP COLUMN "hotfix";\n\nCOMMIT;$/ms);
    expect(plan?.sql).toContain(remediation.statements[0]?.id);
    expect(plan?.stored).toBe(stored.report?.replace(/\.json$/, ".up.sql"));
    expect(readFileSync(plan?.stored ?? "", "utf8")).toBe(plan?.sql);
    expect(await handler({})).toMatchObject({ transition: "opened" });
  });
});
