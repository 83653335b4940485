/** Who needs whom, read after the objects: without reading them again, unless something has moved. */

import { afterEach, beforeEach, expect, it } from "vitest";
import type { Session } from "../../lib/core/session.ts";
import { capture } from "../../lib/engine/capture.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

const OPTIONS = { withoutDependencies: true, now: () => new Date(0), wait: async () => {} };

let database: FreshDatabase;
let session: Session;
let statements = 0;

beforeEach(async () => {
  database = await freshDatabase();
  await database.sql(`
    CREATE SCHEMA app;
    CREATE TABLE app.users (id int PRIMARY KEY, name text);
    CREATE TABLE app.orders (id int PRIMARY KEY, of int REFERENCES app.users);
    CREATE TABLE app.flyway_schema_history (installed_rank int PRIMARY KEY);
    CREATE VIEW app.named AS SELECT o.id, u.name FROM app.orders o JOIN app.users u ON u.id = o.of;`);
  const opened = await openSession(database.endpoint);
  statements = 0;
  session = {
    width: 1,
    read: (...asked) => {
      statements += 1;
      return opened.read(...asked);
    },
    close: () => opened.close(),
  };
});
afterEach(async () => {
  await session.close();
  await database.drop();
});

it("needs three statements while nothing has moved", async () => {
  const quick = await capture(session, KINDS, new SqlTexts(), OPTIONS);
  expect(quick.snapshot.dependencies).toEqual([]);
  statements = 0;
  const whole = await quick.complete();
  expect(statements).toBe(3);
  expect(whole.stamp).toBe(quick.stamp);
  expect(whole.snapshot.objects).toBe(quick.snapshot.objects);
  expect(whole.snapshot.dependencies.length).toBeGreaterThan(4);
  expect(whole.snapshot.dependencies).toEqual((await takeSnapshot(database.url)).dependencies);
});

it("reads everything again when something has", async () => {
  const quick = await capture(session, KINDS, new SqlTexts(), OPTIONS);
  await database.sql("CREATE INDEX late ON app.users (name)");
  const whole = await quick.complete();
  expect(whole.stamp).not.toBe(quick.stamp);
  expect(whole.snapshot.objects.has("index:app.users.late")).toBe(true);
  expect(whole.snapshot.dependencies.filter(({ from }) => from === "index:app.users.late")).not.toEqual([]);
});

it("has nothing left to do for a capture that is whole", async () => {
  const whole = await capture(session, KINDS, new SqlTexts(), { ...OPTIONS, withoutDependencies: false });
  statements = 0;
  expect(await whole.complete()).toBe(whole);
  expect(statements).toBe(0);
});
