/** Law 3 on what belongs to no database alone, under hostile names. `RUNS=200` plays more, `SEED=…` the same again. */

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import { CLUSTER as ASKED, swept } from "../support/cluster.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";
import { CLUSTER } from "./features/cluster.ts";
import { played } from "./played.ts";
import { mutationsOf, schemaOf, statementsOf } from "./schema-model.ts";

const RUNS = Number(process.env.RUNS ?? 10);
const SEED = process.env.SEED === undefined ? 20_261_128 : Number(process.env.SEED);

let server: EmbeddedServer;
let database: WatchedDatabase;

beforeAll(async () => {
  server = await startServer();
  database = await watchedDatabase(server, ASKED);
  // Opened before a case can close the database to others.
  await database.reread();
});
afterAll(async () => {
  await database.drop();
  await server.stop();
});

/** One that is made of the features alone. */
const made = (features: Parameters<typeof schemaOf>[0]) => {
  const model = schemaOf(features);
  return { statements: statementsOf(model), parts: mutationsOf(model).slice(0, features.length) };
};

it(
  `any mutation of any cluster is found once and can be taken back: SEED=${SEED}`,
  async () => {
    const property = fc.asyncProperty(
      ...([fc.constantFrom(...CLUSTER), fc.nat(4), fc.nat(59), fc.nat()] as const),
      async (feature, style, variant, choice) => {
        try {
          await played(database, { ...made([{ feature, style, variant }]), part: 0, choice });
        } finally {
          await swept(database);
        }
      },
    );
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
  },
  Math.max(120_000, RUNS * 3_000),
);

it("all kinds of a cluster occur, together", async () => {
  try {
    await database.run(made(CLUSTER.map((feature, at) => ({ feature, style: at % 5, variant: 1 }))).statements);
    const { objects, unmodelled } = await database.snapshot();
    const seen = new Set([...objects.values()].map(({ address }) => address.kind));
    const own = KINDS.all.filter(({ clusterWide, satellite }) => clusterWide && !satellite).map(({ name }) => name);
    expect(own.filter((kind) => !seen.has(kind))).toEqual([]);
    expect(unmodelled).toEqual([]);
  } finally {
    await swept(database);
  }
});
