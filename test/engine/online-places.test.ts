/** With `--online`, tables that come to a place among partitions, and what identifies rows: nothing is read under a lock, or missed. */

import { afterAll, describe, expect, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { playedOn, sqlOf } from "../support/online-play.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

const played = playedOn(pool);

describe("beside a default partition", () => {
  const whole = (columns: string, key: string) =>
    `CREATE TABLE whole (${columns}) PARTITION BY ${key}; CREATE TABLE rest PARTITION OF whole DEFAULT`;

  it.each([
    ["id int", "RANGE (id)", "FROM (2) TO (400)", "(3)", "(1), (NULL)"],
    ["id numeric", "RANGE (id)", "FROM (MINVALUE) TO (4.5)", "(3)", "(5)"],
    ["at timestamptz", "RANGE (at)", "FROM ('2024-01-01') TO (MAXVALUE)", "('2024-05-05')", "('2023-05-05')"],
    ["a int, b int", "RANGE (a, b)", "FROM (1, 2) TO (5, 6)", "(1, 3), (5, 5)", "(1, 1), (5, 6), (5, NULL)"],
    ["a int, b int", "RANGE (a, b)", "FROM (1, 2) TO (1, 6)", "(1, 3)", "(1, 7)"],
    ["a int, b int", "RANGE (a, b)", "FROM (1, MINVALUE) TO (1, MAXVALUE)", "(1, 3)", "(2, 3)"],
    ["a varchar(9)", "LIST (a)", "IN ('a', 'it''s, b')", "('a')", "('b'), (NULL)"],
    ["a text", "LIST (a)", "IN ('a')", "('a')", "('b'), (NULL)"],
    ["a text", "LIST (a)", "IN ('a', NULL)", "(NULL), ('a')", "('b')"],
    ["a bigint", "LIST ((a % 2))", "IN (1, 3)", "(5)", "(4)"],
  ])("by %s, %s, %s no row is read under a lock", async (columns, key, bound, rows, others) => {
    const expected = `${whole(columns, key)}; CREATE TABLE part PARTITION OF whole FOR VALUES ${bound}`;
    const kept = `INSERT INTO rest VALUES ${others}`;
    const attached = `${whole(columns, key)}; CREATE TABLE part (${columns})`;
    const there = await played(attached, expected, `${kept}; INSERT INTO part VALUES ${rows}`);
    expect([there.locked, sqlOf(there)]).toEqual([[], expect.stringContaining(`"rest" VALIDATE CONSTRAINT`)]);
    const made = await played(whole(columns, key), expected, kept);
    // Of what has just been made there is no row to read.
    const locked = made.locked.filter((work) => !work.startsWith('verifying table "part"'));
    expect([locked, sqlOf(made)]).toEqual([[], expect.stringContaining(`"rest" VALIDATE CONSTRAINT`)]);
  });

  it("a partition that gets another place stays where it is until both have been read", async () => {
    const part = (bound: string) =>
      `${whole("id int", "RANGE (id)")}; CREATE TABLE part PARTITION OF whole FOR VALUES ${bound}`;
    const rows = "INSERT INTO whole VALUES (3), (90)";
    const seen = "SELECT count(*)::int AS there FROM whole";
    const there = await played(part("FROM (0) TO (5)"), part("FROM (-1) TO (9)"), rows, seen);
    expect(there).toMatchObject({ locked: [], least: 2 });
  });

  it("neighbours whose bounds move are each read before they come back", async () => {
    const parts = (at: number) =>
      `${whole("id int", "RANGE (id)")}; CREATE TABLE "Some" PARTITION OF whole FOR VALUES FROM (0) TO (${at});
       CREATE TABLE others PARTITION OF whole FOR VALUES FROM (${at}) TO (90)`;
    const there = await played(parts(5), parts(7), "INSERT INTO whole VALUES (3), (8), (95)");
    expect(there.locked).toEqual([]);
    const checks = there.steps.filter(({ sql }) => /"rest" VALIDATE/.test(sql)).map(({ sql }) => sql);
    expect(new Set(checks).size).toBe(2);
  });
});

it("a partition gets another place, and then those within it: what proves the one's rows is on the others meanwhile", async () => {
  const parts = (at: number) => `CREATE TABLE whole (a int, b int) PARTITION BY RANGE (a);
    CREATE TABLE part PARTITION OF whole FOR VALUES FROM (0) TO (${at}) PARTITION BY RANGE (b);
    CREATE TABLE few PARTITION OF part FOR VALUES FROM (0) TO (${at}); CREATE TABLE more PARTITION OF part FOR VALUES FROM (${at}) TO (9)`;
  expect((await played(parts(5), parts(6), "INSERT INTO whole VALUES (3, 3), (3, 7)")).locked).toEqual([]);
});

it("a key and a foreign key above leave a partition those that it has by itself", async () => {
  const whole = `CREATE TABLE shops (id int PRIMARY KEY); CREATE TABLE whole (id int, shop int) PARTITION BY RANGE (id);
    CREATE TABLE part PARTITION OF whole FOR VALUES FROM (0) TO (9)`;
  const own =
    "ALTER TABLE part ADD CONSTRAINT own UNIQUE (id), ADD CONSTRAINT own_shop FOREIGN KEY (shop) REFERENCES shops";
  const above = "ALTER TABLE whole ADD UNIQUE (id), ADD FOREIGN KEY (shop) REFERENCES shops";
  await played(`${whole}; ${own}`, `${whole}; ${above}; ${own}`, "INSERT INTO whole VALUES (1)");
});

describe("a table that is attached", () => {
  it("and has partitions has on them what the one above has, before it comes to that", async () => {
    const tables = `CREATE TABLE shops (id int PRIMARY KEY); INSERT INTO shops VALUES (3);
      CREATE TABLE whole (id int, shop int REFERENCES shops, UNIQUE (id)) PARTITION BY RANGE (id); CREATE INDEX ON whole (shop);
      CREATE TABLE part (id int, shop int) PARTITION BY RANGE (id); CREATE TABLE few PARTITION OF part FOR VALUES FROM (0) TO (2);
      CREATE TABLE more PARTITION OF part FOR VALUES FROM (2) TO (9) PARTITION BY RANGE (id); CREATE TABLE most PARTITION OF more FOR VALUES FROM (2) TO (9)`;
    const expected = `${tables}; ALTER TABLE whole ATTACH PARTITION part FOR VALUES FROM (0) TO (9)`;
    expect((await played(tables, expected, "INSERT INTO part VALUES (1, 3), (3, 3)")).locked).toEqual([]);
  });

  it("is checked for its place before that though a view is renamed in the same plan", async () => {
    const tables =
      "CREATE TABLE whole (id int) PARTITION BY RANGE (id); CREATE TABLE part (id int); CREATE TABLE other (x int)";
    const view = (name: string) => `CREATE VIEW ${name} AS SELECT x FROM other`;
    const expected = `${tables}; ${view("now")}; ALTER TABLE whole ATTACH PARTITION part FOR VALUES FROM (0) TO (9)`;
    expect((await played(`${tables}; ${view("before")}`, expected, "INSERT INTO part VALUES (1)")).locked).toEqual([]);
  });

  it("takes with it an index of its own with other options", async () => {
    const tables = (
      options: string,
    ) => `CREATE TABLE whole (id int) PARTITION BY RANGE (id); CREATE INDEX above ON whole (id);
      CREATE TABLE part (id int); CREATE INDEX own ON part (id) WITH (fillfactor = ${options})`;
    const expected = `${tables("80")}; ALTER TABLE whole ATTACH PARTITION part FOR VALUES FROM (0) TO (9)`;
    const there = await played(tables("70"), expected, "INSERT INTO part VALUES (1)");
    expect([there.locked, sqlOf(there)]).toEqual([[], expect.not.stringMatching(/CREATE INDEX|DROP INDEX/)]);
  });
});

describe("what identifies rows hands that on before it makes way", () => {
  const table = (more = "") => `CREATE TABLE orders (id int NOT NULL, shop int NOT NULL${more})`;
  const parted = (more = "") =>
    `${table(more)} PARTITION BY RANGE (id); CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (9)`;
  const by = (name: string) => `ALTER TABLE orders REPLICA IDENTITY USING INDEX ${name}`;
  const index = (columns: string) => `CREATE UNIQUE INDEX i ON orders (${columns}); ${by("i")}`;
  const IDENTIFIED =
    "SELECT count(*)::int AS there FROM pg_index WHERE indrelid = 'orders'::regclass AND indisreplident AND indisvalid";

  it.each([
    ["an index", `${table()}; ${index("id")}`, `${table()}; ${index("shop")}`],
    [
      "a key",
      `${table(", CONSTRAINT k UNIQUE (id)")}; ${by("k")}`,
      `${table(", CONSTRAINT k UNIQUE (shop)")}; ${by("k")}`,
    ],
    [
      "a primary key of another name",
      `${table(", CONSTRAINT k PRIMARY KEY (id)")}; ${by("k")}`,
      `${table(", CONSTRAINT other PRIMARY KEY (shop)")}; ${by("other")}`,
    ],
    ["an index of a partitioned table", `${parted()}; ${index("id")}`, `${parted()}; ${index("shop, id")}`],
    [
      "a key of a partitioned table",
      `${parted(", CONSTRAINT k UNIQUE (id)")}; ${by("k")}`,
      `${parted(", CONSTRAINT k UNIQUE (shop, id)")}; ${by("k")}`,
    ],
  ])("%s", async (_what, one, other) => {
    for (const [actual, expected] of [
      [one, other],
      [other, one],
    ] as const)
      expect(await played(actual, expected, "INSERT INTO orders VALUES (1, 1)", IDENTIFIED)).toMatchObject({
        locked: [],
        least: 1,
      });
  });
});

it("a primary key has made way for a unique one before its columns may be empty", async () => {
  const table = (key: string) => `CREATE TABLE orders (id int, shop int, CONSTRAINT k ${key})`;
  const there = await played(table("PRIMARY KEY (id, shop)"), table("UNIQUE (id, shop) INCLUDE (id)"));
  expect([there.locked, sqlOf(there)]).toEqual([[], expect.stringMatching(/USING INDEX.*DROP NOT NULL/s)]);
});
