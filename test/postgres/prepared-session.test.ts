/** A database that is read again and again: what is asked of it is planned once. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { capture } from "../../lib/engine/capture.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { openPreparedSession } from "../../lib/postgres/prepared-session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;

beforeAll(async () => {
  database = await watchedDatabase();
});
afterAll(() => database.drop());

it("keeps no more statements, however often and whatever is read", async () => {
  const session = await openPreparedSession(database.endpoint);
  const read = async () => {
    await capture(session, KINDS, new SqlTexts(), { now: () => new Date(0), wait: async () => {} });
    let kept: unknown;
    await session.read("SELECT count(*)::int4 AS kept FROM pg_prepared_statements", (row) => {
      kept = row.kept;
    });
    return kept;
  };
  try {
    const first = await read();
    await database.sql("CREATE TABLE seen (id int)");
    expect(await read()).toBe(first);
    await database.sql("ALTER TABLE seen ADD COLUMN name text");
    expect(await read()).toBe(first);
  } finally {
    await session.close();
  }
});

it("says the same of the database as a plain session", async () => {
  const [plain, again] = [await database.snapshot(), await database.reread()];
  expect(again).toEqual(plain);
  const stamp = await database.stamp();
  await database.sql("CREATE VIEW looked_at AS SELECT 1 AS one");
  expect(await database.stamp()).not.toBe(stamp);
  expect(await database.reread()).toEqual(await database.snapshot());
});
