/** Pairs of schemas between which a plan once failed on a certain major alone, cut down to what made it fail. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { playPair } from "../properties/pair.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { startMajor } from "../support/majors.ts";
import { ensureRoles } from "../support/roles.ts";

const PAIRS: readonly { major: number; name: string; first: string; second: string; online: boolean }[] = [
  {
    major: 14,
    name: "a computed column, which goes with what it reads, and comes back; an index on that makes way for another",
    first:
      "CREATE TABLE s.t (a text, b text, c text, d text GENERATED ALWAYS AS (lower(c)) STORED); CREATE INDEX i ON s.t (c)",
    second:
      "CREATE TABLE s.t (a text, b text, d text GENERATED ALWAYS AS (lower(a)) STORED); CREATE INDEX i ON s.t (b)",
    online: true,
  },
];

describe.each([...new Set(PAIRS.map(({ major }) => major))])("law 3: a plan that once failed on %i", (major) => {
  let server: EmbeddedServer;
  let pool: DatabasePool;

  beforeAll(async () => {
    server = await startMajor(major);
    pool = new DatabasePool(server);
    await ensureRoles(server);
  });

  afterAll(async () => {
    await pool.close();
    await server.stop();
  });

  it.each(PAIRS.filter((pair) => pair.major === major))("$name", async ({ first, second, online }) => {
    const [actual, expected] = [await pool.take(), await pool.take()];
    await actual.sql(`CREATE SCHEMA s; ${first}`);
    await expected.sql(`CREATE SCHEMA s; ${second}`);
    expect((await playPair(actual, expected, online)).wrong).toEqual([]);
    await pool.giveBack(actual);
    await pool.giveBack(expected);
  });
});
