/**
 * What PostgreSQL says differently of the same schema, one case for each surprise: the catalogue does differ, from one
 * major to another or after some history, and the snapshot does not.
 */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../lib/engine/compare.ts";
import { diff, fingerprint, uncertain } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { differences } from "../support/differences.ts";
import { startMajors } from "../support/majors.ts";
import { ensureRoles } from "../support/roles.ts";
import type { WatchedDatabase } from "../support/watched-database.ts";

/** What PostgreSQL says: an expression over the catalogue. */
interface Surprise {
  readonly rule: string;
  readonly ddl: string;
  readonly says: string;
}

const VIEW =
  "(SELECT string_agg(pg_get_viewdef(oid), '' ORDER BY relname) FROM pg_class WHERE relkind = 'v' AND relnamespace = 's'::regnamespace)";

const BETWEEN_MAJORS: readonly Surprise[] = [
  {
    rule: "the schema public has another owner and other rights since 15",
    ddl: "",
    says: "(SELECT pg_get_userbyid(nspowner) || nspacl::text FROM pg_namespace WHERE nspname = 'public')",
  },
  {
    rule: "triggers that partitions have from their parent are internal on 14 only",
    ddl: `CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE s.p (a int) PARTITION BY LIST (a);
      CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES IN (1); CREATE TRIGGER t AFTER INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f()`,
    says: "(SELECT string_agg(tgisinternal::text, '') FROM pg_trigger WHERE tgrelid = 's.p1'::regclass)",
  },
  {
    rule: "the locale of an ICU collation is in another column, and spelled anew since 16",
    ddl: "CREATE COLLATION s.c (provider = icu, locale = 'de_DE@collation=phonebook')",
    says: "(SELECT (to_jsonb(c) - 'oid' - 'collnamespace' - 'collversion')::text FROM pg_collation c WHERE collname = 'c')",
  },
  {
    rule: "columns of a view over one FROM item are unqualified since 16",
    ddl: "CREATE TABLE s.t (a int, b text); CREATE VIEW s.v AS SELECT a, (SELECT max(i.a) FROM s.t i WHERE i.b = t.b) AS m FROM s.t WHERE b = 'x' ORDER BY a",
    says: VIEW,
  },
  {
    rule: "the columns of EXISTS (SELECT true) are named on 14",
    ddl: "CREATE VIEW s.v AS SELECT EXISTS (SELECT true) AS a",
    says: VIEW,
  },
  {
    rule: "no statistics target is -1, and NULL since 17",
    ddl: "CREATE TABLE s.t (a int, b int); CREATE STATISTICS s.x ON a, b FROM s.t",
    says: "(SELECT coalesce(max(attstattarget)::text, 'NULL') FROM pg_attribute WHERE attrelid = 's.t'::regclass AND attnum > 0) || (SELECT coalesce(stxstattarget::text, 'NULL') FROM pg_statistic_ext)",
  },
  {
    rule: "GRANT ALL has meant MAINTAIN, too, since 17",
    ddl: "CREATE TABLE s.t (a int); GRANT ALL ON s.t TO app_rw WITH GRANT OPTION; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT ALL ON TABLES TO app_rw",
    says: "(SELECT relacl::text FROM pg_class WHERE oid = 's.t'::regclass) || (SELECT defaclacl::text FROM pg_default_acl)",
  },
  {
    rule: "what is left to an owner has meant MAINTAIN, too, since 17",
    ddl: "CREATE TABLE s.t (a int); REVOKE DELETE ON s.t FROM postgres; ALTER DEFAULT PRIVILEGES REVOKE TRUNCATE ON TABLES FROM postgres",
    says: "(SELECT relacl::text FROM pg_class WHERE oid = 's.t'::regclass) || (SELECT defaclacl::text FROM pg_default_acl)",
  },
  {
    rule: "NOT NULL of a domain is a constraint since 17",
    ddl: "CREATE DOMAIN s.d AS int NOT NULL",
    says: "(SELECT count(*)::text FROM pg_constraint WHERE contypid = 's.d'::regtype)",
  },
  {
    rule: "NOT NULL of a column is a constraint since 18, with a name",
    ddl: "CREATE TABLE s.t (a int NOT NULL, b int PRIMARY KEY); CREATE TABLE s.u () INHERITS (s.t); ALTER TABLE s.t RENAME TO renamed",
    says: "(SELECT count(*)::text FROM pg_constraint WHERE conrelid = 's.renamed'::regclass)",
  },
  {
    rule: "foreign keys to partitions of what they refer to have other names since 18",
    ddl: `CREATE TABLE s.p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES IN (1); CREATE TABLE s.p2 PARTITION OF s.p FOR VALUES IN (2);
      CREATE TABLE s.r (a int REFERENCES s.p)`,
    says: "(SELECT string_agg(conname, ',' ORDER BY conname) FROM pg_constraint WHERE conrelid = 's.r'::regclass)",
  },
  {
    rule: "an extension is installed in another version",
    ddl: "CREATE EXTENSION citext SCHEMA s",
    says: "(SELECT extversion FROM pg_extension WHERE extname = 'citext')",
  },
  {
    rule: "the sequences of an unlogged table are unlogged since 15",
    ddl: "CREATE UNLOGGED TABLE s.t (a serial)",
    says: "(SELECT relpersistence::text FROM pg_class WHERE relname = 't_a_seq')",
  },
];

