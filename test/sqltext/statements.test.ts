/** Scripts taken apart: every statement whole, and on its line. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statementsOf } from "../../lib/sqltext/statements.ts";

const SCRIPT = `-- a comment; with a semicolon
CREATE TABLE "a;b" (x text DEFAULT 'it''s; fine');

CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  PERFORM 1; -- not an end
END $body$;
/* between; */ CREATE FUNCTION g() RETURNS int LANGUAGE sql
BEGIN ATOMIC SELECT 1; SELECT 2; END;
SELECT E'\\'; é';
COMMIT`;

describe("a script", () => {
  it("is taken apart by the grammar, and each statement knows its line", async () => {
    const statements = await statementsOf(SCRIPT);
    expect(statements.map(({ sql, line }) => [line, sql.slice(0, 17)])).toEqual([
      [2, 'CREATE TABLE "a;b'],
      [4, "CREATE FUNCTION f"],
      [8, "CREATE FUNCTION g"],
      [10, "SELECT E'\\'; é'"],
      [11, "COMMIT"],
    ]);
    expect(statements.map(({ controlsTransaction }) => controlsTransaction)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it("that is no SQL is left whole, and an empty one has no statement", async () => {
    expect(await statementsOf("CREATE TABEL x; SELECT 1")).toMatchObject([
      { sql: "CREATE TABEL x; SELECT 1", line: 1 },
    ]);
    expect(await statementsOf(" \n-- nothing\n")).toEqual([]);
  });

  it("says nothing but its statements, whatever stands in their strings", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 12 }).map((it) => it.replaceAll(/[\0\p{Surrogate}]/gu, ""));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
        const statements = texts.map((it) => `SELECT $q$${it.replaceAll("$", "")}$q$`);
        const found = await statementsOf(statements.join(";\n"));
        expect(found.map(({ sql }) => sql)).toEqual(statements);
      }),
    );
  });
});
