/** The picture around the drift: what stands on what, on whichever side has it. */

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compare } from "../../lib/engine/compare.ts";
import { MOST_RELATIONS } from "../../lib/engine/verdict/surroundings.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

const SHOP = `
  CREATE SCHEMA app;
  CREATE TABLE app.users (id int PRIMARY KEY, email text);
  CREATE VIEW app.emails AS SELECT email FROM app.users;
  CREATE VIEW app.domains AS SELECT split_part(email, '@', 2) AS domain FROM app.emails;
  CREATE TABLE app.apart (id int);`;

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

async function relationsAfter(drift: string, schema = SHOP): Promise<string[]> {
  await database.sql(schema);
  const expected = await takeSnapshot(database.url);
  await database.sql(drift);
  const { findings, relations } = compare(KINDS, expected, await takeSnapshot(database.url), {});
  expect(findings.length).toBeGreaterThan(0);
  return relations.map(({ from, to }) => `${from} → ${to}`);
}

describe("the relations of a verdict", () => {
  it("are what the drifted object stands within and on, and what stands on it", async () => {
    expect(
      await relationsAfter("CREATE OR REPLACE VIEW app.emails AS SELECT email || '' AS email FROM app.users"),
    ).toEqual([
      "view:app.domains → view:app.emails",
      "view:app.emails → column:app.users.email",
      "view:app.emails → schema:app",
    ]);
  });

  it("tell of what is gone from the side that still has it", async () => {
    const found = await relationsAfter("DROP VIEW app.emails CASCADE");
    expect(found).toContain("view:app.domains → view:app.emails");
    expect(found).toContain("view:app.domains → schema:app");
    expect(found.filter((edge) => edge.includes("apart"))).toEqual([]);
  });

  it("are none when nothing has drifted", async () => {
    await database.sql(SHOP);
    const snapshot = await takeSnapshot(database.url);
    expect(compare(KINDS, snapshot, snapshot, {}).relations).toEqual([]);
  });

  it("are bounded, and the worst finding's come first", async () => {
    const columns = Array.from({ length: 700 }, (_, at) => `c${at} int`).join(", ");
    const wide = ["a", "b", "c"].map((name) => `CREATE TABLE app.${name} (${columns})`).join("; ");
    const found = await relationsAfter(
      "DROP TABLE app.a, app.b, app.c; CREATE INDEX ON app.apart (id)",
      `${SHOP} ${wide}`,
    );
    expect(found).toHaveLength(MOST_RELATIONS);
    expect(found[0]).toBe("table:app.a → schema:app");
  });
});
