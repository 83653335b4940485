/**
 * What is read after a migration is what reading everything would give: for every schema of the suite, statement by
 * statement, and for random histories of changes that show far from where they are made. `RUNS=500` plays more of these,
 * `SEED=…` the same ones again.
 */

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { PreparedSession } from "../../lib/core/session.ts";
import type { Scope, Snapshot } from "../../lib/core/snapshot.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { Reading } from "../../lib/migrations/reading.ts";
import { openPreparedSession } from "../../lib/postgres/prepared-session.ts";
import { statementsOf } from "../../lib/sqltext/statements.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { SCHEMAS } from "../support/schemas/steps.ts";

const RUNS = Number(process.env.RUNS ?? 8);
const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
const SCOPE: Scope = { include: [], exclude: ["hidden"], profiles: ["ledgers"] };

const { major } = inject("server");
let database: FreshDatabase;
let session: PreparedSession;

beforeEach(async () => {
  database = await freshDatabase();
  session = await openPreparedSession(database.endpoint);
});
afterEach(async () => {
  await session.close();
  await database.drop();
});

const reading = () => new Reading(KINDS, SCOPE, session, { major });

const told = (objects: Snapshot["objects"]) =>
  [...objects].map(([address, { spec }]) => [address, spec]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

/** Runs statements one by one; those that the server refuses have changed nothing. Every `stride` of them, looks. */
async function follow(statements: readonly string[], stride: number): Promise<void> {
  const followed = reading();
  await followed.objects();
  for (const [place, statement] of statements.entries()) {
    await database.sql(statement).catch(() => undefined);
    if ((place + 1) % stride !== 0 && place + 1 < statements.length) continue;
    const since = statements
      .slice(0, place + 1)
      .slice(-stride)
      .join("\n");
    expect(told(await followed.objects()), since).toEqual(told(await reading().objects()));
  }
}

const BASE = `
  CREATE SCHEMA app; CREATE SCHEMA other; CREATE SCHEMA hidden; CREATE TABLE hidden.h (id int);
  CREATE TYPE app.state AS ENUM ('a', 'b'); CREATE DOMAIN app.amount AS numeric CHECK (VALUE >= 0);
  CREATE TYPE app.pair AS (x int, y app.state);
  CREATE FUNCTION app.one(n int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n';
  CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TABLE app.t (id serial PRIMARY KEY, name text, st app.state, am app.amount DEFAULT app.one(), p app.pair, note text);
  CREATE TABLE app.c (id int GENERATED ALWAYS AS IDENTITY, t_id int REFERENCES app.t (id), st app.state[], UNIQUE (t_id));
  CREATE TABLE app.part (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE app.part1 PARTITION OF app.part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE INDEX i ON app.t (lower(name), app.one(id)) WHERE st = 'a';
  ALTER TABLE app.t ADD CONSTRAINT named CHECK (name <> 'x' OR st = 'b');
  CREATE VIEW app.v AS SELECT t.id, t.name, c.st FROM app.t JOIN app.c ON c.t_id = t.id;
  CREATE VIEW app.w AS SELECT * FROM app.v WHERE name IS NOT NULL;
  CREATE MATERIALIZED VIEW app.m AS SELECT app.one(id) AS n FROM app.w; CREATE INDEX ON app.m (n);
  CREATE TRIGGER tr BEFORE UPDATE OF name ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();
  CREATE POLICY pol ON app.t USING (name <> 'y'); CREATE RULE r AS ON DELETE TO app.c DO INSTEAD NOTHING;
  CREATE FUNCTION app.of(app.t) RETURNS text LANGUAGE sql AS 'SELECT $1.name';
  CREATE STATISTICS app.s ON id, name FROM app.t;
  COMMENT ON COLUMN app.t.name IS 'a name'; COMMENT ON VIEW app.v IS 'a view'; GRANT SELECT (name) ON app.t TO PUBLIC;`;

/** Each shows in objects that it is not about, or takes something away. */
const CHANGES = [
  "ALTER TABLE app.t RENAME TO t2",
  "ALTER TABLE app.t2 RENAME TO t",
  "ALTER TABLE app.t RENAME COLUMN name TO title",
  "ALTER TABLE app.t RENAME COLUMN title TO name",
  "ALTER TABLE app.t ADD COLUMN st2 app.state, ADD COLUMN t_id int",
  "ALTER TABLE app.t DROP COLUMN t_id CASCADE",
  "ALTER TABLE app.t SET SCHEMA other",
  "ALTER TABLE other.t SET SCHEMA app",
  "ALTER SCHEMA app RENAME TO ap",
  "ALTER SCHEMA ap RENAME TO app",
  "ALTER TYPE app.state RENAME TO status",
  "ALTER TYPE app.status RENAME TO state",
  "ALTER TYPE app.state ADD VALUE 'c'",
  "ALTER TYPE app.state RENAME VALUE 'b' TO 'bb'",
  "ALTER TYPE app.pair RENAME ATTRIBUTE x TO z CASCADE",
  "ALTER TYPE app.pair ADD ATTRIBUTE w text CASCADE",
  "ALTER TYPE app.pair RENAME TO couple",
  "ALTER DOMAIN app.amount ADD CONSTRAINT small CHECK (VALUE < 9)",
  "ALTER DOMAIN app.amount DROP CONSTRAINT small",
  "ALTER DOMAIN app.amount RENAME TO sum",
  "ALTER FUNCTION app.one(int) RENAME TO uno",
  "ALTER FUNCTION app.uno(int) RENAME TO one",
  "ALTER FUNCTION app.touch() SET SCHEMA other",
  "CREATE OR REPLACE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
  "DROP FUNCTION app.one(int) CASCADE",
  "DROP FUNCTION app.touch() CASCADE",
  "DROP INDEX app.i",
  "CREATE INDEX i ON app.t (note); ALTER TABLE app.t ALTER COLUMN note SET STATISTICS 7",
  "CREATE UNIQUE INDEX u ON app.t (id); ALTER TABLE app.t ALTER id SET NOT NULL, REPLICA IDENTITY USING INDEX u",
  "DROP INDEX app.u",
  "CREATE UNIQUE INDEX k ON app.c (id)",
  "ALTER TABLE app.c ADD CONSTRAINT k UNIQUE USING INDEX k",
  "ALTER TABLE app.c DROP CONSTRAINT c_t_id_fkey",
  "ALTER TABLE app.t DROP CONSTRAINT t_pkey CASCADE",
  "ALTER TABLE app.t DISABLE TRIGGER ALL",
  "ALTER TABLE app.t ENABLE TRIGGER tr",
  "ALTER TABLE app.t ENABLE ROW LEVEL SECURITY",
  "ALTER TABLE app.t SET (fillfactor = 50, toast.autovacuum_enabled = false)",
  "ALTER TABLE app.t ALTER COLUMN am DROP DEFAULT",
  "ALTER TABLE app.t ALTER COLUMN note TYPE varchar(9)",
  "ALTER TABLE app.t ALTER COLUMN note SET DEFAULT 'n', ALTER COLUMN note SET NOT NULL",
  "ALTER TABLE app.part ADD COLUMN more int",
  "ALTER TABLE app.part DETACH PARTITION app.part1",
  "ALTER TABLE app.part ATTACH PARTITION app.part1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
  "CREATE INDEX ON app.part (at)",
  "DROP INDEX app.part_at_idx",
  "CREATE TABLE app.heir (extra int) INHERITS (app.c)",
  "ALTER TABLE app.heir NO INHERIT app.c",
  "DROP VIEW app.v CASCADE",
  "CREATE OR REPLACE VIEW app.v AS SELECT t.id, t.name, c.st, t.note FROM app.t JOIN app.c ON c.t_id = t.id",
  "ALTER VIEW app.w RENAME TO ww",
  "ALTER VIEW app.v ALTER COLUMN name SET DEFAULT 'd'",
  "ALTER SEQUENCE app.t_id_seq OWNED BY NONE",
  "ALTER SEQUENCE app.t_id_seq RENAME TO numbers",
  "ALTER SEQUENCE app.t_id_seq INCREMENT 7",
  "ALTER TABLE app.t SET UNLOGGED",
  "COMMENT ON COLUMN app.t.name IS NULL",
  "COMMENT ON TABLE app.t IS 'told'; COMMENT ON CONSTRAINT named ON app.t IS 'why'",
  "COMMENT ON SCHEMA other IS 'others'",
  "REVOKE SELECT (name) ON app.t FROM PUBLIC",
  "GRANT UPDATE ON app.t TO PUBLIC; GRANT EXECUTE ON FUNCTION app.touch() TO PUBLIC",
  "ALTER POLICY pol ON app.t USING (true)",
  "DROP POLICY pol ON app.t",
  "DROP RULE r ON app.c",
  "ALTER TABLE app.c DISABLE RULE r",
  "ALTER RULE r ON app.c RENAME TO rr",
  "CREATE PUBLICATION pub FOR TABLE app.t",
  "DROP PUBLICATION pub",
  "DROP STATISTICS app.s",
  "CREATE EXTENSION pgcrypto SCHEMA other; GRANT EXECUTE ON FUNCTION other.gen_salt(text) TO PUBLIC",
  "ALTER INDEX app.i DEPENDS ON EXTENSION pgcrypto",
  "ALTER INDEX app.i NO DEPENDS ON EXTENSION pgcrypto",
  "ALTER EXTENSION pgcrypto ADD FUNCTION app.one(int)",
  "ALTER EXTENSION pgcrypto DROP FUNCTION app.one(int)",
  "DROP EXTENSION pgcrypto",
  "CREATE TYPE app.span AS RANGE (subtype = int); ALTER TABLE app.c ADD COLUMN sp app.span",
  "ALTER TYPE app.span RENAME TO spans",
  "CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text, description text, type text, script text, checksum int, installed_by text, installed_on timestamp, execution_time int, success bool)",
  "ALTER TABLE flyway_schema_history DROP COLUMN checksum",
  "CREATE TEMP TABLE passing (id int)",
  "INSERT INTO app.t (note) VALUES ('row'); ANALYZE app.t; VACUUM FREEZE app.t",
  "DROP TABLE app.t CASCADE",
  "DROP SCHEMA app CASCADE",
];

describe("a reading after the first", { timeout: Math.max(120_000, RUNS * 5_000) }, () => {
  it.each(Object.entries(SCHEMAS))("finds what reading everything finds: %s", async (_name, steps) => {
    const script = steps.filter(({ since }) => since <= major).map(({ sql }) => sql);
    const statements = (await statementsOf(script.join("\n"))).map(({ sql }) => sql);
    await follow(statements, 7);
  });

  it("finds it whichever way the schema is changed", async () => {
    await follow([...(await statementsOf(BASE)).map(({ sql }) => sql), ...CHANGES], 1);
  });

  it("finds it after any history", async () => {
    const histories = fc.array(fc.constantFrom(...CHANGES), { minLength: 4, maxLength: 12 });
    const property = fc.asyncProperty(histories, async (history) => {
      await database.sql(
        "DROP SCHEMA IF EXISTS app, ap, other, hidden CASCADE; DROP TABLE IF EXISTS flyway_schema_history",
      );
      await database.sql(BASE);
      await follow(history, 1);
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
  });
});
