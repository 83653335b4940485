/** Migrations replayed on a real server: the schema they come to, what each did, and nothing left behind. */

import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { EVERYTHING, type Snapshot } from "../../lib/core/snapshot.ts";
import { serializeSnapshot } from "../../lib/core/snapshot-writer.ts";
import { fingerprint, parseSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type ReplayOptions, replay } from "../../lib/migrations/replay.ts";
import { openScratch } from "../../lib/migrations/scratch.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { startServer } from "../../lib/postgres/embedded.ts";
import { type Files, projectOf } from "../support/project.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;

beforeAll(async () => {
  database = await watchedDatabase();
});
afterAll(() => database.drop());

const scratchDatabases = async () =>
  // Other processes have theirs on the same server.
  (await database.sql(`SELECT datname FROM pg_database WHERE datname LIKE 'driftwatch_replay_${process.pid}_%'`)).map(
    ({ datname }) => datname,
  );

async function replayed(
  files: Files,
  { layout, owner, ...options }: Partial<ReplayOptions> & { readonly layout?: string; readonly owner?: string } = {},
): Promise<Snapshot> {
  const scratch = await openScratch({ url: databaseUrl(inject("server"), "postgres"), owner });
  try {
    const ownersCount = owner !== undefined;
    return await replay(KINDS, projectOf(files, { layout }), scratch, { scope: EVERYTHING, ownersCount, ...options });
  } finally {
    await scratch.close();
  }
}

const SHOP: Files = {
  "1_users.sql": "CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY, name text);",
  "2_index.sql": "CREATE INDEX CONCURRENTLY users_name ON app.users (name);",
  "3_data.sql": "INSERT INTO app.users VALUES (1, 'ann');\nUPDATE app.users SET name = 'bob';",
  "4_rename.sql": "ALTER TABLE app.users RENAME COLUMN name TO title;\nDROP INDEX app.users_name;",
};

