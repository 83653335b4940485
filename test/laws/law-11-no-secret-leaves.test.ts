/** Law 11, as far as the engine goes: no secret reaches a snapshot, a finding, a remediation or an error. */

import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classify, diff, remediate, type Snapshot, serializeSnapshot, takeSnapshot } from "../../lib/index.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aReport } from "../support/reports.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";

const PASSWORD = "hunter2-§-secret";

let database: FreshDatabase;
let snapshot: Snapshot;

beforeAll(async () => {
  database = await freshDatabase();
  for (const part of RICH_SCHEMA) await database.sql(part);
  await database.sql(`
    CREATE SUBSCRIPTION far CONNECTION 'host=127.0.0.1 password=${PASSWORD}' PUBLICATION none WITH (connect = false);
    ALTER USER MAPPING FOR app_rw SERVER srv OPTIONS (SET password '${PASSWORD}')`);
  snapshot = await takeSnapshot(withPassword(database.url));
});

afterAll(async () => {
  await database.sql("ALTER SUBSCRIPTION far SET (slot_name = NONE)");
  await database.sql("DROP SUBSCRIPTION far");
  await database.drop();
});

const withPassword = (url: string): string => {
  const parsed = new URL(url);
  parsed.password = PASSWORD;
  return parsed.toString();
};

/** Everything a logger could print of a value: its stack, its causes and all its properties. */
const everythingOf = (value: unknown): string => inspect(value, { depth: 20, showHidden: true, maxStringLength: null });

const expectNoSecret = (text: string): void => {
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), "s3cret"]) expect(text).not.toContain(secret);
};

describe("law 11: no secret is in", () => {
  it("a snapshot", () => {
    expectNoSecret(serializeSnapshot(snapshot));
    expectNoSecret(everythingOf(snapshot));
  });

  it("findings and remediation, even of everything there is", () => {
    const nothing: Snapshot = { ...snapshot, objects: new Map(), dependencies: [] };
    expectNoSecret(everythingOf(classify(diff(snapshot, nothing), { expected: snapshot, actual: nothing })));
    expectNoSecret(everythingOf(remediate(snapshot, nothing)));
    expectNoSecret(everythingOf(remediate(nothing, snapshot)));
  });

  it("the page of all that", () => {
    const nothing: Snapshot = { ...snapshot, objects: new Map(), dependencies: [] };
    for (const [expected, actual] of [
      [snapshot, nothing],
      [nothing, snapshot],
    ] as const) {
      const findings = classify(diff(expected, actual), { expected, actual });
      const page = renderHtml(aReport({ findings, remediation: remediate(expected, actual) }));
      expect(page).toContain("subscription far");
      expectNoSecret(page);
    }
  });

  it.each([
    ["an unknown database", { pathname: "/nowhere" }],
    ["an unknown role", { username: "nobody_at_all" }],
    ["a port where nobody listens", { port: "1" }],
    ["a host that does not exist", { search: "?host=nowhere.invalid" }],
    ["an option that nobody knows", { search: "?sslmode=perhaps" }],
  ])("the error about %s", async (_what, spoilt) => {
    const url = Object.assign(new URL(withPassword(database.url)), spoilt);
    const error = await takeSnapshot(url.toString()).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expectNoSecret(everythingOf(error));
  });

  it("the error about what is no URL", async () => {
    const error = await takeSnapshot(`postgres//app:${PASSWORD}@db/app`).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expectNoSecret(everythingOf(error));
  });
});
