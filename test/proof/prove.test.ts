/** A plan is tried before anybody runs it: proved, or what remains, or where it was refused. */

import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { type Planned, planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { prove } from "../../lib/proof/prove.ts";
import { ensureRoles } from "../support/roles.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;
const where = () => ({ url: databaseUrl(inject("server"), "postgres") });

beforeAll(() => ensureRoles());
beforeEach(async () => {
  database = await watchedDatabase();
});
afterEach(() => database.drop());

async function plan(before: readonly string[], drift: readonly string[]): Promise<Planned> {
  await database.run(before);
  const expected = await database.snapshot();
  await database.run(drift);
  return between(expected, await database.snapshot());
}

const between = async (expected: Snapshot, actual: Snapshot): Promise<Planned> =>
  planBetween(KINDS, { expected, actual }, {}, { rules: [], at: "2026-11-28" }, await withParser({}));

const BLOG = [
  "CREATE SCHEMA blog",
  "CREATE TABLE blog.authors (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL)",
  "CREATE TABLE blog.entries (id bigint PRIMARY KEY, author bigint REFERENCES blog.authors, title text, body text)",
  "CREATE VIEW blog.titles AS SELECT title FROM blog.entries",
];

describe("a plan", () => {
  it.each([
    [
      "of a column that was dropped under a view",
      ["DROP VIEW blog.titles", "ALTER TABLE blog.entries DROP COLUMN title"],
    ],
    ["of a table that was renamed", ["ALTER TABLE blog.entries RENAME TO posts"]],
    ["of a table that was moved", ["CREATE SCHEMA attic", "ALTER TABLE blog.entries SET SCHEMA attic"]],
    ["of an index that is built concurrently", ["CREATE INDEX CONCURRENTLY late ON blog.entries (body)"]],
    [
      "of many things at once",
      [
        "ALTER TABLE blog.authors ADD UNIQUE (name)",
        "DROP TABLE blog.entries CASCADE",
        "CREATE TYPE blog.mood AS ENUM ('a')",
        "CREATE TABLE blog.more (m blog.mood)",
      ],
    ],
  ])("%s is proved both ways", async (_name, drift) => {
    const planned = await plan(BLOG, drift);
    expect(planned.up.steps.length).toBeGreaterThan(0);
    expect(await prove(KINDS, planned, "up", where())).toEqual({ outcome: "proved" });
    expect(await prove(KINDS, planned, "down", where())).toEqual({ outcome: "proved" });
  });

  it("is proved in a schema with a bit of everything", async () => {
    const planned = await plan(RICH_SCHEMA, BLOG);
    expect(await prove(KINDS, planned, "up", where())).toEqual({ outcome: "proved" });
  });

  it("is proved where materialized views read what nobody answers, or what is not to be read yet", async () => {
    const kept = (name: string, from: string) => `CREATE MATERIALIZED VIEW blog.${name} AS ${from} WITH NO DATA`;
    const planned = await plan(
      [
        ...BLOG,
        "CREATE EXTENSION postgres_fdw",
        "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1')",
        "CREATE USER MAPPING FOR CURRENT_USER SERVER far",
        "CREATE FOREIGN TABLE blog.elsewhere (id int) SERVER far",
        "CREATE VIEW blog.near AS SELECT id FROM blog.elsewhere",
        kept("copied", "SELECT id FROM blog.near"),
        kept("of_tenant", "SELECT current_setting('app.tenant') AS tenant"),
      ],
      [
        "DROP MATERIALIZED VIEW blog.copied",
        kept("spread", "SELECT count(*) AS many, max(id) AS most FROM blog.near GROUP BY id % 7 HAVING min(id) > 3"),
      ],
    );
    expect(planned.up.steps.map(({ sql }) => sql)).toContain('REFRESH MATERIALIZED VIEW "blog"."copied"');
    expect(await prove(KINDS, planned, "up", where())).toEqual({ outcome: "proved" });
    expect(await prove(KINDS, planned, "down", where())).toEqual({ outcome: "proved" });
  });

  it("that does too little is told what remains", async () => {
    const planned = await plan(BLOG, ["CREATE INDEX late ON blog.entries (body)", "DROP VIEW blog.titles"]);
    const lacking = {
      ...planned,
      up: { ...planned.up, steps: planned.up.steps.filter(({ sql }) => !sql.startsWith("DROP INDEX")) },
    };
    expect(await prove(KINDS, lacking, "up", where())).toEqual({
      outcome: "remains",
      findings: ["index blog.entries.late: added"],
      byHand: [],
    });
  });

  it("says as such that only what its manual steps name remains", async () => {
    const planned = await plan(BLOG, ["ALTER TABLE blog.entries ADD COLUMN late text", "DROP VIEW blog.titles"]);
    const up = {
      steps: planned.up.steps.filter(({ sql }) => sql.includes("DROP COLUMN")),
      manual: [{ address: "view:blog.titles", attribute: null, reason: "by hand" }],
    };
    const finding = "view blog.titles: removed";
    expect(await prove(KINDS, { ...planned, up }, "up", where())).toEqual({ outcome: "by-hand", findings: [finding] });
    const lacking = { ...up, steps: [] };
    expect(await prove(KINDS, { ...planned, up: lacking }, "up", where())).toEqual({
      outcome: "remains",
      findings: ["column blog.entries.late: added"],
      byHand: [finding],
    });
  });

  it("is tried beside a subscription, which is left out and named", async () => {
    const connection =
      "CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, enabled = false)";
    const planned = await plan(
      [...BLOG, `CREATE SUBSCRIPTION feed ${connection}`, "COMMENT ON SUBSCRIPTION feed IS 'f'"],
      ["DROP VIEW blog.titles", "COMMENT ON SUBSCRIPTION feed IS 'g'"],
    );
    expect(planned.up.steps.map(({ address }) => address)).toContain("comment:subscription.feed");
    for (const way of ["up", "down"] as const)
      expect(await prove(KINDS, planned, way, where())).toEqual({
        outcome: "proved",
        leftOut: ["subscription feed"],
      });
  });

  it("is tried though a secret is not known, and what that leaves is named", async () => {
    const planned = await plan(
      [
        ...BLOG,
        "CREATE FOREIGN DATA WRAPPER w",
        "CREATE SERVER far FOREIGN DATA WRAPPER w OPTIONS (host 'far', password 'x')",
      ],
      ["DROP VIEW blog.titles"],
    );
    expect(await prove(KINDS, planned, "up", where())).toMatchObject({ outcome: "by-hand" });
  });

  it("that is refused names the step, and why", async () => {
    const planned = await plan(BLOG, ["DROP VIEW blog.titles"]);
    const [step] = planned.up.steps;
    const broken = {
      ...planned,
      up: { ...planned.up, steps: [{ ...step!, sql: "CREATE VIEW blog.titles AS SELECT nosuch" }] },
    };
    expect(await prove(KINDS, broken, "up", where())).toMatchObject({
      outcome: "failed",
      step: step!.id,
      error: expect.stringContaining('"nosuch" does not exist'),
    });
  });

  it("is not proved from a schema that cannot be built there, and why is said", async () => {
    const planned = await plan(BLOG, ["DROP VIEW blog.titles"]);
    const objects = new Map(planned.actual.objects);
    const extension = { address: { kind: "extension", path: ["nosuch"] }, spec: { schema: "public" }, facts: {} };
    objects.set("extension:nosuch", extension as never);
    const proof = await prove(KINDS, { ...planned, actual: { ...planned.actual, objects } }, "up", where());
    expect(proof).toMatchObject({ outcome: "not-tried", why: expect.stringMatching(/cannot be built: .*nosuch/) });
  });

  it("is not proved on a server of another major", async () => {
    const planned = await plan(BLOG, ["DROP VIEW blog.titles"]);
    const server = { ...planned.actual.server, version: 140_002 };
    const proof = await prove(KINDS, { ...planned, actual: { ...planned.actual, server } }, "up", where());
    expect(proof).toMatchObject({
      outcome: "not-tried",
      why: expect.stringMatching(/^the scratch server is PostgreSQL \d+, and the database is on 14$/),
    });
  });

  it("that does far too little is told some of what remains, and how much more there is", async () => {
    const many = Array.from({ length: 25 }, (_, at) => `CREATE TABLE blog.t${at} (id int)`);
    const planned = await plan(BLOG, many);
    const proof = await prove(KINDS, { ...planned, up: { steps: [], manual: [] } }, "up", where());
    expect(proof).toMatchObject({ outcome: "remains", findings: expect.arrayContaining(["and 5 more"]) });
  });

  it("leaves no database behind", async () => {
    const planned = await plan(BLOG, ["DROP VIEW blog.titles"]);
    await prove(KINDS, planned, "up", where());
    const own = `driftwatch_replay_${process.pid}_%`;
    expect(await database.sql(`SELECT datname FROM pg_database WHERE datname LIKE '${own}'`)).toEqual([]);
  });
});
