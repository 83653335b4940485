/**
 * Law 3 on schemas and mutations nobody thought of: one mutation, one finding; its remediation brings the fingerprint
 * back, and the remediation of the way back makes the mutation again. `RUNS=500` plays more of them, `SEED=…` the same
 * ones again.
 */

import fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles } from "../support/roles.ts";
import { played } from "./played.ts";
import { mutationsOf, schemaArbitrary, statementsOf } from "./schema-model.ts";

const RUNS = Number(process.env.RUNS ?? 200);
const SEED = process.env.SEED === undefined ? 20_261_120 : Number(process.env.SEED);

const pool = new DatabasePool();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

/** A server has more than one processor. */
const LANES = 2;

describe.concurrent("law 3: any mutation of any schema is found once and can be taken back", () => {
  it.each(Array.from({ length: LANES }, (_, lane) => SEED + lane))(
    "SEED=%i",
    async (seed) => {
      const numRuns = Math.ceil(RUNS / LANES);
      const property = fc.asyncProperty(schemaArbitrary, fc.nat(), fc.nat(), async (model, part, choice) => {
        const database = await pool.take();
        try {
          await played(database, { statements: statementsOf(model), parts: mutationsOf(model), part, choice });
        } finally {
          await pool.giveBack(database);
        }
      });
      await fc.assert(property, { numRuns, seed, maxSkipsPerRun: 10 });
    },
    Math.max(300_000, RUNS * 3_000),
  );
});
