/** Law 2, on one major: how, when, by whom and in which session a schema is made or read never shows in its fingerprint. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { diff, fingerprint, type Snapshot, takeSnapshot } from "../../lib/index.ts";
import { databaseUrl } from "../../lib/postgres/embedded/database.ts";
import { type OwnServer, ownServer } from "../support/own-server.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";

let server: OwnServer;
let expected: Snapshot;

beforeAll(async () => {
  server = await ownServer();
  expected = await made("rich", RICH_SCHEMA);
});
afterAll(() => server.stop());

async function made(name: string, parts: readonly string[], before = ""): Promise<Snapshot> {
  const database = await server.database(name);
  for (const part of parts) await database.sql(before + part);
  return takeSnapshot(database.url());
}

const url = (database: string, user: string): string => databaseUrl({ ...server.server, user }, database);

it("law 2: other OIDs", async () => {
  const database = await server.database("other_oids");
  await database.sql("CREATE TABLE filler (a int, b text); DROP TABLE filler");
  for (const part of RICH_SCHEMA) await database.sql(part);
  const other = await takeSnapshot(database.url());
  expect(diff(expected, other)).toEqual([]);
  expect(fingerprint(other)).toBe(fingerprint(expected));
});

it("law 2: a role with hostile settings", async () => {
  const database = await server.database("settings");
  await database.sql(`CREATE ROLE hostile LOGIN;
    ALTER ROLE hostile SET search_path = app, ext, public;
    ALTER ROLE hostile SET DateStyle = 'German, DMY';
    ALTER ROLE hostile SET IntervalStyle = 'iso_8601';
    ALTER ROLE hostile SET extra_float_digits = -3;
    ALTER ROLE hostile SET quote_all_identifiers = on;
    ALTER ROLE hostile SET bytea_output = 'escape';
    ALTER ROLE hostile SET TimeZone = 'Asia/Kathmandu';
    ALTER ROLE hostile SET standard_conforming_strings = off;
    ALTER ROLE hostile SET escape_string_warning = off;
    ALTER ROLE hostile SET default_transaction_isolation = 'serializable';
    ALTER ROLE hostile SET enable_seqscan = off;
    ALTER ROLE hostile SET enable_hashjoin = off;
    ALTER ROLE hostile SET client_min_messages = debug1`);
  expect(fingerprint(await takeSnapshot(url("rich", "hostile")))).toBe(fingerprint(expected));
});

it("law 2: a role that may connect and nothing else", async () => {
  const database = await server.database("rights");
  await database.sql("CREATE ROLE nobody_special LOGIN");
  const seen = await takeSnapshot(url("rich", "nobody_special"));
  expect(seen.unreadable).toEqual([]);
  expect(diff(expected, seen)).toEqual([]);
});

it("law 2: another order of creation, of grants and of options", async () => {
  const tables = `
    CREATE TABLE s.a (id int PRIMARY KEY, b int, t text);
    CREATE TABLE s.b (id int PRIMARY KEY, a int);`;
  const rest = [
    "CREATE INDEX one ON s.a (b) WITH (fillfactor = 80)",
    "CREATE INDEX two ON s.a (t)",
    "ALTER TABLE s.b ADD CONSTRAINT refers FOREIGN KEY (a) REFERENCES s.a (id)",
    "ALTER TABLE s.a ADD CONSTRAINT positive CHECK (b > 0)",
    "CREATE VIEW s.v AS SELECT a.id FROM s.a a",
    "GRANT SELECT ON s.a TO app_ro",
    "GRANT INSERT, UPDATE ON s.a TO app_rw",
    "ALTER TABLE s.a SET (fillfactor = 90)",
    "ALTER TABLE s.a SET (autovacuum_enabled = false)",
    "COMMENT ON TABLE s.a IS 'a'",
  ];
  const there = await made("order_there", [`CREATE SCHEMA s; ${tables}`, ...rest]);
  const back = await made("order_back", [`CREATE SCHEMA s; ${tables}`, ...rest.toReversed()]);
  expect(diff(there, back)).toEqual([]);
  expect(fingerprint(back)).toBe(fingerprint(there));
});

it("law 2: columns dropped and added again, options by another spelling", async () => {
  const plain = await made("plain", ["CREATE TABLE t (a int, b varchar(5), c text CHECK (c IN ('x', 'y')))"]);
  const detour = await made("detour", [
    "CREATE TABLE t (z int, a integer, c text)",
    "ALTER TABLE t DROP COLUMN z; ALTER TABLE t ADD COLUMN b character varying(5)",
    "ALTER TABLE t ADD CONSTRAINT t_c_check CHECK (c = ANY (ARRAY['x', 'y']))",
  ]);
  expect(diff(plain, detour)).toEqual([]);
});
