/** Law 6: DDL running beside the check never makes a wrong verdict. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { DriftwatchError, diff, fingerprint, takeSnapshot } from "../../lib/index.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`CREATE TABLE t (a int, b int DEFAULT 1 CHECK (b > 0));
    CREATE VIEW v AS SELECT a FROM t; CREATE INDEX i ON t (a) WHERE b > 1; CREATE TABLE u (x text)`);
});
afterAll(() => database.drop());

const TOGGLE = [
  `BEGIN; DROP VIEW v; ALTER TABLE t ALTER COLUMN b SET DEFAULT 7; CREATE VIEW v AS SELECT a, b FROM t;
   DROP INDEX i; CREATE INDEX i ON t (b) WHERE a > 2; COMMENT ON TABLE u IS 'one'; COMMIT`,
  `BEGIN; DROP VIEW v; DROP INDEX i; ALTER TABLE t ALTER COLUMN b SET DEFAULT 1; CREATE VIEW v AS SELECT a FROM t;
   CREATE INDEX i ON t (a) WHERE b > 1; COMMENT ON TABLE u IS NULL; COMMIT`,
];

it("law 6: a schema that toggles between two states is never seen in a third", async () => {
  const started = performance.now();
  const legal = new Set([fingerprint(await takeSnapshot(database.url))]);
  const reading = (performance.now() - started) / 1_000;
  await database.sql(TOGGLE[0] as string);
  legal.add(fingerprint(await takeSnapshot(database.url)));
  const client = await connect(database.endpoint);
  let running = true;
  let toggles = 1;
  const toggling = (async () => {
    // Now and then it rests for longer than a reading takes, so that some of them end between two toggles.
    while (running) await client.query(`${TOGGLE[toggles++ % 2]}; SELECT pg_sleep(${3 * reading} * random() ^ 3)`);
  })();
  const seen = new Map<string, number>();
  let refused = 0;
  try {
    for (let read = 0; read < 100; read++) {
      try {
        const print = fingerprint(await takeSnapshot(database.url, { tries: 1 }));
        seen.set(print, (seen.get(print) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof DriftwatchError) || error.code !== "catalogue-moving") throw error;
        refused += 1;
      }
    }
  } finally {
    running = false;
    await toggling;
    await client.end();
  }
  expect([...seen.keys()].filter((print) => !legal.has(print))).toEqual([]);
  expect(toggles).toBeGreaterThan(20);
  expect(seen.size).toBeGreaterThan(0);
  expect(refused + [...seen.values()].reduce((a, b) => a + b, 0)).toBe(100);
}, 120_000);

it("law 6: an object under somebody's lock makes no verdict, and lets the lock's holder go on", async () => {
  const holder = await connect(database.endpoint);
  const before = await takeSnapshot(database.url);
  try {
    await holder.query("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
    await expect(takeSnapshot(database.url, { tries: 2 })).rejects.toMatchObject({ code: "catalogue-moving" });
    await holder.query("ALTER TABLE t ADD COLUMN late int; COMMIT");
  } finally {
    await holder.end();
  }
  expect(diff(before, await takeSnapshot(database.url)).map(({ address }) => address)).toEqual([
    "column:public.t.late",
  ]);
});
