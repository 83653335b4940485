/**
 * Law 3 on pairs of schemas nobody thought of, over all kinds: the plan from the one to the other and the plan back, each
 * run on a database that holds rows, come to the fingerprint that they promise, or name by hand what remains; and no row
 * or value is lost by a step that is not called DANGER. `RUNS=5000` plays more of them, `SEED=…` the same ones again.
 */

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { KNOWN_PAIRS } from "./known-pairs.ts";
import { buildPair, pairArbitrary, playPair } from "./pair.ts";
import { statementsOf } from "./schema-model.ts";

const RUNS = Number(process.env.RUNS ?? 80);
const SEED = process.env.SEED === undefined ? 20_261_128 : Number(process.env.SEED);

const pool = new DatabasePool();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

/** A server has more than one processor. */
const LANES = 2;

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
      expect((await playPair(actual, expected)).wrong).toEqual([]);
    }),
  );
});

describe.concurrent("law 3: a plan takes any schema to any other, and back", () => {
  it.each(Array.from({ length: LANES }, (_, lane) => SEED + lane))(
    "SEED=%i",
    async (seed) => {
      const property = fc.asyncProperty(pairArbitrary, fc.boolean(), async (pair, online) => {
        await inTwo(async (actual, expected) => {
          const other = await buildPair(pair, actual, expected);
          const { wrong } = await playPair(actual, expected, online);
          expect(
            wrong,
            `${online ? "online: " : ""}${statementsOf(pair.first).join(";\n")}\n-- and\n${other.join(";\n")}`,
          ).toEqual([]);
        });
      });
      await fc.assert(property, { numRuns: Math.ceil(RUNS / LANES), seed });
    },
    Math.max(300_000, RUNS * 3_000),
  );
});
