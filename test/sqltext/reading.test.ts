import { describe, expect, it } from "vitest";
import { expectOneForm, expectOwnForms, readOf } from "./forms.ts";

describe("what parsing alone takes away", () => {
  it.each([
    ["white space", "a+b", " a  +\n\tb ", "a +\r\nb\f"],
    ["redundant parentheses", "a + b * c", "(a + (b * c))", "((a) + ((b) * (c)))"],
    [
      "parentheses that 15.20 prints and 15.18 does not",
      "(e AT TIME ZONE 'utc'::text)",
      "((e AT TIME ZONE 'utc'::text))",
    ],
    ["comments", "a /* one */ + b -- two", "a + b"],
    ["letter case outside of quotes", "LOWER(A) IS NOT NULL", "lower(a) is not null", '"lower"("a") IS NOT NULL'],
    ["the spelling of a literal", "'it''s'", "E'it\\'s'", "$$it's$$", "U&'it''\\0073'"],
    [
      "BETWEEN before AND, printed in parentheses of its own",
      "(((a >= 1) AND (a <= 5)) AND (m > 0))",
      "((a >= 1) AND (a <= 5) AND (m > 0))",
    ],
  ])("%s", (_, ...texts) => expectOneForm("expression", texts));

  it("leaves everything else", () =>
    expectOwnForms("expression", [
      "a + b",
      "b + a",
      "a - b",
      "a + b + c",
      "a + (b + c)",
      "a AND b OR c",
      "a AND (b OR c)",
      "NOT a AND b",
      "NOT (a AND b)",
      "a = 'x'",
      "a = 'X'",
      "a = 'x '",
      "a = E'x\\n'",
      "a = 'x\\n'",
      "a = x",
      'a = "X"',
      "a OPERATOR(app.=) x",
      "a = ANY (x)",
      "a = ALL (x)",
      "a <> ALL (x)",
      "f(a)",
      "app.f(a)",
      "f(a, b)",
      "f(DISTINCT a)",
      "f(VARIADIC a)",
      "f(x => a)",
      "0",
      "0.0",
      "'0'",
      "B'0'",
      "false",
      "NULL",
      "''",
      'a COLLATE "C"',
      'a COLLATE "POSIX"',
      "a[1]",
      "a[1:2]",
      "a[:1]",
      "a[1:]",
      "(a).b",
      "a.b",
      "a.*",
      "ROW(a)",
      "ROW(a, b)",
      "a IS TRUE",
      "a IS NOT FALSE",
      "CASE WHEN a THEN b END",
      "CASE a WHEN b THEN c END",
      "CURRENT_USER",
      "SESSION_USER",
      "1234567890123",
      "12345678901234567890",
      "12345678901234567891",
    ]));
});

