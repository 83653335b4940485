/** Labels are found on objects of every sort; to set one needs a provider, which no server of the tests has. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { classify, diff, remediate } from "../../lib/index.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;

beforeAll(async () => {
  database = await watchedDatabase();
  await database.sql(`
    CREATE SCHEMA app; CREATE TABLE app.users (id int, "e.mail" text); CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE EXTENSION citext SCHEMA app; SELECT lo_create(4711);
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
  // A member of an extension that nothing else was done to.
  [
    "security-label:routine.app.citext_eq.'app.citext, app.citext'.anon".replaceAll("'", '"'),
    labelled("pg_proc", "'app.citext_eq'::regproc"),
    'ON ROUTINE "app"."citext_eq"(IN app.citext, app.citext)',
  ],
  ["security-label:base-type.app.citext.anon", labelled("pg_type", "'app.citext'::regtype"), 'ON TYPE "app"."citext"'],
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

it("a large object about which nothing else is said", async () => {
  const [before, stamp] = [await database.snapshot(), await database.stamp()];
  await database.sql(labelled("pg_largeobject", "4711"));
  const after = await database.snapshot();
  expect(await database.stamp()).not.toBe(stamp);
  const changes = diff(before, after);
  expect(classify(changes, { expected: before, actual: after })).toMatchObject([
    { code: "large-object.added", address: 'large-object:"4711"' },
  ]);
  expect(changes.map(({ address }) => address)).toContain('security-label:large-object."4711".anon');
  expect(remediate(before, after).statements.map(({ sql }) => sql)).toContain(
    'SECURITY LABEL FOR "anon" ON LARGE OBJECT 4711 IS NULL',
  );
  await database.sql("DELETE FROM pg_seclabel");
});

it("what an extension's own script labels is the extension's", async () => {
  const before = await database.snapshot();
  await database.sql(`BEGIN; CREATE EXTENSION hstore SCHEMA app;
    ${labelled("pg_type", "'app.hstore'::regtype")}; COMMIT`);
  const after = await database.snapshot();
  expect(diff(before, after).map(({ address }) => address)).toEqual(["extension:hstore"]);
  await database.sql("DELETE FROM pg_seclabel; DROP EXTENSION hstore");
});
