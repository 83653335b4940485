/** Law 3 on what belongs to no database alone, under hostile names. `RUNS=200` plays more, `SEED=…` the same again. */

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import { CleanCluster } from "../support/cluster.ts";
import { CLUSTER } from "./features/cluster.ts";
import { played } from "./played.ts";
import { mutationsOf, schemaOf, statementsOf } from "./schema-model.ts";

const RUNS = Number(process.env.RUNS ?? 25);
const SEED = process.env.SEED === undefined ? 20_261_128 : Number(process.env.SEED);

let server: EmbeddedServer;
let cluster: CleanCluster;

beforeAll(async () => {
  server = await startServer();
  cluster = new CleanCluster(server);
});
afterAll(() => server.stop());

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
        const database = await cluster.take();
        try {
          await played(database, { ...made([{ feature, style, variant }]), part: 0, choice });
        } finally {
          await cluster.giveBack(database);
        }
      },
    );
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
  },
  Math.max(120_000, RUNS * 3_000),
);

it("all kinds of a cluster occur, together", async () => {
  const database = await cluster.take();
  try {
    await database.run(made(CLUSTER.map((feature, at) => ({ feature, style: at % 5, variant: 1 }))).statements);
    const { objects, unmodelled } = await database.snapshot();
    const seen = new Set([...objects.values()].map(({ address }) => address.kind));
    const own = KINDS.all.filter(({ clusterWide, satellite }) => clusterWide && !satellite).map(({ name }) => name);
    expect(own.filter((kind) => !seen.has(kind))).toEqual([]);
    expect(unmodelled).toEqual([]);
  } finally {
    await cluster.giveBack(database);
  }
});
