/** With `--online`, both ways, on rows: no step reads, builds or writes anew what others wait for meanwhile. */

import { afterAll, describe, expect, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { playedOn, sqlOf } from "../support/online-play.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

const played = playedOn(pool);

describe("NOT NULL", () => {
  const table = (said: string, also = "") => `CREATE TABLE orders (id int${said}, note text, "Shop" int${also})`;
  const ROWS = `INSERT INTO orders VALUES (1, 'kept', 2)`;
  const CHECKED = ", CONSTRAINT filled CHECK (id IS NOT NULL)";
  const MORE = `, CONSTRAINT filled CHECK (id > 0 AND "Shop" > 0 AND (id IS NOT NULL AND "Shop" IS NOT NULL))`;

  it.each([
    ["stays", table("", CHECKED), table(" NOT NULL", CHECKED)],
    ["goes", table("", CHECKED), table(" NOT NULL")],
    ["comes", table(""), table(" NOT NULL", CHECKED)],
    ["is validated", `${table("")}; ALTER TABLE orders ADD${CHECKED.slice(1)} NOT VALID`, table(" NOT NULL", CHECKED)],
    ["becomes another", table("", CHECKED), table(" NOT NULL", ", CONSTRAINT filled CHECK (id > 0)")],
    ["says more, and of two columns", table("", MORE), table(" NOT NULL", ` NOT NULL`)],
    ["goes as a primary key comes", table("", CHECKED), table(" PRIMARY KEY")],
    [
      "is that of a partitioned table",
      `${table("", CHECKED)} PARTITION BY RANGE ("Shop"); CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (9)`,
      `${table(" NOT NULL")} PARTITION BY RANGE ("Shop"); CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (9)`,
    ],
  ])("is what a check has proved that %s", async (_what, actual, expected) => {
    const there = await played(actual, expected, ROWS);
    expect(there.locked).toEqual([]);
    expect(sqlOf(there)).not.toContain("driftwatch_not_null");
    const set = there.steps.filter(({ sql }) => sql.includes("SET NOT NULL"));
    expect(set.map(({ hazards, risk }) => [hazards, risk])).toEqual(set.map(() => [["access-exclusive-lock"], "safe"]));
    expect((await played(expected, actual, ROWS)).locked).toEqual([]);
  });

  it.each([
    ["of which not all is asked", ", CONSTRAINT filled CHECK (id IS NOT NULL OR note IS NOT NULL)"],
    ["of another column", ", CONSTRAINT filled CHECK (note IS NOT NULL)"],
    ["that children are free of", ", CONSTRAINT filled CHECK (id IS NOT NULL) NO INHERIT"],
    ["that goes with another column", `, other int, CONSTRAINT filled CHECK (id IS NOT NULL AND other > 0)`, ""],
  ])("is proved by a check of its own beside one %s", async (_what, check, left = check) => {
    const there = await played(table("", check), table(" NOT NULL", left), ROWS);
    expect(there.locked).toEqual([]);
    expect(sqlOf(there)).toContain("driftwatch_not_null");
  });

  it("is not taken for proved by what goes and speaks of columns by the names they had", async () => {
    const actual = `CREATE TABLE orders (identifier int, shop int, CONSTRAINT filled CHECK (identifier > 0 AND shop IS NOT NULL))`;
    const expected = `CREATE TABLE orders (identifiers int, shop int NOT NULL)`;
    const there = await played(actual, expected, "INSERT INTO orders VALUES (1, 2)");
    expect(there.locked).toEqual([]);
    expect(sqlOf(there)).toMatch(/RENAME COLUMN.*driftwatch_not_null/s);
  });

  it("is proved for a row that has an empty field", async () => {
    const made = (said: string) => `CREATE TYPE place AS (x int, y int); CREATE TABLE orders (at place${said})`;
    const rows = "INSERT INTO orders VALUES (ROW(1, NULL))";
    expect(await played(made(""), made(" NOT NULL"), rows)).toMatchObject({ locked: [] });
    const checked = made(" CHECK (at IS DISTINCT FROM NULL)");
    expect(sqlOf(await played(checked, made(" NOT NULL"), rows))).not.toContain("driftwatch_not_null");
  });
});

describe("what takes the place of another is there before that goes", () => {
  const ALONE = "CREATE TABLE orders (id int NOT NULL, shop int NOT NULL, note text, old int NOT NULL DEFAULT 0)";
  const rows = "INSERT INTO orders SELECT n, n, 'kept', n FROM generate_series(1, 3) n";
  const parted = (columns: string) => `CREATE TABLE orders (${columns}) PARTITION BY RANGE (id);
    CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (2);
    CREATE TABLE more PARTITION OF orders FOR VALUES FROM (2) TO (9) PARTITION BY RANGE (id);
    CREATE TABLE most PARTITION OF more FOR VALUES FROM (2) TO (9)`;
  const PARTED = parted("id int NOT NULL, shop int NOT NULL, note text, old int NOT NULL DEFAULT 0");
  const WITHOUT = "ALTER TABLE orders DROP COLUMN old";
  const SHOPS = "CREATE TABLE shops (id int PRIMARY KEY); INSERT INTO shops SELECT generate_series(1, 3)";

  it.each([
    [
      "an index, whose column goes",
      ALONE,
      "CREATE INDEX i ON orders (id, old)",
      `${WITHOUT}; CREATE INDEX i ON orders (id)`,
    ],
    [
      "a key, whose column goes",
      ALONE,
      "ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id, old)",
      `${WITHOUT}; ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id)`,
    ],
    [
      "a check, whose column goes",
      ALONE,
      "ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0 AND old >= 0)",
      `${WITHOUT}; ALTER TABLE orders ADD CONSTRAINT k CHECK (id > 0)`,
    ],
    [
      "the primary key, under another name",
      ALONE,
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (id)",
      "ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (shop)",
    ],
    [
      "the primary key, under another name, whose column goes",
      ALONE,
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (old, id)",
      `${WITHOUT}; ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id)`,
    ],
    [
      "an index of a partitioned table",
      PARTED,
      "CREATE INDEX i ON orders (note)",
      "CREATE INDEX i ON orders (note, shop)",
    ],
    [
      "an index of a partitioned table, whose column goes",
      PARTED,
      "CREATE INDEX i ON orders (note, old); COMMENT ON INDEX i IS 'read'",
      `${WITHOUT}; CREATE INDEX i ON orders (note); COMMENT ON INDEX i IS 'read'`,
    ],
    [
      "the primary key of a partitioned table, which foreign keys refer to",
      PARTED,
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (id, shop); CREATE TABLE items (o int, s int, FOREIGN KEY (o, s) REFERENCES orders (id, shop))",
      "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (shop, id); CREATE TABLE items (o int, s int, FOREIGN KEY (o, s) REFERENCES orders (id, shop))",
    ],
    [
      "a unique key of a partitioned table",
      PARTED,
      "ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id) INCLUDE (shop)",
      "ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id, shop) DEFERRABLE",
    ],
    [
      "a foreign key of a partitioned table",
      `${PARTED}; ${SHOPS}`,
      "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (shop) REFERENCES shops",
      "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (shop) REFERENCES shops ON DELETE CASCADE",
    ],
  ])("%s", async (_what, tables, one, other) => {
    const [actual, expected] = [`${tables}; ${rows}; ${one}`, `${tables}; ${rows}; ${other}`];
    for (const [from, to] of [
      [actual, expected],
      [expected, actual],
    ] as const) {
      const { locked, least } = await played(from, to, "", STANDING);
      expect({ locked, least }).toEqual({
        locked: [],
        least: 1,
      });
    }
  });
});

describe("a table that is attached", () => {
  const asked = (columns: string, key: string, more = "") => `CREATE TABLE whole (${columns}) PARTITION BY ${key};
    CREATE TABLE part (${columns}${more})`;
  const attached = (bound: string) => `ALTER TABLE whole ATTACH PARTITION part FOR VALUES ${bound}`;

  it.each([
    ["id int", "RANGE (id)", "FROM (2) TO (400)", "(3)"],
    ["id bigint", "RANGE (id)", "FROM (-5) TO (9999999999)", "(3)"],
    ["id numeric", "RANGE (id)", "FROM (MINVALUE) TO (4.5)", "(3)"],
    ["at date NOT NULL", "RANGE (at)", "FROM ('2024-01-01') TO (MAXVALUE)", "('2024-05-05')"],
    ["at timestamptz", "RANGE (at)", "FROM ('2024-01-01') TO ('2025-01-01')", "('2024-05-05')"],
    [`"As, is" varchar(9)`, `RANGE ("As, is")`, "FROM ('a, ''b') TO ('c) d')", "('b')"],
    ["a int, b int", "RANGE (a, b)", "FROM (1, 2) TO (5, 6)", "(1, 3), (5, 5), (3, 0)"],
    ["a int, b int", "RANGE (a, b)", "FROM (1, 2) TO (1, 6)", "(1, 3)"],
    ["a int, b int", "RANGE (a, b)", "FROM (1, MINVALUE) TO (1, MAXVALUE)", "(1, 3)"],
    ["a int, b int, c int", "RANGE (a, b, c)", "FROM (1, 2, 3) TO (5, MAXVALUE, MAXVALUE)", "(1, 2, 3), (5, 9, 9)"],
    [
      "a int, b int, c int",
      "RANGE (a, b, c)",
      "FROM (1, MAXVALUE, MAXVALUE) TO (5, 6, MINVALUE)",
      "(2, 0, 0), (5, 5, 9)",
    ],
    ["a text", "LIST (a)", "IN ('a', 'it''s, b')", "('a')"],
    ["a text", "LIST (a)", "IN ('a', NULL)", "(NULL), ('a')"],
    ["a text", "LIST (a)", "IN (NULL)", "(NULL)"],
    ["a bigint", "LIST ((a % 2))", "IN (1, 3)", "(5)"],
    ["at date", "RANGE (date_part('year', at))", "FROM (2024) TO (2025)", "('2024-05-05')"],
    ["a int", "HASH (a)", "WITH (MODULUS 1, REMAINDER 0)", "(5)"],
  ])("by %s, %s, %s is not read under the lock", async (columns, key, bound, rows) => {
    const there = await played(
      asked(columns, key),
      `${asked(columns, key)}; ${attached(bound)}`,
      `INSERT INTO part VALUES ${rows}`,
    );
    expect(there.locked).toEqual([]);
    expect(sqlOf(there)).toContain("VALIDATE CONSTRAINT");
  });

  it.each([
    ["stays", ", CONSTRAINT held CHECK (id >= 2 AND id < 400)", undefined],
    ["goes, and NOT NULL with it", ", CONSTRAINT held CHECK (id IS NOT NULL AND id >= 2 AND id < 400)", ""],
  ])("is not read at all where a check that %s proves its place", async (_what, check, left = check) => {
    for (const type of ["bigint", "numeric"]) {
      const columns = `id ${type}${left === "" ? "" : " NOT NULL"}`;
      const expected = `${asked(columns, "RANGE (id)", left)}; ${attached("FROM (2) TO (400)")}`;
      const there = await played(asked(columns, "RANGE (id)", check), expected, "INSERT INTO part VALUES (3)");
      expect(there.locked).toEqual([]);
      expect(sqlOf(there)).not.toContain("driftwatch");
    }
  });

  it("is checked for its place in all that stands above it", async () => {
    const tables = `CREATE TABLE whole (id int, shop varchar(20)) PARTITION BY LIST (shop);
      CREATE TABLE half PARTITION OF whole FOR VALUES IN ('a', 'b') PARTITION BY RANGE (id);
      CREATE TABLE part (id int, shop varchar(20))`;
    const expected = `${tables}; ALTER TABLE half ATTACH PARTITION part FOR VALUES FROM (0) TO (9)`;
    expect((await played(tables, expected, "INSERT INTO part VALUES (3, 'b')")).locked).toEqual([]);
  });

  it.each([
    [
      "lacks all of it",
      "id int, shop int NOT NULL",
      "",
      ["INDEX CONCURRENTLY", "PRIMARY KEY USING INDEX", "FOREIGN KEY"],
    ],
    [
      "has some of it",
      "id int NOT NULL, shop int NOT NULL",
      "ALTER TABLE part ADD PRIMARY KEY (id); CREATE INDEX own ON part (shop DESC)",
      ["FOREIGN KEY"],
    ],
  ])("has what the one above has before it comes to that, where it %s", async (_what, columns, own, built) => {
    const tables = `CREATE TABLE shops (id int PRIMARY KEY); INSERT INTO shops VALUES (3);
      CREATE TABLE whole (id int PRIMARY KEY, shop int NOT NULL REFERENCES shops) PARTITION BY RANGE (id);
      CREATE INDEX ON whole (shop DESC); CREATE TABLE part (${columns}); ${own}`;
    const expected = `${tables}; ALTER TABLE part ALTER id SET NOT NULL; ${attached("FROM (0) TO (9)")}`;
    const there = await played(tables, expected, "INSERT INTO part VALUES (3, 3)");
    expect(there.locked).toEqual([]);
    const found = ["INDEX CONCURRENTLY", "PRIMARY KEY USING INDEX", "FOREIGN KEY"].filter((each) =>
      sqlOf(there).includes(each),
    );
    expect(found).toEqual(built);
  });

  it("stays where it is until it has been read for another place there", async () => {
    const whole = (bound: string) => `CREATE TABLE whole (id int) PARTITION BY RANGE (id);
      CREATE TABLE part PARTITION OF whole FOR VALUES ${bound}`;
    const [narrow, wide] = [whole("FROM (0) TO (5)"), whole("FROM (-1) TO (9)")];
    for (const [actual, expected] of [
      [narrow, wide],
      [wide, narrow],
    ] as const) {
      const seen = "SELECT count(*)::int AS there FROM whole";
      expect(await played(actual, expected, "INSERT INTO whole VALUES (3)", seen)).toMatchObject({
        locked: [],
        least: 1,
      });
    }
  });
});

/** Whether the table itself has an index, a key, a check or a foreign key. */
const STANDING = `
  SELECT least(1, (SELECT count(*) FROM pg_index WHERE indrelid = 'orders'::regclass AND indisvalid)
                + (SELECT count(*) FROM pg_constraint WHERE conrelid = 'orders'::regclass AND contype IN ('c', 'f')))::int AS there`;
