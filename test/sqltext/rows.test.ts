import { describe, it } from "vitest";
import { expectOneForm, expectOwnForms } from "./forms.ts";

describe("comparisons of rows", () => {
  it.each([
    [
      "of rows in rows, as they are before a dump, after one restore and after two",
      "((((a, b) IS DISTINCT FROM (1, 2)) OR ((c, d) IS DISTINCT FROM (3, 4))) OR (e IS DISTINCT FROM 5))",
      "(((a IS DISTINCT FROM 1) OR (b IS DISTINCT FROM 2)) OR ((c IS DISTINCT FROM 3) OR (d IS DISTINCT FROM 4)) OR (e IS DISTINCT FROM 5))",
      "((a IS DISTINCT FROM 1) OR (b IS DISTINCT FROM 2) OR ((c IS DISTINCT FROM 3) OR (d IS DISTINCT FROM 4)) OR (e IS DISTINCT FROM 5))",
      "((a, b), (c, d), e) IS DISTINCT FROM ((1, 2), (3, 4), 5)",
    ],
    [
      "that are equal",
      "(((a, b) = (1, 2)) AND (c = 3))",
      "(((a = 1) AND (b = 2)) AND (c = 3))",
      "((a, b), c) = ((1, 2), 3)",
    ],
    ["that are not", "((ROW(a, b) <> ROW(1, 2)) OR (c <> 3))", "((a <> 1) OR (b <> 2) OR (c <> 3))"],
    ["of one column", "ROW(a) = ROW(1)", "a = 1"],
  ])("makes one %s", (_, ...texts) => expectOneForm("expression", texts));

  it("tells others apart", () =>
    expectOwnForms("expression", [
      "(a, b) = (1, 2)",
      "(a, b) <> (1, 2)",
      "(a, b) < (1, 2)",
      "(a, b) IS DISTINCT FROM (1, 2)",
      "(a, b) OPERATOR(app.=) (1, 2)",
      "(a, b) = (SELECT 1, 2)",
      "(a, b) = (2, 1)",
      "a OR (b OR c)",
      "a OR b OR c",
      "a AND (b OR c)",
      "NOT (NOT a)",
    ]));
});
