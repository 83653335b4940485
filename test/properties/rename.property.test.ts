/**
 * One thing of a schema nobody thought of gets another name, or goes to another schema: that is found, and nothing else,
 * and it is taken back; and so the other way round. `RUNS=500` plays more of them, `SEED=…` the same ones again.
 */

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Address, encodeAddress } from "../../lib/core/address.ts";
import type { AnyRenaming } from "../../lib/core/renaming.ts";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { diff, findRenames, fingerprint, judge, remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";
import { schemaArbitrary, statementsOf } from "./schema-model.ts";

const RUNS = Number(process.env.RUNS ?? 25);
const SEED = process.env.SEED === undefined ? 20_261_128 : Number(process.env.SEED);

const pool = new DatabasePool();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

const ELSEWHERE = "elsewhere";
const name = fc.constantFrom("renamed", "Re.named", 'a "quoted" one', "o'clock", "select", "größe");

it(
  `SEED=${SEED}`,
  async () => {
    const property = fc.asyncProperty(
      schemaArbitrary,
      fc.nat(),
      fc.option(name, { freq: 1 }),
      async (model, choice, to) => {
        const database = await pool.take();
        try {
          await database.run([...statementsOf(model), `CREATE SCHEMA ${ELSEWHERE}`]);
          const before = await database.snapshot();
          const renamed =
            to === null ? await move(database, before, choice) : await rename(database, before, choice, to);
          const after = await database.reread();
          await goBack(database, before, after, renamed);
          await goBack(database, after, await database.reread(), renamed);
        } finally {
          await pool.giveBack(database);
        }
      },
    );
    await fc.assert(property, { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 10 });
  },
  Math.max(300_000, RUNS * 5_000),
);

/** Gives the name to the first object, from the chosen one on, that PostgreSQL renames; its addresses then and now. */
const rename = (database: WatchedDatabase, before: Snapshot, choice: number, to: string): Promise<string[]> =>
  change(database, before, choice, (address, { place, statement }) => ({
    sql: statement(address, to).sql,
    path: address.path.map((part, at) => (at === place ? to : part)),
  }));

/** Moves the first one that PostgreSQL moves. */
const move = (database: WatchedDatabase, before: Snapshot, choice: number): Promise<string[]> =>
  change(database, before, choice, (address, { schemaPlace, move }) => ({
    sql: schemaPlace === null ? "SELECT 1 / 0" : move(address, ELSEWHERE).sql,
    path: address.path.map((part, at) => (at === schemaPlace ? ELSEWHERE : part)),
  }));

async function change(
  database: WatchedDatabase,
  { objects }: Snapshot,
  choice: number,
  changeOf: (address: Address, renaming: AnyRenaming) => { readonly sql: string; readonly path: readonly string[] },
): Promise<string[]> {
  const candidates = [...objects.values()].filter(({ address }) => KINDS.get(address.kind).rename);
  const from = choice % candidates.length;
  for (const { address } of [...candidates.slice(from), ...candidates.slice(0, from)]) {
    const { rename: renaming } = KINDS.get(address.kind);
    if (!renaming) continue;
    const { sql, path } = changeOf(address, renaming);
    if (await database.sql(sql).catch(() => undefined)) return [address, { ...address, path }].map(encodeAddress);
  }
  throw new Error("nothing of this schema can be changed");
}

async function goBack(
  database: WatchedDatabase,
  expected: Snapshot,
  actual: Snapshot,
  renamed: string[],
): Promise<void> {
  const renames = await findRenames(expected, actual);
  const found = judge(expected, actual, renames);
  expect(found.map(({ verb, address, rename }) => [verb, [address, rename?.to].sort()])).toEqual([
    ["renamed", [...renamed].sort()],
  ]);
  expect(found[0]?.rename?.evidence).toEqual({ by: "identity" });
  for (const [left, right] of [
    [renames.expected, actual],
    [expected, renames.actual],
  ] as const)
    expect(diff(left, right)).toEqual(diff(copied(left), copied(right)));
  const { statements, manual } = remediate(expected, actual, renames);
  expect(manual).toEqual([]);
  expect(statements).toHaveLength(1);
  await database.run(statements.map(({ sql }) => sql));
  const after = await database.reread();
  expect(diff(expected, after).map(({ verb, address }) => `${verb} ${address}`)).toEqual([]);
  expect(fingerprint(after)).toBe(fingerprint(expected));
}

/** The same of which nobody knows that it is another one but for what was renamed. */
const copied = (snapshot: Snapshot): Snapshot => ({ ...snapshot, objects: new Map(snapshot.objects) });
