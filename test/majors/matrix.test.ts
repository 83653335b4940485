/** Law 2 across majors: the same DDL has the same fingerprint on every one that can run it. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fingerprint, type Snapshot } from "../../lib/index.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { differences } from "../support/differences.ts";
import { startMajors } from "../support/majors.ts";
import { ensureRoles } from "../support/roles.ts";
import { SCHEMAS, type Step } from "../support/schemas/steps.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let servers: readonly EmbeddedServer[];
const databases: WatchedDatabase[] = [];

beforeAll(async () => {
  servers = await startMajors();
  for (const server of servers) await ensureRoles(server);
});

afterAll(async () => {
  for (const database of databases) await database.drop();
  for (const server of servers) await server.stop();
});

/** The schema as it stands after each step that the server can take. */
async function snapshotsOf(server: EmbeddedServer, steps: readonly Step[]): Promise<Snapshot[]> {
  const database = await watchedDatabase(server);
  databases.push(database);
  const snapshots: Snapshot[] = [];
  for (const { sql } of steps.filter(({ since }) => since <= server.major)) {
    await database.sql(sql);
    snapshots.push(await database.snapshot());
  }
  return snapshots;
}

describe.each(Object.entries(SCHEMAS))("%s", (_name, steps) => {
  it("has one fingerprint on every major, step by step", async () => {
    const seen = await Promise.all(servers.map((server) => snapshotsOf(server, steps)));
    for (const [at, { since }] of steps.entries()) {
      const [first, ...others] = servers.flatMap(({ major }, place) => {
        const snapshot = seen[place]?.[at];
        return snapshot ? [{ major, snapshot }] : [];
      });
      for (const { major, snapshot } of others) {
        const where = `step ${at + 1}, ${first?.major} and ${major}`;
        if (!first) continue;
        expect.soft(differences(first.snapshot, snapshot), where).toEqual([]);
        expect.soft(fingerprint(snapshot), where).toBe(fingerprint(first.snapshot));
        expect.soft(snapshot.unreadable).toEqual([]);
      }
      expect(first?.major).toBe(since);
    }
  }, 120_000);
});
