/** A name that went on to a successor: what stands on whatever has it is what is expected of it, and comes back with it. */

import { afterAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../lib/core/snapshot.ts";
import { findRenames, fingerprint, judge, remediate } from "../../lib/index.ts";
import { DatabasePool } from "../support/database-pool.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";

const pool = new DatabasePool();
afterAll(() => pool.close());

/** The codes of what was found, after it was all taken back. */
async function takenBack(database: WatchedDatabase, expected: Snapshot): Promise<string[]> {
  const actual = await database.reread();
  const renames = await findRenames(expected, actual, {});
  const findings = judge(expected, actual, renames);
  await database.run(remediate(expected, actual, renames).statements.map(({ sql }) => sql));
  expect(fingerprint(await database.reread())).toBe(fingerprint(expected));
  return findings.map(({ code, address }) => `${code} ${address.slice(address.indexOf(":") + 1)}`).sort();
}

interface Story {
  readonly setup: string;
  readonly change: string;
  readonly found: readonly string[];
}

const STORIES: { readonly [what: string]: Story } = {
  "a type that columns were retyped to": {
    setup: `CREATE TYPE status AS ENUM ('open', 'closed');
      CREATE TABLE orders (id int PRIMARY KEY, s status NOT NULL DEFAULT 'open');
      INSERT INTO orders VALUES (1, 'closed');
      CREATE VIEW open_orders AS SELECT id FROM orders WHERE s = 'open';`,
    change: `ALTER TYPE status RENAME TO status_old;
      CREATE TYPE status AS ENUM ('open', 'closed', 'lost');
      DROP VIEW open_orders;
      ALTER TABLE orders ALTER s DROP DEFAULT, ALTER s TYPE status USING s::text::status, ALTER s SET DEFAULT 'open';
      CREATE VIEW open_orders AS SELECT id FROM orders WHERE s = 'open';`,
    found: ["enum.added public.status_old", "enum.labels.altered public.status"],
  },
  "a type that one of two columns was retyped to": {
    setup: `CREATE TYPE status AS ENUM ('open');
      CREATE TABLE a (s status); CREATE TABLE b (s status);`,
    change: `ALTER TYPE status RENAME TO status_old;
      CREATE TYPE status AS ENUM ('open', 'lost');
      ALTER TABLE a ALTER s TYPE status USING s::text::status;`,
    found: ["column.type.altered public.b.s", "enum.added public.status_old", "enum.labels.altered public.status"],
  },
  "a table that a view was built on": {
    setup: `CREATE TABLE t (id int PRIMARY KEY, a text);
      CREATE VIEW v AS SELECT id, a FROM t;
      CREATE TABLE r (id int REFERENCES t);`,
    change: `ALTER TABLE t RENAME TO t_old;
      ALTER TABLE t_old RENAME CONSTRAINT t_pkey TO t_old_pkey;
      CREATE TABLE t (id int PRIMARY KEY, a text, b int);
      CREATE OR REPLACE VIEW v AS SELECT id, a FROM t;`,
    found: ["column.added public.t.b", "constraint.references.altered public.r.r_id_fkey", "table.added public.t_old"],
  },
  "a view that another reads": {
    setup: "CREATE TABLE t (id int, a text); CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT id FROM v;",
    change: `ALTER VIEW v RENAME TO v_old;
      CREATE VIEW v AS SELECT id, a, 1 AS b FROM t;
      CREATE OR REPLACE VIEW w AS SELECT id FROM v;`,
    found: ["view.added public.v_old", "view.definition.altered public.v"],
  },
  "a column that is indexed": {
    setup: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX i ON t (a);",
    change: "ALTER TABLE t RENAME a TO a_old; ALTER TABLE t ADD a bigint; DROP INDEX i; CREATE INDEX i ON t (a);",
    found: ["column.added public.t.a_old", "column.type.altered public.t.a"],
  },
  "a function that a trigger calls, a sequence that a default asks": {
    setup: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TABLE t (id int); CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
      CREATE SEQUENCE s; CREATE TABLE u (id int DEFAULT nextval('s'));`,
    change: `ALTER FUNCTION f() RENAME TO f_old;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := 1; RETURN NEW; END';
      CREATE OR REPLACE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
      ALTER SEQUENCE s RENAME TO s_old; CREATE SEQUENCE s START 100; ALTER TABLE u ALTER id SET DEFAULT nextval('s');`,
    found: [
      'routine.added public.f_old.""',
      'routine.source.altered public.f.""',
      "sequence.added public.s_old",
      "sequence.start.altered public.s",
    ],
  },
  "two tables that exchanged their names, and a view that did not follow": {
    setup: `CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, y text);
      CREATE VIEW v AS SELECT id FROM a;`,
    change: `ALTER TABLE a RENAME TO c; ALTER TABLE b RENAME TO a; ALTER TABLE c RENAME TO b;
      CREATE OR REPLACE VIEW v AS SELECT id FROM a;`,
    found: [
      "column.added public.a.y",
      "column.removed public.b.y",
      "constraint.renamed public.a.a_pkey",
      "constraint.renamed public.b.b_pkey",
    ],
  },
  "a table that nothing stands on was renamed, with what has names in its schema": {
    setup: "CREATE TABLE t (id int PRIMARY KEY, a text); CREATE INDEX t_a ON t (a);",
    change: `ALTER TABLE t RENAME TO t_old;
      ALTER TABLE t_old RENAME CONSTRAINT t_pkey TO t_old_pkey;
      ALTER INDEX t_a RENAME TO t_old_a;
      CREATE TABLE t (id int PRIMARY KEY, a text, b int); CREATE INDEX t_a ON t (a);`,
    found: [
      "constraint.renamed public.t.t_pkey",
      "index.renamed public.t.t_a",
      "table.added public.t",
      "table.renamed public.t",
    ],
  },
};

describe.each(Object.entries(STORIES))("%s", (_, { setup, change, found }) => {
  it("is taken back, and done again", async () => {
    const database = await pool.take();
    try {
      await database.sql(setup);
      const before = await database.reread();
      await database.sql(change);
      const after = await database.reread();
      expect(await takenBack(database, before)).toEqual(found);
      await takenBack(database, after);
    } finally {
      await pool.giveBack(database);
    }
  });
});
