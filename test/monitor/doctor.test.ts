/** What a doctor finds of a clock that runs wrong. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { type DoctorPorts, lookOver } from "../../lib/monitor/doctor.ts";
import { parseDatabaseUrl } from "../../lib/postgres/endpoint.ts";
import { addressOf, listens } from "../../lib/postgres/reach.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { aTarget } from "../support/target.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const ports = (aheadMs: number): DoctorPorts => ({
  credentials: { read: async () => parseDatabaseUrl(database.url) },
  databases: { open: (login) => openSession(login) },
  network: { addressOf, listens },
  clock: { now: () => new Date(Date.now() - aheadMs), wait: async () => undefined },
  snapshots: {
    ...{ expectedLocation: () => "nowhere", expectedVersion: async () => null, readExpected: async () => null },
    ...{ writeObserved: async () => "nowhere", readObserved: async () => null },
  },
  storage: { write: async () => "nowhere" },
  states: { read: async () => null },
  dueHours: () => null,
});

it.each([
  [0, "ok", /agree/],
  [-40_000, "ok", /agree/],
  [600_000, "no", /^the clock there is (599|600) seconds ahead of ours/],
  [-600_000, "no", /^the clock there is (599|600) seconds behind ours/],
])("a server's clock that is %d ms ahead is %s", async (ahead, result, said) => {
  const { items } = await lookOver(aTarget(), ports(ahead));
  expect(items.find(({ item }) => item === "clock")).toMatchObject({ result, said: expect.stringMatching(said) });
});
