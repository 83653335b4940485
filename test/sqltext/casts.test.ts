import { describe, expect, it } from "vitest";
import { pushArrayCasts } from "../../lib/sqltext/casts.ts";
import { type Tree, UnfitTree } from "../../lib/sqltext/tree.ts";
import { expectOneForm, expectOwnForms } from "./forms.ts";

describe("spellings of a type", () => {
  it.each([
    [
      "keyword, catalogue name and bare name",
      "a::varchar",
      "a::pg_catalog.varchar",
      "a::character varying",
      'a::"varchar"',
    ],
    ["an integer", "a::integer", "a::int", "a::int4", "a::pg_catalog.int4", "CAST(a AS integer)"],
    ["a type that is no keyword", "a::pg_catalog.jsonb", "a::jsonb", "CAST(a AS jsonb)"],
    ["the one-byte char", 'a::"char"', 'a::pg_catalog."char"'],
    ["bounds of arrays", "a::integer[]", "a::integer[][]", "a::integer[3]", "a::integer ARRAY[4]"],
    ["time zones in words", "a::timestamptz", "a::timestamp with time zone"],
    ["a literal with its type before it", "date '2020-01-01'", "'2020-01-01'::date"],
  ])("makes %s one", (_, ...texts) => expectOneForm("expression", texts));

  it("tells types apart", () =>
    expectOwnForms("expression", [
      "a::varchar",
      "a::varchar(5)",
      "a::varchar(6)",
      "a::varchar[]",
      "a::text",
      "a::bpchar",
      "a::char",
      "a::char(3)",
      'a::"char"',
      "a::name",
      "a::app.varchar",
      "a::app.text",
      "a::numeric",
      "a::numeric(5,2)",
      "a::numeric(5,1)",
      "a::bit",
      "a::bit varying",
      'a::"bit"',
      "a::interval",
      "a::interval(3)",
      "a::interval day",
      "a::interval day to second",
      "a::timestamp",
      "a::timestamptz",
      "a::integer",
      "a::bigint",
      "a",
    ]));
});

describe("a NULL in a row of a named type", () => {
  it("is of its attribute's type, whatever it says", () =>
    expectOneForm("expression", [
      "ROW(1, NULL::text, NULL, NULL)::app.c",
      "ROW(1, NULL::text, NULL::integer, NULL)::app.c",
      "ROW(1, NULL::text, NULL::integer, (NULL::text)::app.d)::app.c",
    ]));

  it("is no other value, nor one of a row without a name", () =>
    expectOwnForms("expression", [
      "ROW(1, NULL)::app.c",
      "ROW(1, NULL, NULL)::app.c",
      "ROW(1, ''::text)::app.c",
      "ROW(1, a::text)::app.c",
      "ROW(1, a)::app.c",
      "ROW(1, NULL)",
      "ROW(1, NULL::text)",
      "ROW(1, NULL)::record",
      "ROW(1, NULL::text)::record",
    ]));
});

describe("a cast over an array constructor", () => {
  it.each([
    [
      "the list of an IN over varchar",
      "((status)::text = ANY ((ARRAY['new'::character varying, 'active'::character varying])::text[]))",
      "((status)::text = ANY (ARRAY[('new'::character varying)::text, ('active'::character varying)::text]))",
      "status::text = ANY (ARRAY['new'::varchar::text, 'active'::varchar::text])",
    ],
    ["a list with a column", "(ARRAY[c, 'x'::varchar])::text[]", "ARRAY[(c)::text, ('x'::varchar)::text]"],
    [
      "a list with NULL",
      "(ARRAY['a'::varchar, NULL::varchar])::text[]",
      "ARRAY['a'::varchar::text, NULL::varchar::text]",
    ],
    ["a length", "(ARRAY['a', b])::varchar(3)[]", "ARRAY['a'::varchar(3), b::varchar(3)]"],
    ["a type of one's own", "(ARRAY['a'::app.m])::app.n[]", "ARRAY[('a'::app.m)::app.n]"],
    [
      "arrays in an array",
      "(ARRAY[ARRAY['a'::varchar], ARRAY['b'::varchar]])::text[]",
      "ARRAY[ARRAY['a'::varchar::text], ARRAY['b'::varchar::text]]",
      "ARRAY[ARRAY['a'::varchar]::text[], ARRAY['b'::varchar]::text[]]",
    ],
    ["columns of arrays beside one", "(ARRAY[x::text[], y])::varchar[]", "ARRAY[(x::text[])::varchar[], y::varchar[]]"],
    ["two casts", "((ARRAY[a])::varchar[])::text[]", "(ARRAY[(a)::varchar])::text[]", "ARRAY[((a)::varchar)::text]"],
    ["an empty array inside", "(ARRAY[ARRAY[]])::text[]", "ARRAY[(ARRAY[])::text[]]"],
  ])("goes to the elements: %s", (_, ...texts) => expectOneForm("expression", texts));

  it("tells arrays apart", () =>
    expectOwnForms("expression", [
      "ARRAY[]::text[]",
      "ARRAY[]::varchar[]",
      "ARRAY[]",
      "ARRAY[a]",
      "ARRAY[a]::text[]",
      "ARRAY[a]::text",
      "ARRAY[a]::varchar[]",
      "ARRAY[a]::varchar(3)[]",
      "ARRAY[a, b]::text[]",
      "ARRAY[b, a]::text[]",
      "ARRAY[ARRAY[a]]::text[]",
      "ARRAY[ARRAY[]]::text[]",
      "ARRAY[ARRAY[]]::varchar[]",
      "ARRAY['a'::bpchar]::text[]",
      "ARRAY['a'::varchar(1)]::text[]",
      "(ARRAY[a]::text[])[1]",
      "'{a}'::text[]",
      "ARRAY[a]::app.texts",
    ]));
});