/** The same schema after some history on one server, and straight away. */
interface History extends Surprise {
  readonly straight: string;
}

const AFTER_SOME_HISTORY: readonly History[] = [
  {
    rule: "casts of an IN list are printed around the array, and after a restore around its elements",
    ddl: "CREATE TABLE s.t (a varchar(9), CONSTRAINT c CHECK (a IN ('x', 'y')))",
    straight:
      "CREATE TABLE s.t (a varchar(9), CONSTRAINT c CHECK (((a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))))",
    says: "(SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c')",
  },
  {
    rule: "columns keep their numbers when one before them goes",
    ddl: "CREATE TABLE s.t (gone int, a int, b int, PRIMARY KEY (b)); ALTER TABLE s.t DROP gone; CREATE INDEX i ON s.t (a); ALTER TABLE s.t ADD FOREIGN KEY (a) REFERENCES s.t",
    straight:
      "CREATE TABLE s.t (a int, b int, PRIMARY KEY (b)); CREATE INDEX i ON s.t (a); ALTER TABLE s.t ADD FOREIGN KEY (a) REFERENCES s.t",
    says: "(SELECT string_agg(indkey::text, ',' ORDER BY indkey::text) FROM pg_index WHERE indrelid = 's.t'::regclass) || (SELECT string_agg(conkey::text, ',') FROM pg_constraint WHERE conrelid = 's.t'::regclass AND contype = 'f')",
  },
  {
    rule: "a column added with a default is kept apart from one that was there",
    ddl: "CREATE TABLE s.t (a int); ALTER TABLE s.t ADD b text DEFAULT 'x'",
    straight: "CREATE TABLE s.t (a int, b text DEFAULT 'x')",
    says: "(SELECT string_agg(atthasmissing::text, ',') FROM pg_attribute WHERE attrelid = 's.t'::regclass AND attnum > 0)",
  },
  {
    rule: "the dimensions of an array are remembered and mean nothing",
    ddl: "CREATE TABLE s.t (a int[][])",
    straight: "CREATE TABLE s.t (a int[])",
    says: "(SELECT attndims::text FROM pg_attribute WHERE attrelid = 's.t'::regclass AND attnum = 1)",
  },
  {
    rule: "the columns of a child table come in another order after a restore",
    ddl: "CREATE TABLE s.p (a int); CREATE TABLE s.c (extra int) INHERITS (s.p); ALTER TABLE s.p ADD late int",
    straight: "CREATE TABLE s.p (a int, late int); CREATE TABLE s.c (extra int) INHERITS (s.p)",
    says: "(SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 's.c'::regclass AND attnum > 0)",
  },
  {
    rule: "the key of an attached partition inherits or not, by its history",
    ddl: "CREATE TABLE s.p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES IN (1)",
    straight:
      "CREATE TABLE s.p (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE s.p1 (a int NOT NULL, CONSTRAINT p1_pkey PRIMARY KEY (a)); ALTER TABLE s.p ATTACH PARTITION s.p1 FOR VALUES IN (1)",
    says: "(SELECT connoinherit::text FROM pg_constraint WHERE conname = 'p1_pkey')",
  },
  {
    rule: "rights granted and revoked leave the default written out",
    ddl: "CREATE TABLE s.t (a int); GRANT SELECT ON s.t TO app_ro; REVOKE SELECT ON s.t FROM app_ro",
    straight: "CREATE TABLE s.t (a int)",
    says: "(SELECT coalesce(relacl::text, 'NULL') FROM pg_class WHERE oid = 's.t'::regclass)",
  },
  {
    rule: "a label put between two others gets half a number",
    ddl: "CREATE TYPE s.e AS ENUM ('a', 'c'); ALTER TYPE s.e ADD VALUE 'b' BEFORE 'c'",
    straight: "CREATE TYPE s.e AS ENUM ('a', 'b', 'c')",
    says: "(SELECT string_agg(enumsortorder::text, ',') FROM pg_enum)",
  },
  {
    rule: "options, roles and settings stand in the order they were said in",
    ddl: `CREATE TABLE s.t (a int) WITH (fillfactor = 50, autovacuum_enabled = off); CREATE POLICY p ON s.t TO app_ro, app_rw;
      CREATE FUNCTION s.f() RETURNS int LANGUAGE sql SET work_mem = '8MB' SET datestyle = 'ISO' AS 'SELECT 1'`,
    straight: `CREATE TABLE s.t (a int) WITH (autovacuum_enabled = off, fillfactor = 50); CREATE POLICY p ON s.t TO app_rw, app_ro;
      CREATE FUNCTION s.f() RETURNS int LANGUAGE sql SET datestyle = 'ISO' SET work_mem = '8MB' AS 'SELECT 1'`,
    says: "(SELECT reloptions::text FROM pg_class WHERE oid = 's.t'::regclass) || (SELECT polroles::text FROM pg_policy) || (SELECT proconfig::text FROM pg_proc WHERE proname = 'f')",
  },
  {
    rule: "an index keeps the name of a column that was renamed",
    ddl: "CREATE TABLE s.t (old int); CREATE INDEX i ON s.t (old); ALTER TABLE s.t RENAME old TO a",
    straight: "CREATE TABLE s.t (a int); CREATE INDEX i ON s.t (a)",
    says: "(SELECT attname::text FROM pg_attribute WHERE attrelid = 's.i'::regclass)",
  },
  {
    rule: "a literal that is returned is named after a restore",
    ddl: "CREATE TABLE s.t (a int); CREATE FUNCTION s.f() RETURNS text LANGUAGE sql BEGIN ATOMIC INSERT INTO s.t VALUES (1) RETURNING 'z'; END",
    straight:
      "CREATE TABLE s.t (a int); CREATE FUNCTION s.f() RETURNS text LANGUAGE sql BEGIN ATOMIC INSERT INTO s.t VALUES (1) RETURNING 'z'::text; END",
    says: "(SELECT pg_get_function_sqlbody(oid) FROM pg_proc WHERE proname = 'f')",
  },
  {
    rule: "a default keeps the type its column had",
    ddl: "CREATE TABLE s.t (a varchar DEFAULT 'z'); ALTER TABLE s.t ALTER a TYPE text",
    straight: "CREATE TABLE s.t (a text DEFAULT 'z')",
    says: "(SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef)",
  },
  {
    rule: "a sequence remembers what it gave out, and a table what it holds",
    ddl: "CREATE TABLE s.t (a serial); INSERT INTO s.t SELECT FROM generate_series(1, 1000); ANALYZE s.t",
    straight: "CREATE TABLE s.t (a serial)",
    says: "(SELECT last_value::text FROM s.t_a_seq) || (SELECT reltuples::text FROM pg_class WHERE oid = 's.t'::regclass)",
  },
  {
    rule: "servers keep bookkeeping of their own among the options of columns",
    ddl: "CREATE TABLE s.t (a int); UPDATE pg_attribute SET attoptions = '{pg_attver=32518800}' WHERE attrelid = 's.t'::regclass AND attnum = 1",
    straight: "CREATE TABLE s.t (a int)",
    says: "(SELECT coalesce(attoptions::text, 'NULL') FROM pg_attribute WHERE attrelid = 's.t'::regclass AND attnum = 1)",
  },
  {
    rule: "internal triggers have OIDs in their names",
    ddl: "CREATE TABLE s.gone (a int); CREATE TABLE s.t (a int PRIMARY KEY, b int REFERENCES s.t); DROP TABLE s.gone",
    straight: "CREATE TABLE s.t (a int PRIMARY KEY, b int REFERENCES s.t)",
    says: "(SELECT string_agg(tgname, ',' ORDER BY tgname) FROM pg_trigger)",
  },
  {
    rule: "the bounds of hash partitions have OIDs in their constraints",
    ddl: "CREATE TABLE s.gone (a int); CREATE TABLE s.p (a int) PARTITION BY HASH (a); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES WITH (MODULUS 2, REMAINDER 1); DROP TABLE s.gone",
    straight:
      "CREATE TABLE s.p (a int) PARTITION BY HASH (a); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
    says: "pg_get_partition_constraintdef('s.p1'::regclass)",
  },
];

