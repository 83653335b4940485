/**
 * Law 3 on schemas and mutations nobody thought of: one mutation, one finding; its remediation brings the fingerprint
 * back, and the remediation of the way back makes the mutation again. `RUNS=500` plays more of them, `SEED=…` the same
 * ones again.
 */

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { classify, diff, fingerprint, remediate } from "../../lib/index.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { mutationsOf, type SchemaModel, schemaArbitrary, statementsOf } from "./schema-model.ts";

const RUNS = Number(process.env.RUNS ?? 30);
const SEED = process.env.SEED === undefined ? 20_261_120 : Number(process.env.SEED);

const pool = new DatabasePool();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

it(
  "law 3: any mutation of any schema is found once and can be taken back",
  async () => {
    await fc.assert(
      fc.asyncProperty(schemaArbitrary, fc.nat(), async (model, choice) => {
        const database = await pool.take();
        try {
          await play(database, model, choice);
        } finally {
          await pool.giveBack(database);
        }
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: Math.max(100_000, RUNS * 1_000) },
    );
  },
  Math.max(120_000, RUNS * 2_000),
);

async function play(database: WatchedDatabase, model: SchemaModel, choice: number): Promise<void> {
  await database.run(statementsOf(model));
  const expected = await database.snapshot();
  const mutation = await mutate(database, mutationsOf(model), choice, expected);
  const actual = await database.snapshot();
  const findings = classify(diff(expected, actual), { expected, actual });
  expect(
    findings.map(({ code, address }) => `${code} ${address}`),
    mutation,
  ).toHaveLength(1);
  const repaired = await repair(database, expected, actual, mutation);
  await repair(database, actual, repaired, `the way back from ${mutation}`);
}

/** The first mutation, from `choice` on, that PostgreSQL allows and that changes anything. */
async function mutate(
  database: WatchedDatabase,
  mutations: readonly string[],
  choice: number,
  before: Snapshot,
): Promise<string> {
  for (let at = 0; at < mutations.length; at++) {
    const mutation = mutations[(choice + at) % mutations.length] ?? "";
    const allowed = await database.sql(mutation).then(
      () => true,
      () => false,
    );
    if (allowed && fingerprint(await database.snapshot()) !== fingerprint(before)) return mutation;
  }
  throw new Error("no mutation of this schema is allowed");
}

async function repair(
  database: WatchedDatabase,
  expected: Snapshot,
  actual: Snapshot,
  mutation: string,
): Promise<Snapshot> {
  const { statements, manual } = remediate(expected, actual);
  expect(manual, mutation).toEqual([]);
  await database.run(statements.map(({ sql }) => sql)).catch((cause: unknown) => {
    throw new Error(
      `${mutation}: ${cause instanceof Error ? cause.message : cause}\n${statements.map(({ sql }) => sql).join(";\n")}`,
    );
  });
  const repaired = await database.snapshot();
  expect(
    diff(expected, repaired).map((change) => `${change.verb} ${change.address}`),
    mutation,
  ).toEqual([]);
  return repaired;
}
