/** With `--online`: what goes for good stays until what comes to its table has been built. */

import { afterAll, expect, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { playedOn } from "../support/online-play.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

const played = playedOn(pool);

const TABLE = "CREATE TABLE orders (id int NOT NULL, other int NOT NULL, note text)";
const PARTED = `${TABLE} PARTITION BY RANGE (id); CREATE TABLE few PARTITION OF orders FOR VALUES FROM (0) TO (10)`;
const READ =
  "SELECT count(*)::int AS there FROM pg_index WHERE indrelid = 'orders'::regclass AND indisvalid AND indkey[0] = 1";

it.each([
  ["an index", "CREATE INDEX i ON orders (id)", "CREATE INDEX j ON orders (id, other)"],
  ["a primary key", "ALTER TABLE orders ADD PRIMARY KEY (id)", "ALTER TABLE orders ADD UNIQUE (id)"],
  [
    "the primary key that a column was NOT NULL for",
    "ALTER TABLE orders ADD PRIMARY KEY (id)",
    "ALTER TABLE orders ADD UNIQUE (id); ALTER TABLE orders ALTER id DROP NOT NULL",
  ],
  [
    "the key that a foreign key held on to",
    "ALTER TABLE orders ADD PRIMARY KEY (id); CREATE TABLE lines (o int REFERENCES orders (id))",
    "ALTER TABLE orders ADD UNIQUE (id); CREATE TABLE lines (o int CONSTRAINT lines_o_fkey REFERENCES orders (id))",
  ],
])("%s stays, and so does what it is exchanged for on the way back", async (_what, one, other) => {
  for (const table of [TABLE, PARTED])
    for (const [from, to] of [
      [one, other],
      [other, one],
    ])
      expect((await played(`${table}; ${from}`, `${table}; ${to}`, "", READ)).least).toBeGreaterThan(0);
});

it("an index goes first where the table is written anew for its going, and the other is built after that", async () => {
  const wider = TABLE.replace("id int", "id bigint");
  const { steps } = await played(
    `${TABLE}; CREATE INDEX i ON orders (id)`,
    `${wider}; CREATE INDEX j ON orders (other)`,
  );
  const at = (word: string) => steps.findIndex(({ sql }) => sql.includes(word));
  expect(at("TYPE bigint")).toBeLessThan(at("CREATE INDEX"));
});
