/**
 * Law 3 on schemas and mutations nobody thought of: one mutation, one finding; its remediation brings the fingerprint
 * back, and the remediation of the way back makes the mutation again. `RUNS=500` plays more of them, `SEED=…` the same
 * ones again.
 */

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { classify, diff, fingerprint, remediate } from "../../lib/index.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { mutationsOf, type SchemaModel, schemaArbitrary, statementsOf } from "./schema-model.ts";

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
          await play(database, model, part, choice);
        } finally {
          await pool.giveBack(database);
        }
      });
      await fc.assert(property, { numRuns, seed, maxSkipsPerRun: 10 });
    },
    Math.max(300_000, RUNS * 3_000),
  );
});

async function play(database: WatchedDatabase, model: SchemaModel, part: number, choice: number): Promise<void> {
  await database.run(statementsOf(model));
  const expected = await database.snapshot();
  expect(expected.unmodelled).toEqual([]);
  const parts = mutationsOf(model);
  const first = part % parts.length;
  // Of the one part first; of the others where it has none that changes anything.
  const inTurn = [...parts.slice(first), ...parts.slice(0, first)].flatMap((own) => rotated(own, choice));
  const mutation = await mutate(database, inTurn, expected);
  const actual = await database.reread();
  const findings = classify(diff(expected, actual), { expected, actual });
  expect(
    findings.map(({ code, address }) => `${code} ${address}`),
    mutation,
  ).toHaveLength(1);
  const repaired = await repair(database, expected, actual, mutation);
  await repair(database, actual, repaired, `the way back from ${mutation}`);
}

const rotated = (list: readonly string[], by: number): readonly string[] => {
  const from = by % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
};

/** The first mutation that PostgreSQL allows and that changes anything. */
async function mutate(database: WatchedDatabase, mutations: readonly string[], before: Snapshot): Promise<string> {
  for (const mutation of mutations) {
    const allowed = await database.sql(mutation).then(
      () => true,
      () => false,
    );
    if (allowed && fingerprint(await database.reread()) !== fingerprint(before)) return mutation;
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
  const repaired = await database.reread();
  expect(
    diff(expected, repaired).map((change) => `${change.verb} ${change.address}`),
    mutation,
  ).toEqual([]);
  return repaired;
}
