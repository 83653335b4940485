/** Law 4: every user object in the census is in the snapshot or counted as unmodelled. */

import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { KindRegistry } from "../../lib/core/kind-registry.ts";
import type { Kind } from "../../lib/core/registered.ts";
import type { Session } from "../../lib/core/session.ts";
import { EVERYTHING, type Scope, type Unmodelled } from "../../lib/core/snapshot.ts";
import { capture } from "../../lib/engine/capture.ts";
import { PARTS } from "../../lib/engine/introspection/parts.ts";
import { findCatalogues } from "../../lib/engine/introspection/unmodelled.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { counted } from "../support/monitoring.ts";
import { ensureRoles } from "../support/roles.ts";
import { MODELLED_SCHEMA } from "../support/schemas/modelled.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;
let session: Session;
const texts = new SqlTexts();

beforeAll(async () => {
  await ensureRoles();
  database = await watchedDatabase();
  session = await openSession(database.endpoint);
  await database.sql(MODELLED_SCHEMA);
});

afterAll(async () => {
  await session.close();
  await database.drop();
});

interface Look {
  readonly kinds?: KindRegistry;
  readonly scope?: Partial<Scope>;
  readonly statements?: string[];
}

/** The census of what is there, by catalogue. */
async function census({ kinds = KINDS, scope, statements = [] }: Look = {}): Promise<Record<string, number | null>> {
  const options = { scope: { ...EVERYTHING, ...scope }, now: () => new Date(0), wait: async () => {} };
  const { snapshot } = await capture(counted(session, statements), kinds, texts, options);
  return Object.fromEntries(snapshot.unmodelled.map(({ catalogue, count }: Unmodelled) => [catalogue, count]));
}

const without = (...names: readonly string[]): KindRegistry =>
  new KindRegistry(KINDS.all.filter(({ name }) => !names.includes(name)));

/** Of the rows of a kind, those that somebody made and that are more than a part of another, by OID. */
async function rowsOf(kind: Kind): Promise<{ readonly listed: number; readonly known: number }> {
  const known = new Map<unknown, boolean>();
  const sql = kind.query?.({ major: inject("server").major }, () => "true") ?? "";
  await session.read(sql, (row) => {
    const own = Number(row.oid) >= 16384 && !row.subid && row.member !== true;
    if (own) known.set(row.oid, kind.canonicalise(row) !== null);
  });
  return { listed: [...known.values()].filter(Boolean).length, known: known.size };
}

const own = KINDS.all.filter(({ satellite, catalogue, ofPart }) => !satellite && catalogue !== undefined && !ofPart);

describe("law 4: the census", () => {
  it("finds nothing in a schema of modelled kinds alone, and need not look twice", async () => {
    const statements: string[] = [];
    expect(await census({ statements, scope: { cluster: true } })).toEqual({});
    expect(statements.filter((sql) => sql.startsWith("SELECT x.oid"))).toEqual([]);
  });

  it.each(own.map((kind) => [kind.name, kind] as const))(
    "counts every %s when nobody knows the kind",
    async (name, kind) => {
      const { listed, known } = await rowsOf(kind);
      const { [kind.catalogue ?? ""]: count = 0 } = await census({
        kinds: without(name),
        scope: { cluster: kind.clusterWide },
      });
      expect(count).toBeGreaterThanOrEqual(listed);
      expect(count).toBeLessThanOrEqual(known);
    },
  );

  it("counts comments on what nobody knows", async () => {
    const { pg_policy, pg_description } = await census({ kinds: without("policy", "enum") });
    expect([pg_policy, pg_description]).toEqual([2, 2]);
  });

  it("counts what stands where no kind looks", async () => {
    await onAnother(async (other) => {
      await other.sql(`CREATE FUNCTION pg_catalog.ours() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
      expect((await other.snapshot()).unmodelled).toEqual([{ catalogue: "pg_proc", count: 1 }]);
    });
  });

  it("counts neither what is temporary, nor an extension's, nor data", async () => {
    await onAnother(async (other) => {
      await other.sql(`
        CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION btree_gist;
        CREATE TEMP TABLE t (a serial PRIMARY KEY CHECK (a > 0), b text);
        CREATE TEMP VIEW v AS SELECT * FROM t; COMMENT ON TABLE t IS 'temporary'; COMMENT ON CONSTRAINT t_pkey ON t IS 'temporary';
        CREATE TYPE pg_temp.e AS ENUM ('a'); SELECT lo_create(0)`);
      expect((await other.snapshot()).unmodelled).toEqual([]);
    });
  });

  it("counts only in the schemas that are asked for", async () => {
    const kinds = without("policy", "view");
    expect(await census({ kinds, scope: { include: ["audit"] } })).toEqual({});
    expect(await census({ kinds, scope: { exclude: ["app", "kind"] } })).toEqual({});
    expect(await census({ kinds, scope: { include: ["app"] } })).toMatchObject({ pg_policy: 2, pg_class: 3 });
  });

  it("is the same for a role with nothing but CONNECT", async () => {
    const watcher = await openSession({ ...database.endpoint, user: "watcher" });
    try {
      const { snapshot } = await capture(watcher, without("policy"), texts, {
        now: () => new Date(0),
        wait: async () => {},
      });
      expect(snapshot.unmodelled).toEqual([
        { catalogue: "pg_description", count: 1 },
        { catalogue: "pg_policy", count: 2 },
      ]);
    } finally {
      await watcher.close();
    }
  });
});

describe("the catalogues", () => {
  it("are all that the server has whose rows have OIDs, and how each leads to a schema", async () => {
    const found = await findCatalogues(session);
    const rows = await database.sql(
      `SELECT a.attrelid::regclass::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE a.attname = 'oid' AND c.relkind = 'r' AND c.relnamespace = 'pg_catalog'::regnamespace ORDER BY 1`,
    );
    expect(found.map(({ name }) => name)).toEqual(rows.map(({ name }) => name).sort());
    const ways = Object.fromEntries(found.map((it) => [it.name, it.namespace ?? it.relation ?? it.database]));
    expect(ways).toMatchObject({
      ...{ pg_class: "relnamespace", pg_type: "typnamespace", pg_proc: "pronamespace", pg_constraint: "connamespace" },
      ...{ pg_trigger: "tgrelid", pg_policy: "polrelid", pg_rewrite: "ev_class", pg_attrdef: "adrelid" },
      ...{ pg_statistic_ext: "stxnamespace", pg_ts_dict: "dictnamespace", pg_subscription: "subdbid" },
      ...{ pg_namespace: null, pg_cast: null, pg_event_trigger: null },
    });
    expect(found.filter(({ clusterWide }) => clusterWide).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["pg_authid", "pg_database", "pg_tablespace"]),
    );
    expect(found.filter(({ readable }) => !readable)).toEqual([]);
  });

  it("of which parts are left out are the server's", async () => {
    const names = (await findCatalogues(session)).map(({ name }) => name);
    // Memberships have OIDs since 16.
    expect(Object.keys(PARTS).filter((name) => !names.includes(name))).toEqual(["pg_auth_members"]);
  });
});

async function onAnother(work: (database: WatchedDatabase) => Promise<void>): Promise<void> {
  const other = await watchedDatabase();
  try {
    await work(other);
  } finally {
    await other.drop();
  }
}
