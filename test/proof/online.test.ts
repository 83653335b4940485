/** The gentle way comes to the same schema, and keeps nobody from writing for longer than a moment. */

import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { fingerprint } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { prove } from "../../lib/proof/prove.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;
const where = () => ({ url: databaseUrl(inject("server"), "postgres") });

beforeEach(async () => {
  database = await watchedDatabase();
});
afterEach(() => database.drop());

const NO_RULES = { rules: [], at: "2026-11-28" };
const SETUP = [
  "CREATE SCHEMA app",
  "CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL, name text NOT NULL)",
  "CREATE TABLE app.orders (id bigint, user_id bigint, code text, total int)",
  "CREATE TABLE app.parts (id int, day date, user_id bigint) PARTITION BY RANGE (day)",
  "CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  "CREATE TABLE app.parts_2 PARTITION OF app.parts FOR VALUES FROM ('2027-01-01') TO ('2028-01-01') PARTITION BY LIST (id)",
  "CREATE TABLE app.parts_2_1 PARTITION OF app.parts_2 FOR VALUES IN (1)",
];
const RIGHT = [
  "CREATE INDEX by_user ON app.orders (user_id) WITH (fillfactor = 80)",
  "CREATE UNIQUE INDEX by_code ON app.orders (lower(code)) WHERE total > 0",
  "ALTER TABLE app.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id)",
  "ALTER TABLE app.orders ADD CONSTRAINT one_code UNIQUE (code) INCLUDE (total) DEFERRABLE",
  "ALTER TABLE app.orders ADD CONSTRAINT positive CHECK (total > 0)",
  "ALTER TABLE app.orders ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES app.users ON DELETE CASCADE",
  "ALTER TABLE app.orders ALTER COLUMN code SET NOT NULL, ALTER COLUMN total SET NOT NULL",
  "CREATE INDEX by_day ON app.parts (day)",
  "ALTER TABLE app.parts ADD CONSTRAINT positive CHECK (id > 0)",
  "ALTER TABLE app.parts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES app.users",
  "ALTER TABLE app.parts ADD CONSTRAINT parts_pkey PRIMARY KEY (id, day), ADD CONSTRAINT parts_day UNIQUE (day, id)",
  "CREATE TABLE app.fresh (id int PRIMARY KEY, n int)",
  "CREATE INDEX fresh_n ON app.fresh (n)",
];
const NO_LIMITS = { lockTimeout: null, statementTimeout: null };

it("is proved both ways, and blocks nobody where PostgreSQL lets it", async () => {
  await database.run(SETUP);
  const actual = await database.snapshot();
  await database.run(RIGHT);
  const expected = await database.snapshot();
  const options = await withParser({});
  const planned = planBetween(KINDS, { expected, actual }, {}, NO_RULES, options, true);
  expect(await prove(KINDS, planned, "up", where())).toEqual({ outcome: "proved" });
  expect(await prove(KINDS, planned, "down", where())).toEqual({ outcome: "proved" });

  const { steps } = planned.up;
  const blocking = steps.filter(({ hazards }) => hazards.includes("blocks-writes")).map(({ address }) => address);
  expect(blocking).toEqual([]);
  const sql = steps.map((step) => step.sql);
  expect(sql.filter((text) => text.includes("INDEX CONCURRENTLY"))).toHaveLength(10);
  // Two checks, a foreign key, one on each of two partitions, and that five columns hold no NULL.
  expect(sql.filter((text) => text.includes("VALIDATE CONSTRAINT"))).toHaveLength(10);
  for (const step of steps) if (/CONCURRENTLY|VALIDATE/.test(step.sql)) expect(step.transactional).toBe(false);
  for (const step of steps) if (/UNIQUE INDEX CONCURRENTLY/.test(step.sql)) expect(step.hazards).toContain("may-fail");
  expect(planned.down.steps.filter(({ sql: text }) => text.includes("DROP INDEX CONCURRENTLY"))).toHaveLength(2);
  // What waits for the transactions of others, and is cut short, leaves an index that is not valid.
  for (const { sql: text, lockTimeout, statementTimeout } of [...steps, ...planned.down.steps])
    if (text.includes("CONCURRENTLY")) expect({ text, lockTimeout, statementTimeout }).toEqual({ text, ...NO_LIMITS });
  const usual = planBetween(KINDS, { expected, actual }, {}, NO_RULES, options);
  expect(usual.up.steps.map((step) => step.sql).join()).not.toMatch(/CONCURRENTLY|VALIDATE/);
  for (const step of usual.up.steps)
    if (/^(?:index|constraint):app\.parts\./.test(step.address) && step.hazards.includes("index-build"))
      expect(step.suggestion).toMatch(/on each partition/);
});

it("reads the rows that a constraint was not held to in a transaction of its own", async () => {
  await database.sql(`CREATE TABLE t (a int NOT NULL, b int);
    ALTER TABLE t ADD CONSTRAINT positive CHECK (b > 0) NOT VALID`);
  const actual = await database.snapshot();
  await database.sql("ALTER TABLE t ALTER a DROP NOT NULL, VALIDATE CONSTRAINT positive");
  const expected = await database.snapshot();
  const planned = planBetween(KINDS, { expected, actual }, {}, NO_RULES, await withParser({}), true);
  expect(planned.up.steps.map(({ sql, transactional }) => [sql.includes("VALIDATE"), transactional])).toEqual([
    [false, true],
    [true, false],
  ]);
  expect(await prove(KINDS, planned, "up", where())).toEqual({ outcome: "proved" });
});

