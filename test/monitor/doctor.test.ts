/** What a doctor finds of a clock that runs wrong, of a replica, a silent host, an alert that no topic took. */

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newState } from "../../lib/core/target-state.ts";
import { type DoctorPorts, lookOver } from "../../lib/monitor/doctor.ts";
import { parseDatabaseUrl } from "../../lib/postgres/endpoint.ts";
import { addressOf, listens } from "../../lib/postgres/reach.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { ownServer } from "../support/own-server.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { replicaOf } from "../support/replica.ts";
import { aTarget } from "../support/target.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const ports = (aheadMs: number, url = database.url): DoctorPorts => ({
  credentials: { read: async () => parseDatabaseUrl(url) },
  databases: { open: (login) => openSession(login, { connectionTimeoutMillis: 1_000 }) },
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

it("a server that is a replica", async () => {
  const own = await ownServer(["local all,replication all trust"]);
  try {
    await own.database("orders");
    const replica = await replicaOf(own.server);
    try {
      await replica.caughtUp();
      const { items } = await lookOver(aTarget(), ports(0, replica.url("orders")));
      expect(items.find(({ item }) => item === "version")).toMatchObject({
        result: "ok",
        said: expect.stringMatching(/in recovery: a replica, .*; name the primary unless this one is meant$/),
      });
    } finally {
      await replica.stop();
    }
  } finally {
    await own.stop();
  }
});

it.each(["", "sslmode=disable"])("who takes connections and says nothing, %s", async (query) => {
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const { items } = await lookOver(aTarget(), ports(0, `postgres://watcher:pw@127.0.0.1:${port}/orders?${query}`));
  silent.close();
  const said = Object.fromEntries(items.map(({ item, result }) => [item, result]));
  expect(said).toMatchObject({ name: "ok", port: "no", tls: "unknown", login: "unknown", version: "unknown" });
  expect(items.find(({ item }) => item === "port")).toMatchObject({
    said: expect.stringMatching(/no answer in time/),
    remedy: expect.stringMatching(/^check host and port/),
  });
});

it.each<[string, string | null, string[]]>([
  ["nobody sends", null, ["opened"]],
  ["a check is sending", new Date(Date.now() + 60_000).toISOString(), []],
])("an alert that %s", async (_, heldUntil, named) => {
  const alert = { transition: "opened", appeared: [], disappeared: [], report: "orders/1.json", heldUntil } as const;
  const value = { ...newState(new Date().toISOString()), outbox: [alert] };
  const { items } = await lookOver(aTarget(), { ...ports(0), states: { read: async () => ({ value, version: "1" }) } });
  const lines = items.filter(({ item, result }) => item === "topic" && result === "no").map(({ said }) => said);
  expect(lines).toEqual(
    named.map((transition) => `an alert (${transition}) has not been taken; its report is orders/1.json`),
  );
});
