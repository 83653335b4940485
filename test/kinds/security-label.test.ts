/** Labels are found on objects of every sort; to set one needs a provider, which no server of the tests has. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { diff, remediate } from "../../lib/index.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;

beforeAll(async () => {
  database = await watchedDatabase();
  await database.sql(`
    CREATE SCHEMA app; CREATE TABLE app.users (id int, "e.mail" text); CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
    SET allow_system_table_mods = on`);
});

afterAll(() => database.drop());

const labelled = (catalogue: string, oid: string, subid = 0) =>
  `INSERT INTO pg_seclabel VALUES (${oid}, '${catalogue}'::regclass, ${subid}, 'anon', 'MASKED ''x''')`;

it.each([
  ["security-label:table.app.users.anon", labelled("pg_class", "'app.users'::regclass"), 'ON TABLE "app"."users"'],
  [
    'security-label:column.app.users."e.mail".anon',
    labelled("pg_class", "'app.users'::regclass", 2),
    'ON COLUMN "app"."users"."e.mail"',
  ],
  ['security-label:routine.app.f."".anon', labelled("pg_proc", "'app.f'::regproc"), 'ON ROUTINE "app"."f"()'],
  ["security-label:schema.app.anon", labelled("pg_namespace", "'app'::regnamespace"), 'ON SCHEMA "app"'],
])("%s", async (address, sql, on) => {
  const [before, stamp] = [await database.snapshot(), await database.stamp()];
  await database.sql(sql);
  const after = await database.snapshot();
  expect(await database.stamp()).not.toBe(stamp);
  expect(diff(before, after)).toMatchObject([{ verb: "added", address }]);
  expect(remediate(before, after).statements.map(({ sql }) => sql)).toEqual([
    `SECURITY LABEL FOR "anon" ${on} IS NULL`,
  ]);
  expect(remediate(after, before).statements.map(({ sql }) => sql)).toEqual([
    `SECURITY LABEL FOR "anon" ${on} IS 'MASKED ''x'''`,
  ]);
  await database.sql("UPDATE pg_seclabel SET label = 'other'");
  const altered = await database.snapshot();
  expect(remediate(after, altered).statements.map(({ sql }) => sql)).toEqual([
    `SECURITY LABEL FOR "anon" ${on} IS 'MASKED ''x'''`,
  ]);
  await database.sql("DELETE FROM pg_seclabel");
});
