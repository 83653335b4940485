/** Law 6: DDL running beside the check never makes a wrong verdict. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { capture } from "../../lib/engine/capture.ts";
import { DriftwatchError, diff, fingerprint, takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { ensureRoles } from "../support/roles.ts";

let database: FreshDatabase;

beforeAll(async () => {
  await ensureRoles();
  database = await freshDatabase();
});
afterAll(() => database.drop());

const SCHEMA = `
  DROP SCHEMA public CASCADE; CREATE SCHEMA public;
  CREATE TABLE t (a int, b int DEFAULT 1 CHECK (b > 0)); CREATE TABLE u (x text); CREATE SEQUENCE s;
  ALTER TABLE t ENABLE ROW LEVEL SECURITY;
  CREATE TABLE p (a int, b text) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
  CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION g() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM t WHERE a > 1; END;
  CREATE FUNCTION h() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v WHERE a > 1;
  CREATE MATERIALIZED VIEW m AS SELECT x FROM u;
  CREATE INDEX i ON t (a) WHERE b > 1;
  CREATE RULE r AS ON UPDATE TO u DO ALSO DELETE FROM t WHERE a = 1;
  CREATE POLICY o ON t USING (EXISTS (SELECT FROM u WHERE x = 'one'));
  CREATE TRIGGER z BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.a > 1) EXECUTE FUNCTION h('one')`;

/** All of it at once, there and back: kinds of each sort that PostgreSQL deparses, and some that it does not. */
const TOGGLE = [
  `BEGIN; DROP VIEW v CASCADE; DROP INDEX i; DROP MATERIALIZED VIEW m; DROP TRIGGER z ON t;
   ALTER TABLE t ALTER COLUMN b SET DEFAULT 7, DROP CONSTRAINT t_b_check, ADD CONSTRAINT other CHECK (b > 7);
   ALTER TABLE p DETACH PARTITION p1; ALTER SEQUENCE s INCREMENT 2; ALTER SEQUENCE s OWNER TO app_owner;
   CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT b FROM v; CREATE MATERIALIZED VIEW m AS SELECT x, 1 AS n FROM u;
   CREATE INDEX i ON t (b) WHERE a > 2; COMMENT ON TABLE u IS 'one'; GRANT SELECT (a), UPDATE ON t TO app_ro;
   CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql STABLE AS 'SELECT 2';
   CREATE OR REPLACE FUNCTION g() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM u; END;
   CREATE OR REPLACE RULE r AS ON UPDATE TO u WHERE new.x = 'two' DO ALSO DELETE FROM t WHERE a = 2;
   ALTER POLICY o ON t TO app_rw USING (a IN (SELECT length(x) FROM u));
   CREATE TRIGGER z BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.b > 2) EXECUTE FUNCTION h('two'); COMMIT`,
  `BEGIN; DROP VIEW v CASCADE; DROP INDEX i; DROP MATERIALIZED VIEW m; DROP TRIGGER z ON t;
   ALTER TABLE t ALTER COLUMN b SET DEFAULT 1, DROP CONSTRAINT other, ADD CHECK (b > 0);
   ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1); ALTER SEQUENCE s INCREMENT 1; ALTER SEQUENCE s OWNER TO CURRENT_USER;
   CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v WHERE a > 1; CREATE MATERIALIZED VIEW m AS SELECT x FROM u;
   CREATE INDEX i ON t (a) WHERE b > 1; COMMENT ON TABLE u IS NULL; REVOKE SELECT (a), UPDATE ON t FROM app_ro;
   CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
   CREATE OR REPLACE FUNCTION g() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM t WHERE a > 1; END;
   CREATE OR REPLACE RULE r AS ON UPDATE TO u DO ALSO DELETE FROM t WHERE a = 1;
   ALTER POLICY o ON t TO PUBLIC USING (EXISTS (SELECT FROM u WHERE x = 'one'));
   CREATE TRIGGER z BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.a > 1) EXECUTE FUNCTION h('one'); COMMIT`,
];
/** How often the schema is read while it toggles. */
const READS = Number(process.env.READS ?? 120);

it.each([
  ["on one connection", {}],
  ["on two, the stamp still on its way", { wideFrom: 0 }],
])(
  "law 6: a schema that toggles between two states is never seen in a third, %s",
  async (_how, options) => {
    await database.sql(SCHEMA);
    const session = await openSession(database.endpoint, options);
    const texts = new SqlTexts();
    const read = async (tries = 1) => {
      const { snapshot } = await capture(session, KINDS, texts, {
        tries,
        now: () => new Date(0),
        wait: async () => {},
      });
      return fingerprint(snapshot);
    };
    // Nothing moves here yet, but roles do, which are the whole server's.
    const legal = [await read(50)];
    const started = performance.now();
    await read(50);
    const reading = (performance.now() - started) / 1_000;
    await database.sql(TOGGLE[0] as string);
    legal.push(await read(50));
    expect(legal[1]).not.toBe(legal[0]);
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
      for (let done = 0; done < READS; done++) {
        try {
          const print = await read();
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
      await session.close();
    }
    expect([...seen.keys()].filter((print) => !legal.includes(print))).toEqual([]);
    expect(toggles).toBeGreaterThan(20);
    expect(seen.size).toBe(2);
    expect(refused + [...seen.values()].reduce((a, b) => a + b, 0)).toBe(READS);
  },
  300_000,
);

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