describe("the sorts", () => {
  it.each([
    [
      "statement",
      "CREATE INDEX i ON app.t USING btree (lower((a)::text), ((b || a))) WHERE ((c)::text = ANY ((ARRAY['x'::varchar])::text[]))",
      "CREATE INDEX i ON app.t USING btree (lower(a::text), (b || a)) WHERE c::text = ANY (ARRAY['x'::text]);",
    ],
    [
      "statement",
      "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (((old.c)::text = ANY ((ARRAY['a'::varchar])::text[]))) EXECUTE FUNCTION f('x')",
      "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (old.c::text = ANY (ARRAY['a'::varchar::text])) EXECUTE FUNCTION f('x')",
    ],
    [
      "statement",
      "CREATE RULE r AS ON INSERT TO x.u DO INSERT INTO x.u (a) SELECT '-1'::integer;",
      "CREATE RULE r AS ON INSERT TO x.u DO  INSERT INTO x.u (a)  SELECT '-1'::integer AS int4;",
    ],
    ["view", " SELECT a\n   FROM t;", "SELECT t.a FROM t"],
    ["view", " VALUES (1,'a'::text), (2,'b'::text);", "VALUES (1, 'a'::text), (2, 'b'::text)"],
    [
      "partition-key",
      "RANGE (date_trunc('month'::text, (d)::timestamp), c text_pattern_ops)",
      "range (date_trunc('month'::text, d::timestamp without time zone), c text_pattern_ops)",
    ],
    [
      "partition-bound",
      "FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
      "for values from (minvalue)\nto ('2020-01-01')",
    ],
    ["partition-bound", "DEFAULT", "default"],
    [
      "constraint",
      "EXCLUDE USING gist (room WITH =, during WITH &&) WHERE ((NOT canceled))",
      "EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (NOT canceled)",
    ],
    ["routine-body", "BEGIN ATOMIC\n SELECT ((x)::numeric + y);\nEND", "BEGIN ATOMIC SELECT x::numeric + y; END"],
    ["routine-body", "RETURN (lower(a) || '!'::text)", "RETURN lower(a) || '!'::text"],
  ] as const)("%s: %s", (sort, ...texts) => expectOneForm(sort, texts));

  it.each([
    [
      "statement",
      "CREATE INDEX i ON t (a)",
      "CREATE INDEX i ON t (b)",
      "CREATE UNIQUE INDEX i ON t (a)",
      "CREATE INDEX i ON t (a DESC)",
      "CREATE INDEX j ON t (a)",
    ],
    [
      "partition-key",
      "RANGE (a)",
      "LIST (a)",
      "HASH (a)",
      "RANGE (a, b)",
      "RANGE (a) WITH (fillfactor = 10)",
      "RANGE (a) TABLESPACE x",
    ],
    [
      "partition-bound",
      "DEFAULT",
      "FOR VALUES IN ('a')",
      "FOR VALUES IN ('a', NULL)",
      "FOR VALUES IN ('b')",
      "FOR VALUES WITH (modulus 2, remainder 0)",
      "FOR VALUES WITH (modulus 2, remainder 1)",
      "DEFAULT TABLESPACE x",
    ],
    [
      "constraint",
      "EXCLUDE USING gist (a WITH =)",
      "EXCLUDE USING gist (a WITH &&)",
      "EXCLUDE USING gist (a WITH =) WHERE (b)",
      "EXCLUDE USING gist (a WITH =) DEFERRABLE",
      "EXCLUDE USING gist (a WITH =), ADD COLUMN x int",
    ],
    [
      "routine-body",
      "RETURN a",
      "RETURN b",
      "BEGIN ATOMIC SELECT a; END",
      "BEGIN ATOMIC SELECT a; SELECT a; END",
      "BEGIN ATOMIC END",
      "STRICT RETURN a",
      "LANGUAGE sql RETURN a",
    ],
  ] as const)("tells one %s from another", (sort, ...texts) => expectOwnForms(sort, texts));
});

describe("a text that is not of its sort", () => {
  it.each([
    "1; SELECT 2",
    "1; DROP TABLE t",
    "1); DROP TABLE t; SELECT (1",
    "1), (1",
    "1, 1",
    "1) UNION SELECT (1",
    "1) ORDER BY (1",
    "1) LIMIT (1",
    "1 AS x",
    "1 x",
    "1 FROM t",
    "1 WHERE true",
    "ALL 1",
    "DISTINCT 1",
    "1 INTO t",
    "(1",
    "1)",
    "1) + (1",
    "1 /*",
    "1 '",
    "1\u0000",
    "1\u0000, 2",
    "1 \ud800",
    "*",
    "",
    " ",
    "--",
    ";",
  ])("is not the value it begins with: %j", async (text) => {
    const { forms, unparsed } = await readOf("expression", ["1", text]);
    expect(unparsed).toEqual([text]);
    expect(forms[1]).toMatch(/^[0-9a-f]{64}$/);
    expect(forms[1]).not.toBe(forms[0]);
  });

  it("keeps letters apart that no encoding has", async () => {
    const { forms } = await readOf("expression", ["'\ud800'", "'\udc00'", "'\ufffd'"]);
    expect(new Set(forms).size).toBe(3);
  });

  it.each([
    ["default", "'a'; SELECT 1"],
    ["statement", "CREATE INDEX i ON t (a); DROP TABLE t"],
    ["statement", ""],
    ["statement", "SELECT 1\u0000 + 2"],
    ["view", "SELECT 1\u0000 + 2"],
    ["expression", "'\ud800'"],
    ["routine-body", "RETURN '\udc00'"],
    ["view", "SELECT 1; SELECT 2"],
    ["view", "DELETE FROM t"],
    ["view", "nonsense"],
    ["partition-key", "RANGE (a); DROP TABLE t"],
    ["partition-bound", "DEFAULT; DROP TABLE t"],
    ["constraint", "EXCLUDE USING gist (a WITH =); DROP TABLE t"],
    ["routine-body", "RETURN 1; DROP TABLE t"],
    ["routine-body", "BEGIN ATOMIC SELECT 1; END; DROP TABLE t"],
  ] as const)("a %s does not hold another statement: %j", async (sort, text) => {
    expect((await readOf(sort, [text])).unparsed).toEqual([text]);
  });
});
