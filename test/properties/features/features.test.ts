/** Every feature can be made in every variant, and together they have every kind. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { KINDS } from "../../../lib/kinds/registry.ts";
import { DatabasePool } from "../../support/database-pool.ts";
import { ensureRoles } from "../../support/roles.ts";
import { type SchemaModel, statementsOf } from "../schema-model.ts";
import { FEATURES } from "./all.ts";

const pool = new DatabasePool();
const seen = new Set<string>();

beforeAll(() => ensureRoles());
afterAll(() => pool.close());

/** Sorts of objects that stand in no database, and so in no generated schema. */
const own = KINDS.all.filter(({ clusterWide, satellite }) => !clusterWide && !satellite).map(({ name }) => name);

/** Only what deviates on a part of another object is one, and what comes with a table of an extension. */
const DEVIATIONS = ["partition-index", "partition-trigger", "extension-table"];

it.each(FEATURES.map((feature) => [feature.name, feature] as const))(
  "%s can be made in every variant",
  async (_name, feature) => {
    const made = new Set<string>();
    for (let variant = 0; variant < 60; variant++) {
      const model: SchemaModel = {
        schemaStyle: variant % 5,
        moods: "'sad', 'ok'",
        tables: [],
        features: [{ feature, style: variant % 5, variant }],
      };
      const statements = statementsOf(model);
      const sameButNames = statementsOf({ ...model, schemaStyle: 0, features: [{ feature, style: 0, variant }] }).join(
        "\n",
      );
      if (made.has(sameButNames)) continue;
      made.add(sameButNames);
      const database = await pool.take();
      try {
        await database.run(statements);
        const { objects, unmodelled } = await database.snapshot();
        for (const { address } of objects.values()) seen.add(address.kind);
        expect(unmodelled).toEqual([]);
      } finally {
        await pool.giveBack(database);
      }
    }
  },
  120_000,
);

it("all kinds occur", () => {
  expect(own.filter((kind) => !seen.has(kind) && !DEVIATIONS.includes(kind))).toEqual([]);
});