/** The way from what the first statements make to what the others make of that. */
async function plannedFrom(before: readonly string[], after: readonly string[]) {
  await database.run(before);
  const actual = await database.snapshot();
  await database.run(after);
  const expected = await database.snapshot();
  return planBetween(KINDS, { expected, actual }, {}, NO_RULES, await withParser({}), true);
}

it("builds an index of a partitioned table on each partition, however long its name is, unless some are not to be had", async () => {
  const long = "é".repeat(30);
  const table = [
    `CREATE TABLE public.p (id int, day int) PARTITION BY RANGE (id)`,
    `CREATE TABLE public.${long}a PARTITION OF public.p FOR VALUES FROM (0) TO (9)`,
    `CREATE TABLE public.${long}b PARTITION OF public.p FOR VALUES FROM (9) TO (19)`,
  ];
  const planOf = async (before: readonly string[], after: readonly string[]) => {
    const planned = await plannedFrom(before, after);
    expect(await prove(KINDS, planned, "up", where())).toEqual({ outcome: "proved" });
    return planned.up.steps.map(({ sql }) => sql).filter((sql) => /CREATE (?:UNIQUE )?INDEX/.test(sql));
  };
  const made = await planOf(table, [`CREATE UNIQUE INDEX ${"x".repeat(40)} ON public.p (id, day)`]);
  expect(made).toHaveLength(3);
  expect(made.filter((sql) => sql.startsWith("CREATE UNIQUE INDEX CONCURRENTLY"))).toHaveLength(2);
  // One that comes at the same time would be without its part.
  const coming = ["CREATE INDEX n ON public.p (day)", `CREATE TABLE public.c PARTITION OF public.p DEFAULT`];
  expect(await planOf([], coming)).toEqual([expect.not.stringMatching(/CONCURRENTLY|ONLY/)]);
  const foreign = [
    `DROP INDEX public.${"x".repeat(40)}`,
    "CREATE FOREIGN DATA WRAPPER w",
    "CREATE SERVER s FOREIGN DATA WRAPPER w",
    "CREATE FOREIGN TABLE public.f PARTITION OF public.p FOR VALUES FROM (20) TO (29) SERVER s",
  ];
  expect(await planOf(foreign, ["CREATE INDEX m ON public.p (id)"])).toEqual([
    expect.not.stringMatching(/CONCURRENTLY|ONLY/),
  ]);
});

it("builds an index again that stands behind a constraint, or on a partition, while people write", async () => {
  await database.run([
    "CREATE TABLE public.users (id int PRIMARY KEY)",
    "CREATE TABLE public.parts (id int) PARTITION BY RANGE (id)",
    "CREATE TABLE public.parts_1 PARTITION OF public.parts FOR VALUES FROM (0) TO (9)",
    "CREATE INDEX by_id ON public.parts (id)",
  ]);
  const expected = await database.snapshot();
  const broken = ["users_pkey", "parts_1_id_idx"].map((index) => `'public.${index}'::regclass`).join(", ");
  await database.run([`UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (${broken})`]);
  const actual = await database.snapshot();
  const planned = planBetween(KINDS, { expected, actual }, {}, NO_RULES, await withParser({}), true);
  const sql = planned.up.steps.map((step) => step.sql);
  expect(sql).toEqual([
    expect.stringMatching(/^REINDEX INDEX CONCURRENTLY /),
    expect.stringMatching(/^REINDEX INDEX CONCURRENTLY /),
  ]);
  for (const statement of sql) await database.run([statement]);
  expect(fingerprint(await database.snapshot())).toBe(fingerprint(expected));
});

it("brings a partition, and takes one away, while people read and write the others, unless there is a default one", async () => {
  const planOf = async (before: readonly string[], after: readonly string[]) => {
    const planned = await plannedFrom(before, after);
    for (const way of ["up", "down"] as const)
      expect(await prove(KINDS, planned, way, where())).toEqual({ outcome: "proved" });
    return planned.up.steps.filter(({ sql }) => !sql.includes(" OWNER TO "));
  };
  const table = [
    "CREATE TABLE public.p (id int PRIMARY KEY, n text NOT NULL DEFAULT 'x', m int GENERATED ALWAYS AS (id) STORED, CHECK (n <> '')) PARTITION BY RANGE (id)",
    "ALTER TABLE public.p ALTER n SET STORAGE EXTERNAL",
    "CREATE INDEX by_n ON public.p (n)",
    "CREATE TABLE public.q PARTITION OF public.p FOR VALUES FROM (0) TO (9)",
  ];
  const next =
    "CREATE UNLOGGED TABLE public.r PARTITION OF public.p FOR VALUES FROM (10) TO (19) WITH (fillfactor = 70)";
  const steps = await planOf(table, ["DROP TABLE public.q", next]);
  expect(steps.map(({ sql }) => sql.replaceAll('"', ""))).toEqual(
    expect.arrayContaining([
      "ALTER TABLE public.p DETACH PARTITION public.q CONCURRENTLY",
      "DROP TABLE public.q",
      expect.stringMatching(/^CREATE UNLOGGED TABLE public.r \(LIKE public.p .*\) WITH \(fillfactor = '70'\)$/),
      "ALTER TABLE public.p ATTACH PARTITION public.r FOR VALUES FROM (10) TO (19)",
    ]),
  );
  expect(steps[0]).toMatchObject({ transactional: false, ...NO_LIMITS });
  const beside = await planOf(["CREATE TABLE public.s PARTITION OF public.p DEFAULT"], ["DROP TABLE public.r"]);
  expect(beside.map(({ sql }) => sql)).toEqual([expect.stringMatching(/^DROP TABLE /)]);
});
