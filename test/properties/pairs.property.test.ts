/** Law 3 on pairs of schemas: the plan from the one to the other and the plan back, each run on a database that holds rows. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { KNOWN_PAIRS } from "./known-pairs.ts";
import { playPair } from "./pair.ts";

const pool = new DatabasePool();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

const inTwo = async (play: (actual: WatchedDatabase, expected: WatchedDatabase) => Promise<void>): Promise<void> => {
  const [actual, expected] = [await pool.take(), await pool.take()];
  try {
    await play(actual, expected);
  } finally {
    await pool.giveBack(actual);
    await pool.giveBack(expected);
  }
};

describe.concurrent("law 3: a plan that once failed", () => {
  it.each(KNOWN_PAIRS.map((pair) => [pair.name, pair] as const))("%s", (_name, { first, second }) =>
    inTwo(async (actual, expected) => {
      await actual.sql(`CREATE SCHEMA s; ${first}`);
      await expected.sql(`CREATE SCHEMA s; ${second}`);
      expect(await playPair(actual, expected)).toEqual([]);
    }),
  );
});
