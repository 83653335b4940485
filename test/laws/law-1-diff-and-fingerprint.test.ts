/** Law 1: diff(A, A) is empty; fingerprints are equal exactly when the diff is. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { classify, diff, fingerprint, type Snapshot } from "../../lib/index.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;
let before: Snapshot;

beforeAll(async () => {
  database = await watchedDatabase();
  for (const part of RICH_SCHEMA) await database.sql(part);
  before = await database.snapshot();
});
afterAll(() => database.drop());

it("law 1: a schema does not differ from itself, read once or twice", async () => {
  const again = await database.snapshot();
  expect(diff(before, before)).toEqual([]);
  expect(diff(before, again)).toEqual([]);
  expect(fingerprint(again)).toBe(fingerprint(before));
});

it("law 1: a change moves the fingerprint, and taking it back brings it back; each finding is listed", async () => {
  const mutations: [string, string][] = [
    ["ALTER TABLE app.users ADD COLUMN extra text", "ALTER TABLE app.users DROP COLUMN extra"],
    ["COMMENT ON TABLE app.orgs IS 'other'", "COMMENT ON TABLE app.orgs IS NULL"],
    ["ALTER FUNCTION app.f_norm(text) COST 7", "ALTER FUNCTION app.f_norm(text) COST 100"],
    ["GRANT SELECT ON app.orgs TO PUBLIC", "REVOKE SELECT ON app.orgs FROM PUBLIC"],
  ];
  for (const [there, back] of mutations) {
    await database.sql(there);
    const changed = await database.snapshot();
    expect(fingerprint(changed), there).not.toBe(fingerprint(before));
    const findings = classify(diff(before, changed), { expected: before, actual: changed });
    expect(findings, there).toHaveLength(1);
    await database.sql(back);
    expect(fingerprint(await database.snapshot()), back).toBe(fingerprint(before));
  }
});

it("law 1: rows, statistics and numbers drawn are no schema", async () => {
  await database.sql("INSERT INTO app.orgs DEFAULT VALUES").catch(() => undefined);
  await database.sql("SELECT nextval('app.seq_plain')");
  await database.sql("ANALYZE; REINDEX TABLE app.orgs");
  await database.sql("VACUUM (FREEZE) app.orgs");
  expect(fingerprint(await database.snapshot())).toBe(fingerprint(before));
});
