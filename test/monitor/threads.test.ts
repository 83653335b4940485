/** Alerts of one incident, as chat rooms and pagers tell them from those of another. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { AlertFormat } from "../../lib/core/topic.ts";
import type { Alert } from "../../lib/monitor/ports.ts";
import { renderMessage } from "../../lib/report/message.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

let database: FreshDatabase;
let world: Watch;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql("CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY)");
  world = watch(database.url);
});
afterAll(async () => {
  world.end();
  await database.drop();
});

const column = async (verb: string, name: string) => {
  await database.sql(`ALTER TABLE app.users ${verb} COLUMN ${name}`);
  await world.check({}, aTarget({ remindAfterMs: 1_000 }));
};

const bodies = (format: AlertFormat) =>
  world.published.map((alert: Alert) =>
    JSON.parse(renderMessage(alert, { arn: "arn:aws:sns:eu-west-1:123456789012:a", format }, 250_000)),
  );

it("one incident is one thread, from its beginning to its end; what is back is in it again, what is new is not", async () => {
  world.accept(await world.check());
  await column("ADD", "a int");
  await column("ADD", "b int");
  world.pass(10_000);
  await world.check({}, aTarget({ remindAfterMs: 1_000 }));
  await column("DROP", "b");
  await column("DROP", "a");
  await column("ADD", "a int");
  await column("DROP", "a");
  world.pass(30 * 24 * 3_600_000);
  await column("ADD", "c int");
  await column("DROP", "c");

  const told = world.published.map(({ transition }) => transition);
  expect(told).toEqual([
    ...["opened", "changed", "reminded", "changed", "resolved", "reopened", "resolved"],
    ...["opened", "resolved"],
  ]);
  const threads = bodies("chat").map(({ metadata }) => metadata.threadId as string);
  expect(new Set(threads.slice(0, 7)).size).toBe(1);
  expect(new Set(threads.slice(7)).size).toBe(1);
  expect(threads[7]).not.toBe(threads[0]);
  expect(threads[0]).toMatch(/^schema-drift\/orders\/[0-9a-f]{12}$/);

  const states = bodies("pager").map(({ NewStateValue }) => NewStateValue as string);
  expect(states).toEqual(told.map((transition) => (transition === "resolved" ? "OK" : "ALARM")));
  expect(new Set(bodies("pager").map(({ AlarmName }) => AlarmName)).size).toBe(1);
  expect(bodies("json").map(({ event }) => event)).toEqual(
    told.map((transition) => ({ reminded: "reminder", resolved: "resolved" })[transition as string] ?? "drift"),
  );
});
