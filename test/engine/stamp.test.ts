/** The stamp stands still as long as the schema does. That it moves with every mutation, the golden cases show. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stamp, stampQuery } from "../../lib/engine/introspection/stamp.ts";
import { connect } from "../../lib/postgres/connect.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;

beforeAll(async () => {
  database = await watchedDatabase();
  for (const part of RICH_SCHEMA) await database.sql(part);
});
afterAll(() => database.drop());

describe("the stamp stands still under", () => {
  it.each([
    [
      "rows that come and go",
      "INSERT INTO app.tree VALUES (1), (2); UPDATE app.tree SET path2 = 'x'; DELETE FROM app.tree",
    ],
    ["numbers drawn from a sequence", "SELECT nextval('app.seq_plain'), setval('app.seq_custom', 5)"],
    ["ANALYZE", "ANALYZE"],
    ["VACUUM (FREEZE)", "VACUUM (FREEZE)"],
    ["VACUUM FULL of a catalogue", "VACUUM FULL pg_catalog.pg_description"],
    [
      "prepared statements and settings",
      "PREPARE p AS SELECT 1; EXECUTE p; DEALLOCATE p; SET work_mem = '1MB'; RESET work_mem",
    ],
    [
      "a transaction that is rolled back",
      "BEGIN; ALTER TABLE app.tree ADD COLUMN passing int; DROP VIEW app.v_simple CASCADE; ROLLBACK",
    ],
    ["large objects", "SELECT lo_unlink(lo_create(0))"],
  ])("%s", async (_what, sql) => {
    const before = await database.stamp();
    await database.sql(sql);
    expect(await database.stamp()).toBe(before);
  });

  it("temporary tables with all that belongs to one, in a session that is still open", async () => {
    const before = await database.stamp();
    const client = await connect(database.endpoint);
    try {
      await client.query(`
        CREATE TEMP TABLE passing (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'x' CHECK (name <> ''));
        CREATE INDEX ON passing (lower(name)); COMMENT ON COLUMN passing.name IS 'x'; CREATE TEMP VIEW glance AS SELECT * FROM passing;
        GRANT SELECT ON passing TO PUBLIC; CREATE TYPE pg_temp.mood AS ENUM ('a')`);
      expect(await database.stamp()).toBe(before);
    } finally {
      await client.end();
    }
  });
});

describe("the stamp moves with what no catalogue of a kind shows in itself", () => {
  it.each([
    ["a role that is renamed", "ALTER ROLE passing_role RENAME TO renamed_role"],
    ["an object that joins an extension", "ALTER EXTENSION hstore ADD TABLE app.seen"],
    ["and leaves it", "ALTER EXTENSION hstore DROP TABLE app.seen"],
  ])("%s", async (_what, sql) => {
    await database.sql("DROP ROLE IF EXISTS passing_role, renamed_role; CREATE ROLE passing_role");
    const before = await database.stamp();
    await database.sql(sql);
    expect(await database.stamp()).not.toBe(before);
    await database.sql("DROP ROLE IF EXISTS passing_role, renamed_role");
  });
});

describe("an earlier stamp", () => {
  it("still holds until a transaction ends anywhere, and then it is taken again", async () => {
    const client = await connect(database.endpoint);
    const stamped = async (since?: Stamp): Promise<Stamp> => {
      const { rows } = await client.query(stampQuery(["pg_class", "pg_namespace"], { major: 15 }, new Set(), since));
      return { ...rows[0], closed: new Set() };
    };
    try {
      // In one snapshot no transaction ends, whatever else the server is doing.
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
      const real = await stamped();
      const earlier = { ...real, stamp: "an earlier one" };
      expect(await stamped(earlier)).toEqual(earlier);
      expect(await stamped({ ...earlier, moment: null })).toEqual(real);
      await client.query("COMMIT");
      await database.sql("CREATE TABLE app.ended ()");
      const { stamp, moment } = await stamped(earlier);
      expect([moment === real.moment, stamp === real.stamp, stamp === earlier.stamp]).toEqual([false, false, false]);
    } finally {
      await client.end();
    }
  });
});