describe("a replay", () => {
  it("comes to the schema that running the migrations comes to, and remembers what each did", async () => {
    const snapshot = await replayed(SHOP);
    await database.sql(
      Object.values(SHOP)
        .filter((sql) => !String(sql).includes("CONCURRENTLY"))
        .join("\n")
        .replace("DROP INDEX app.users_name;", ""),
    );
    const { objects } = await database.snapshot();
    const owned = new Map([...objects].filter(([address]) => !address.startsWith("owner:")));
    expect(fingerprint(snapshot)).toBe(fingerprint({ ...snapshot, objects: owned }));
    const effects = snapshot.history?.migrations.map(({ id, effects }) => [
      id,
      effects.map(({ address, before, after }) => `${before ? (after ? "~" : "-") : "+"} ${address}`),
    ]);
    expect(effects).toEqual([
      [
        "1_users",
        [
          "+ column:app.users.id",
          "+ column:app.users.name",
          "+ constraint:app.users.users_pkey",
          "+ schema:app",
          "+ table:app.users",
        ],
      ],
      ["2_index", ["+ index:app.users.users_name"]],
      ["3_data", []],
      ["4_rename", ["- column:app.users.name", "+ column:app.users.title", "- index:app.users.users_name"]],
    ]);
  });

  it("gives the same bytes each time, and they survive being written", async () => {
    const [first, second] = [await replayed(SHOP), await replayed(SHOP)];
    expect(serializeSnapshot(second)).toBe(serializeSnapshot(first));
    expect(serializeSnapshot(parseSnapshot(serializeSnapshot(first)))).toBe(serializeSnapshot(first));
  });

  it("gives the same bytes on servers of other locales, zones and orders of names", async () => {
    const servers = await Promise.all([
      startServer({ locale: ["--locale=C"], settings: { timezone: "Asia/Tokyo", datestyle: "German" } }),
      startServer({
        locale: ["--locale=C", "--locale-provider=icu", "--icu-locale=da-DK"],
        settings: { timezone: "America/Lima", lc_messages: "C", quote_all_identifiers: "on", search_path: "nowhere" },
      }),
    ]);
    const files = {
      ...SHOP,
      "5_names.sql": `CREATE TABLE app."aa" (id int); CREATE TABLE app."Z" (id int); CREATE TABLE app."ø" (at timestamptz DEFAULT '2020-06-01 12:00', "å" date DEFAULT '2020-01-02');
        CREATE VIEW app.v AS SELECT "å", count(*) FROM app."ø" GROUP BY "å" ORDER BY "å";`,
    };
    try {
      const written = await Promise.all(
        servers.map(async (server) => {
          const scratch = await openScratch({ url: server.connectionString() });
          const settings = { TimeZone: "UTC", search_path: "public", DateStyle: "ISO" };
          const options = { scope: EVERYTHING, settings };
          return replay(KINDS, projectOf(files), scratch, options).finally(() => scratch.close());
        }),
      );
      expect(serializeSnapshot(written[1]!)).toBe(serializeSnapshot(written[0]!));
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  it("runs each script as its tool does: a failing statement takes its migration along, or only itself", async () => {
    const broken = "CREATE TABLE a (id int);\nCREATE TABLE a (id int);";
    await expect(replayed({ "1.sql": `-- migrate:up\n${broken}` })).rejects.toThrow(/1\.sql, line 3: .*already exists/);
    const apart = {
      "1.sql": "-- migrate:up\nCREATE TABLE b (id int);",
      "2.sql": "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY ON b (id);",
    };
    expect((await replayed(apart)).objects.has("index:public.b.b_id_idx")).toBe(true);
    const own =
      "-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\nCREATE TABLE c (id int);\nCOMMIT;\nCREATE INDEX CONCURRENTLY ON c (id);";
    expect((await replayed({ "1_c.sql": own })).objects.has("index:public.c.c_id_idx")).toBe(true);
  });

  it("starts each migration with the settings it was given, and with no other's", async () => {
    const files = {
      "1.sql": "SET search_path = pg_temp; SET TimeZone = 'Asia/Kathmandu';",
      "2.sql": "CREATE TABLE d (at timestamptz DEFAULT '2020-01-01'::timestamptz);",
    };
    const { objects } = await replayed(files, { settings: { TimeZone: "Europe/Berlin" } });
    expect(objects.get("column:public.d.at")?.spec.default).toMatchObject({
      text: expect.stringContaining("2019-12-31 23:00:00+00"),
    });
  });

  it.each(["SET ROLE", "SET SESSION AUTHORIZATION"])(
    "starts each migration as who runs them, whoever the one before became by %s",
    async (become) => {
      const role = `app_owner_${process.pid}`;
      const files = {
        "V1__a.sql": `CREATE ROLE ${role}; CREATE SCHEMA app AUTHORIZATION ${role}; ${become} ${role}; CREATE TABLE app.a (id int);`,
        "V2__b.sql": "CREATE SCHEMA audit;",
        "V3__c.sql": `DROP OWNED BY ${role}; DROP ROLE ${role};`,
      };
      expect((await replayed(files)).objects.has("schema:audit")).toBe(true);
    },
  );

  it("looks at owners only when it was told whose the objects are", async () => {
    const files = { "1.sql": "CREATE TABLE e (id int)" };
    const bare = await replayed(files);
    expect(bare.scope.without).toEqual(["owner"]);
    expect([...bare.objects.keys()].filter((address) => address.startsWith("owner:"))).toEqual([]);
    const owned = await replayed(files, { owner: "postgres" });
    expect(owned.objects.get("owner:table.public.e")?.spec).toMatchObject({ role: "postgres" });
  });

  it("leaves nothing on the server, whatever happens", async () => {
    await expect(replayed({ "1.sql": "SELECT 1/0" })).rejects.toThrow(/division by zero/);
    expect(await scratchDatabases()).toEqual([]);
  });

  it.each<[string, Files, RegExp]>([
    [
      "a syntax error, by its line",
      { "1_a.sql": "-- +goose Up\nCREATE TABLE f (id int);\n\nCREATE TABEL g (id int);\n" },
      /^1_a\.sql, line 4: syntax error at or near "TABEL" \(SQLSTATE 42601\) in: .*; /,
    ],
    [
      "a statement that fails, with what is wrong",
      { "1.sql": "SELECT 1;\n\n  SELECT nothing" },
      /^1\.sql, line 3: column "nothing" does not exist/,
    ],
    [
      "an extension that is not there",
      { "1.sql": "CREATE EXTENSION postgis" },
      /postgis.*; replay on a server that has/,
    ],
    [
      "a role that is not there",
      { "1.sql": "CREATE TABLE h (); GRANT SELECT ON h TO nobody_knows" },
      /role "nobody_knows" does not exist.*; create the role/,
    ],
    [
      "what fails only at the end",
      {
        "1.sql":
          "-- migrate:up\nCREATE TABLE i (id int UNIQUE DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO i VALUES (1), (1);",
      },
      /^1\.sql.*duplicate key/,
    ],
  ])("names %s", async (_what, files, message) => {
    await expect(replayed(files)).rejects.toThrow(message);
  });
});

describe("an embedded scratch server", () => {
  it("makes the roles that migrations name, whoever names them", async () => {
    const scratch = await openScratch({});
    const roles: string[] = [];
    try {
      const files = {
        "1_a.sql": `-- +goose NO TRANSACTION
          -- +goose Up
          CREATE ROLE app; CREATE SCHEMA app AUTHORIZATION app; SET ROLE app; CREATE TABLE app.k ();
          GRANT SELECT ON app.k TO reader; CREATE TABLE app.l ();`,
      };
      const onRole = (role: string) => roles.push(role);
      const { objects } = await replay(KINDS, projectOf(files), scratch, {
        scope: EVERYTHING,
        ownersCount: true,
        onRole,
      });
      expect(objects.get("owner:table.app.l")?.spec).toMatchObject({ role: "app" });
    } finally {
      await scratch.close();
    }
    expect(roles).toEqual(["reader"]);
  });

  it("is started, makes the roles that migrations name, and is gone after", async () => {
    const scratch = await openScratch({ owner: "app" });
    const roles: string[] = [];
    try {
      const project = projectOf({ "1.sql": 'CREATE TABLE j (); GRANT SELECT ON j TO "Reader", writer' });
      const options = { scope: EVERYTHING, ownersCount: true, onRole: (role: string) => roles.push(role) };
      const { objects } = await replay(KINDS, project, scratch, options);
      expect(objects.get("owner:table.public.j")?.spec).toMatchObject({ role: "app" });
      expect([...objects.keys()].filter((address) => address.startsWith("grant:table"))).toEqual([
        "grant:table.public.j.Reader",
        "grant:table.public.j.writer",
      ]);
    } finally {
      await scratch.close();
    }
    expect(roles).toEqual(["Reader", "writer"]);
  });
});
