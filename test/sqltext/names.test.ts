import { describe, it } from "vitest";
import { expectOneForm, expectOwnForms } from "./forms.ts";

const atomic = (...statements: string[]): string => `BEGIN ATOMIC\n ${statements.join(";\n ")};\nEND`;

describe("the name a result column has anyway", () => {
  it.each([
    ["a literal", "( SELECT 'x'::text)", "( SELECT 'x'::text AS text)"],
    ["a negative number", "( SELECT '-1'::integer)", "( SELECT '-1'::integer AS int4)"],
    ["NULL", "( SELECT NULL::text)", "( SELECT NULL::text AS text)"],
    ["a collated literal", "( SELECT ('x'::text COLLATE \"C\"))", "( SELECT ('x'::text COLLATE \"C\") AS text)"],
    ["a truth, which 14 calls bool", "(EXISTS ( SELECT true))", "(EXISTS ( SELECT true AS bool))"],
    ["a column", "( SELECT t.a)", "( SELECT t.a AS a)"],
    ["a sub-select's", "( SELECT ( SELECT 'x'::text))", "( SELECT ( SELECT 'x'::text AS text) AS text)"],
    ["a named sub-select's", "( SELECT ( SELECT 1 AS k))", "( SELECT ( SELECT 1 AS k) AS k)"],
    [
      "the leftmost of a union",
      "( SELECT (SELECT 'a'::text UNION SELECT b.b))",
      "( SELECT (SELECT 'a'::text UNION SELECT b.b) AS text)",
    ],
    [
      "right of a union",
      "(a IN ( SELECT t.a UNION SELECT '-2'::integer))",
      "(a IN ( SELECT t.a UNION SELECT '-2'::integer AS int4))",
    ],
  ])("may be left out: %s", (_, ...texts) => expectOneForm("expression", texts));

  it("stays when it is another one", () =>
    expectOwnForms("expression", [
      "( SELECT 'x'::text)",
      "( SELECT 'x'::text AS varchar)",
      "( SELECT 'x'::text AS k)",
      "( SELECT 'x'::text AS \"?column?\")",
      "( SELECT 1)",
      "( SELECT 1 AS int4)",
      "( SELECT a.a)",
      "( SELECT a.a AS b)",
      "( SELECT lower(a.a) AS lower)",
      "( SELECT lower(a.a))",
      "( SELECT lower(a.a)::text)",
      "( SELECT lower(a.a)::text AS text)",
      "( SELECT false)",
      "( SELECT false AS b)",
      "( SELECT ( SELECT 1 AS k) AS l)",
      "( SELECT (EXISTS ( SELECT 1 AS k)) AS k)",
      "( SELECT (EXISTS ( SELECT 1 AS k)))",
    ]));

  it.each([
    [
      "RETURNING",
      atomic("INSERT INTO t (a) VALUES (1) RETURNING 'z'::text", "DELETE FROM t RETURNING '-1'::integer, t.a"),
      atomic(
        "INSERT INTO t (a) VALUES (1) RETURNING 'z'::text AS text",
        "DELETE FROM t RETURNING '-1'::integer AS int4, t.a",
      ),
    ],
    [
      "UPDATE",
      atomic("UPDATE t SET a = 1 RETURNING 'z'::text"),
      atomic("UPDATE t SET a = 1 RETURNING 'z'::text AS text"),
    ],
    ["SELECT", atomic("SELECT 'z'::text", "SELECT f.p"), atomic("SELECT 'z'::text AS text", "SELECT f.p AS p")],
    [
      "INSERT … SELECT",
      atomic("INSERT INTO t (a) SELECT '-1'::integer"),
      atomic("INSERT INTO t (a) SELECT '-1'::integer AS int4"),
    ],
    ["RETURN", "RETURN (SELECT 'x'::text)", "RETURN (SELECT 'x'::text AS text)"],
  ])("may be left out in a body: %s", (_, ...texts) => expectOneForm("routine-body", texts));

  it("stays in bodies where a WITH query shows it or a record carries it", () =>
    expectOwnForms("routine-body", [
      atomic("WITH q AS (DELETE FROM t RETURNING t.a AS x, t.b AS y) SELECT q.x FROM q"),
      atomic("WITH q AS (DELETE FROM t RETURNING t.a AS y, t.b AS x) SELECT q.x FROM q"),
      atomic("SELECT 1 AS one"),
      atomic("SELECT 1 AS two"),
      atomic("SELECT 1"),
    ]));

  it("is not taken from the columns that a statement writes", () =>
    expectOwnForms("statement", [
      "UPDATE t SET a = s.a, b = s.b FROM s",
      "UPDATE t SET b = s.a, a = s.b FROM s",
      "UPDATE t SET text = 'x'::text",
      "UPDATE t SET varchar = 'x'::text",
      "UPDATE t SET int4 = 'x'::text",
      "INSERT INTO t (a, b) SELECT s.a, s.b FROM s",
      "INSERT INTO t (b, a) SELECT s.a, s.b FROM s",
    ]));
});

