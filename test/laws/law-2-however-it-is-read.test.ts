/** Law 2, as to how a schema is read: neither the order of rows and queries nor the database's settings show. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KindRegistry } from "../../lib/core/kind-registry.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { capture } from "../../lib/engine/capture.ts";
import { diff, fingerprint } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import type { Endpoint } from "../../lib/postgres/endpoint.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { HOSTILE_SETTINGS } from "../support/hostile-settings.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { reordered, snapshotBy } from "../support/sessions.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;
let reference: Snapshot;

beforeAll(async () => {
  database = await watchedDatabase();
  for (const part of RICH_SCHEMA) await database.sql(part);
  reference = await database.snapshot();
});

afterAll(() => database.drop());

function expectSame(snapshot: Snapshot): void {
  expect(diff(reference, snapshot).map((change) => [change.verb, change.address])).toEqual([]);
  expect(fingerprint(snapshot)).toBe(fingerprint(reference));
  expect(snapshot.unreadable).toEqual([]);
}

async function readAs(endpoint: Endpoint): Promise<Snapshot> {
  const session = await openSession(endpoint);
  try {
    return await snapshotBy(session);
  } finally {
    await session.close();
  }
}

describe("law 2: the fingerprint does not depend on", () => {
  it.each([
    ["reversed rows", <T>(rows: T[]): T[] => rows.toReversed()],
    ["rows in rotation", <T>(rows: T[]): T[] => [...rows.slice(rows.length >> 1), ...rows.slice(0, rows.length >> 1)]],
    [
      "every other row first",
      <T>(rows: T[]): T[] => [...rows.filter((_, i) => i % 2), ...rows.filter((_, i) => i % 2 === 0)],
    ],
  ] as const)("the order of rows: %s", async (_name, reorder) => {
    const session = await openSession(database.endpoint);
    try {
      expectSame(await snapshotBy(reordered(session, reorder)));
    } finally {
      await session.close();
    }
  });

  it("the order in which kinds are read", async () => {
    const satellites = KINDS.all.filter(({ satellite }) => satellite);
    const hosts = KINDS.all.filter(({ satellite }) => !satellite);
    const session = await openSession(database.endpoint);
    try {
      const backwards = new KindRegistry([...hosts.toReversed(), ...satellites.toReversed()]);
      const { snapshot } = await capture(session, backwards, new SqlTexts(), {
        now: () => new Date(0),
        wait: async () => {},
      });
      expectSame(snapshot);
    } finally {
      await session.close();
    }
  });

  it("the settings of the database", async () => {
    for (const setting of HOSTILE_SETTINGS) await database.sql(`ALTER DATABASE ${database.name} SET ${setting}`);
    expectSame(await readAs(database.endpoint));
    await database.sql(`ALTER DATABASE ${database.name} RESET ALL`);
  });

  it("maintenance and data", async () => {
    await onAnother(async (other) => {
      for (const part of RICH_SCHEMA) await other.sql(part);
      await other.sql("SELECT nextval('app.seq_plain') FROM generate_series(1, 100); INSERT INTO app.tree VALUES (1)");
      await other.sql("REFRESH MATERIALIZED VIEW app.mv_stats; REINDEX TABLE app.tree; ANALYZE; CLUSTER app.users");
      await other.sql("VACUUM FREEZE");
      expectSame(await other.snapshot());
    });
  });
});

async function onAnother(work: (database: WatchedDatabase) => Promise<void>): Promise<void> {
  const other = await watchedDatabase();
  try {
    await work(other);
  } finally {
    await other.drop();
  }
}