let servers: readonly EmbeddedServer[];
let pools: readonly DatabasePool[];

beforeAll(async () => {
  servers = await startMajors();
  for (const server of servers) await ensureRoles(server);
  pools = servers.map((server) => new DatabasePool(server));
});

afterAll(async () => {
  for (const pool of pools) await pool.close();
  for (const server of servers) await server.stop();
});

async function lookAt(database: WatchedDatabase, ddl: string, says: string) {
  await database.sql(`SET client_min_messages = error; CREATE SCHEMA s; ${ddl}`);
  const [row] = await database.sql(`SELECT ${says} AS said`);
  return { said: row?.said, snapshot: await database.snapshot() };
}

/** Looks at the schema in a database that is given back. */
async function look(pool: DatabasePool, ddl: string, says: string) {
  const database = await pool.take();
  try {
    return await lookAt(database, ddl, says);
  } finally {
    await pool.giveBack(database);
  }
}

describe("between majors", () => {
  it.each(BETWEEN_MAJORS.map((surprise) => [surprise.rule, surprise] as const))("%s", async (_rule, { ddl, says }) => {
    const seen = [];
    for (const pool of pools) seen.push(await look(pool, ddl, says));
    expect(new Set(seen.map(({ said }) => said)).size, "what PostgreSQL says").toBeGreaterThan(1);
    for (const [at, { snapshot }] of seen.entries()) {
      const first = seen[0]?.snapshot ?? snapshot;
      expect.soft(differences(first, snapshot), `PostgreSQL ${servers[at]?.major}`).toEqual([]);
      expect.soft(fingerprint(snapshot)).toBe(fingerprint(first));
    }
  });

  it("what no rule can settle is neither drift nor equal", async () => {
    const [oldest, next] = await Promise.all(
      pools.slice(0, 2).map((pool) => look(pool, "CREATE VIEW s.v AS SELECT true", VIEW)),
    );
    if (!oldest || !next) throw new Error("no servers");
    expect(oldest.said).not.toBe(next.said);
    expect(diff(oldest.snapshot, next.snapshot)).toEqual([]);
    expect(uncertain(oldest.snapshot, next.snapshot)).toMatchObject([{ address: "view:s.v", attribute: "definition" }]);
    const verdict = compare(KINDS, oldest.snapshot, next.snapshot, oldest.snapshot.scope);
    expect(verdict).toMatchObject({ status: "INCOMPLETE", findings: [] });
  });

  it("a MAINTAIN that may be what is left of ALL is neither drift nor equal to a server that has none", async () => {
    const ddl = "CREATE TABLE s.t (a int); GRANT ALL ON s.t TO app_rw; REVOKE DELETE ON s.t FROM app_rw";
    const acl = "(SELECT relacl::text FROM pg_class WHERE oid = 's.t'::regclass)";
    const [before, since] = await Promise.all(pools.slice(2, 4).map((pool) => look(pool, ddl, acl)));
    if (!before || !since) throw new Error("no servers");
    expect(before.said).not.toBe(since.said);
    expect(diff(before.snapshot, since.snapshot)).toEqual([]);
    for (const [expected, actual] of [
      [before.snapshot, since.snapshot],
      [since.snapshot, before.snapshot],
    ] as const)
      expect(uncertain(expected, actual)).toMatchObject([
        { address: "grant:table.s.t.app_rw", attribute: "privileges" },
      ]);
  });
});

describe.each([14, 18])("after some history, on PostgreSQL %i", (major) => {
  it.each(AFTER_SOME_HISTORY.map((history) => [history.rule, history] as const))(
    "%s",
    async (_rule, { ddl, straight, says }) => {
      const pool = pools[servers.findIndex((server) => server.major === major)];
      if (!pool) throw new Error("no server");
      const after = await look(pool, ddl, says);
      const before = await look(pool, straight, says);
      expect(after.said, "what PostgreSQL says").not.toBe(before.said);
      expect(differences(before.snapshot, after.snapshot)).toEqual([]);
      expect(fingerprint(after.snapshot)).toBe(fingerprint(before.snapshot));
    },
  );
});