describe("a view over one FROM item", () => {
  it.each([
    [
      "a table",
      " SELECT users.id, users.name FROM app.users WHERE ((users.status)::text = 'active'::text);",
      " SELECT id, name FROM app.users WHERE ((status)::text = 'active'::text);",
      "SELECT id,name FROM app.users WHERE status::text = 'active'::text",
    ],
    ["an alias", "SELECT u.id FROM app.users u WHERE (u.age > 18)", "SELECT id FROM app.users u WHERE (age > 18)"],
    ["a quoted alias", 'SELECT "T".a AS "Select" FROM t "T"', 'SELECT a AS "Select" FROM t "T"'],
    ["ONLY", "SELECT t.a FROM ONLY t", "SELECT a FROM ONLY t"],
    [
      "expressions, FILTER, windows, GROUP BY, HAVING and ORDER BY",
      `SELECT t.b, count(*) FILTER (WHERE (t.a > 1)) AS count, sum(t.a) OVER (PARTITION BY t.b ORDER BY t.c) AS s, rank() OVER w AS rank
         FROM t GROUP BY t.b, t.a, t.c HAVING (max(t.d) > 1) WINDOW w AS (PARTITION BY t.b ORDER BY t.a) ORDER BY (max(t.e))`,
      `SELECT b, count(*) FILTER (WHERE (a > 1)) AS count, sum(a) OVER (PARTITION BY b ORDER BY c) AS s, rank() OVER w AS rank
         FROM t GROUP BY b, a, c HAVING (max(d) > 1) WINDOW w AS (PARTITION BY b ORDER BY a) ORDER BY (max(e))`,
    ],
    [
      "grouping sets",
      "SELECT t.a FROM t GROUP BY ROLLUP(t.a, t.b), CUBE(t.c), GROUPING SETS ((t.a), ()) HAVING (GROUPING(t.a) = 0)",
      "SELECT a FROM t GROUP BY ROLLUP(a, b), CUBE(c), GROUPING SETS ((a), ()) HAVING (GROUPING(a) = 0)",
    ],
    [
      "ORDER BY what a result column hides, printed with the table's name by 16 and 18 too",
      "SELECT (- t.a) AS a, t.b FROM t ORDER BY t.a",
      "SELECT (- a) AS a, b FROM t ORDER BY t.a",
    ],
    [
      "DISTINCT ON",
      "SELECT DISTINCT ON (t.a) (- t.a) AS a FROM t ORDER BY t.a",
      "SELECT DISTINCT ON (t.a) (- a) AS a FROM t ORDER BY t.a",
    ],
    [
      "fields of a composite",
      "SELECT (tc.cc).q AS q FROM tc WHERE ((tc.cc).q > 1)",
      "SELECT (cc).q AS q FROM tc WHERE ((cc).q > 1)",
    ],
    ["subscripts", "SELECT t.g[1] AS g, (t.h)['x'::text] AS h FROM t", "SELECT g[1] AS g, h['x'::text] AS h FROM t"],
    ["system columns", "SELECT t.ctid FROM t", "SELECT ctid FROM t"],
    [
      "whole rows, which keep the name",
      "SELECT t.*::x.t AS t, (t.* IS NULL) AS n, t.a FROM t",
      "SELECT t.*::x.t AS t, (t.* IS NULL) AS n, a FROM t",
    ],
    [
      "a function",
      "SELECT g.x, (g.x + 1) AS y FROM generate_series(1, 5) g(x)",
      "SELECT x, (x + 1) AS y FROM generate_series(1, 5) g(x)",
    ],
    [
      "ROWS FROM",
      "SELECT r.a FROM ROWS FROM(f(1), g(2)) WITH ORDINALITY r(a, b, c)",
      "SELECT a FROM ROWS FROM(f(1), g(2)) WITH ORDINALITY r(a, b, c)",
    ],
    [
      "VALUES",
      "SELECT v.p FROM ( VALUES (1,'a'::text)) v(p, q) ORDER BY v.q",
      "SELECT p FROM ( VALUES (1,'a'::text)) v(p, q) ORDER BY q",
    ],
    [
      "a sub-select",
      "SELECT s.a FROM ( SELECT t.a FROM t UNION SELECT u.a FROM u) s",
      "SELECT a FROM ( SELECT t.a FROM t UNION SELECT u.a FROM u) s",
    ],
    [
      "a WITH query",
      "WITH w AS ( SELECT t.a FROM t) SELECT w.a FROM w WHERE (w.a > 1)",
      "WITH w AS ( SELECT t.a FROM t) SELECT a FROM w WHERE (a > 1)",
    ],
    [
      "a sample",
      "SELECT t.a FROM t TABLESAMPLE system (5) WHERE (t.a > 1)",
      "SELECT a FROM t TABLESAMPLE system (5) WHERE (a > 1)",
    ],
    [
      "XMLTABLE",
      "SELECT x.id FROM XMLTABLE('/r' PASSING d COLUMNS id integer) x",
      "SELECT id FROM XMLTABLE('/r' PASSING d COLUMNS id integer) x",
    ],
    [
      "JSON_TABLE",
      "SELECT j.id FROM JSON_TABLE('{}'::jsonb, '$' COLUMNS (id integer)) j",
      "SELECT id FROM JSON_TABLE('{}'::jsonb, '$' COLUMNS (id integer)) j",
    ],
    [
      "sub-selects, in which the name stays",
      "SELECT s.a, ( SELECT max(u.a) AS max FROM u WHERE (u.a = s.a)) AS m FROM s WHERE (s.a IN ( SELECT u.a FROM u WHERE (u.b = s.b)))",
      "SELECT a, ( SELECT max(u.a) AS max FROM u WHERE (u.a = s.a)) AS m FROM s WHERE (a IN ( SELECT u.a FROM u WHERE (u.b = s.b)))",
    ],
    ["row locks", "SELECT t.a FROM t WHERE (t.a = 1) FOR UPDATE OF t", "SELECT a FROM t WHERE (a = 1) FOR UPDATE OF t"],
  ])("is printed with and without the item's name: %s", (_, ...texts) => expectOneForm("view", texts));

  it("keeps names that say something", () =>
    expectOwnForms("view", [
      "SELECT t.a FROM t",
      "SELECT u.a FROM t",
      "SELECT t.b FROM t",
      "SELECT t.* FROM t",
      "SELECT * FROM t",
      "SELECT t FROM t",
      "SELECT t.a FROM x.t",
      "SELECT t.a FROM t, u",
      "SELECT a FROM t, u",
      "SELECT u.a FROM t, u",
      "SELECT t.a FROM t JOIN u ON true",
      "SELECT a FROM t JOIN u ON true",
      "SELECT x.a FROM (t JOIN u ON true) x",
      "SELECT a FROM (t JOIN u ON true) x",
      "SELECT t.a FROM t UNION SELECT t.a FROM t",
      "SELECT a FROM t UNION SELECT t.a FROM t",
      "SELECT t.a FROM t UNION SELECT a FROM t",
      "SELECT (SELECT t.a) FROM t",
      "SELECT (SELECT a) FROM t",
      "SELECT (SELECT t.a FROM t) FROM t",
      "SELECT (SELECT a FROM t) FROM t",
      "SELECT s.a FROM (SELECT t.a FROM t) s",
      "SELECT s.a FROM (SELECT a FROM t) s",
      "WITH t AS (SELECT t.a FROM t) SELECT t.a FROM t",
      "WITH t AS (SELECT a FROM t) SELECT t.a FROM t",
      "SELECT x.t.a FROM t",
      "SELECT t.a.b FROM t",
      "SELECT t.a FROM t(t.b) t",
      "SELECT t.a FROM t(b) t",
      "WITH w AS (DELETE FROM u RETURNING t.a) SELECT t.a FROM t",
      "WITH w AS (DELETE FROM u RETURNING a) SELECT t.a FROM t",
      "SELECT (t).a FROM t",
    ]));

  it("is a view's privilege", async () => {
    await expectOwnForms("statement", ["SELECT t.a FROM t", "SELECT a FROM t"]);
    await expectOwnForms("expression", ["(SELECT t.a FROM t)", "(SELECT a FROM t)"]);
    await expectOwnForms("routine-body", [atomic("SELECT t.a FROM t"), atomic("SELECT a FROM t")]);
  });
});
