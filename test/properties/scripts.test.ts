/** That scripts are taken apart as psql takes them, and that what goes wrong on one is told. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";
import { playScript } from "./play-script.ts";
import { statementsIn } from "./script.ts";

const SCRIPT = String.raw`
-- a comment; with a semicolon
\set name value
CREATE TABLE public.t (a int, b text DEFAULT 'it''s; so');
COPY public.t FROM stdin;
1	one;
\.
CREATE FUNCTION public.f() RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN ';'; END $body$;
CREATE FUNCTION public.g(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 END; SELECT 2; END;
CREATE RULE r AS ON DELETE TO public.t DO ALSO (SELECT 1; SELECT 2);
CREATE TABLE public.t (again int);
this is no SQL;
BEGIN;
ALTER TABLE public.t ADD c int;
ROLLBACK;
SELECT E'a\'; b' \gset
ALTER TABLE public.t /* ; */ ALTER a SET NOT NULL`;

describe("other people's scripts", () => {
  let database: WatchedDatabase;
  beforeAll(async () => {
    database = await watchedDatabase();
  });
  afterAll(() => database.drop());

  it("are taken apart", () => {
    expect(statementsIn(SCRIPT).map((statement) => statement.split(/\s+/).slice(0, 3).join(" "))).toEqual([
      "CREATE TABLE public.t",
      "CREATE FUNCTION public.f()",
      "CREATE FUNCTION public.g(a",
      "CREATE RULE r",
      "CREATE TABLE public.t",
      "this is no",
      "BEGIN",
      "ALTER TABLE public.t",
      "ROLLBACK",
      "SELECT E'a\\'; b'",
      "ALTER TABLE public.t",
    ]);
  });

  it("are played, and each change taken back and done again", async () => {
    expect(await playScript(database, SCRIPT)).toEqual({ read: 6, changed: 5, wrong: [] });
    expect(
      await database.sql(
        "SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 'public.t'::regclass AND attnum > 0",
      ),
    ).toEqual([
      { attname: "a", attnotnull: true },
      { attname: "b", attnotnull: false },
    ]);
  });

  it("tell what goes wrong", async () => {
    await database.sql("INSERT INTO public.t VALUES (1)");
    const { wrong } = await playScript(
      database,
      "ALTER TABLE public.t ALTER b TYPE int USING 7; ALTER TABLE public.t DROP a;",
    );
    expect(wrong).toEqual([expect.stringContaining('taken back: column "a" of relation "t" contains null values')]);
  });
});