describe("pushArrayCasts", () => {
  const wide: Tree = { A_ArrayExpr: { elements: Array.from({ length: 300_000 }, () => ({})) } };
  const cast = { TypeCast: { arg: wide, typeName: { names: [], arrayBounds: [{}] } } };

  it("refuses to fill the memory with casts", () => {
    const push = pushArrayCasts();
    for (let time = 0; time < 3; time++) expect(() => push(cast)).not.toThrow();
    expect(() => push(cast)).toThrow(UnfitTree);
  });

  it("counts for each text anew", () => {
    for (let time = 0; time < 5; time++) expect(() => pushArrayCasts()(cast)).not.toThrow();
  });
});

describe("casts of a literal among text and varchar", () => {
  it.each([
    ["text after varchar", "('u'::character varying)::text", "'u'::text"],
    ["varchar after text", "('u'::text)::character varying", "'u'::varchar"],
    ["three casts", "(('u'::text)::varchar)::text", "'u'::text"],
    ["an empty literal", "(''::character varying)::text", "''::text"],
    [
      "elements",
      "ARRAY['p'::varchar::text, 'q'::varchar::text]",
      "ARRAY['p'::text, 'q'::text]",
      "ARRAY['p'::varchar, 'q'::varchar]::text[]",
    ],
  ])("collapse to the outer one: %s", (_, ...texts) => expectOneForm("expression", texts));

  it("keep what changes the value or its type", () =>
    expectOwnForms("expression", [
      "'u'",
      "'u'::text",
      "'u'::varchar",
      "'u'::bpchar::text",
      "'u'::char(2)::text",
      "'u'::varchar(1)::text",
      "'u'::text::varchar(1)",
      "'u'::name::text",
      "'u'::app.text::text",
      "'u'::text.mood::text",
      "'u'::varchar(1)",
      "'u'::text::bpchar",
      "'u'::app.mood",
      "'u'::text::app.mood",
      "'u'::text[]::text",
      "u::varchar::text",
      "u::text",
      "NULL::varchar::text",
      "NULL::text",
      "B'1'::varchar::text",
      "1::varchar::text",
      "1::text",
    ]));
});

describe("a default", () => {
  it.each([
    ["text and varchar", "'z'::character varying", "'z'::text", "'z'", "('z'::varchar)::text"],
    ["with a quote inside", "'it''s'::text", "E'it\\'s'::varchar"],
    ["the empty text", "''::text", "''::character varying"],
  ])("is the bare literal: %s", (_, ...texts) => expectOneForm("default", texts));

  it("keeps every other cast", () =>
    expectOwnForms("default", [
      "'z'",
      "'Z'",
      "'z'::varchar(3)",
      "'z'::bpchar",
      "'z'::app.mood",
      "'z'::name",
      "'{z}'::text[]",
      "NULL::text",
      "NULL::varchar",
      "upper('z'::text)",
      "upper('z'::varchar)",
      "('z'::text || 'z'::text)",
      "ARRAY['z'::text]",
      "'1'::integer",
      "1",
      "'z'::text COLLATE \"C\"",
    ]));

  it("erases no cast of an expression that is no default", () =>
    expectOwnForms("expression", ["'z'::text", "'z'::varchar", "'z'"]));
});
