/** What 14 and later majors print differently although the DDL was the same: told apart, and told to be in doubt. */

import { describe, expect, it } from "vitest";
import { type Sort, SqlTexts } from "../../lib/sqltext/sqltext.ts";

/** A view as 14 prints it, and as 15 and later do. */
const PRINTED: readonly (readonly [fourteen: string, later: string])[] = [
  ["SELECT true AS bool", 'SELECT true AS "?column?"'],
  ["SELECT false AS bool, 1 AS one", 'SELECT false AS "?column?", 1 AS one'],
  ["SELECT ( SELECT true AS bool) AS bool", 'SELECT ( SELECT true) AS "?column?"'],
  ["SELECT s.bool FROM ( SELECT true AS bool) s", 'SELECT s."?column?" FROM ( SELECT true AS "?column?") s'],
  [
    "SELECT s.a, s.b FROM ( SELECT true AS bool, 1) s(a, b)",
    'SELECT s.a, s.b FROM ( SELECT true AS "?column?", 1) s(a, b)',
  ],
  [
    "WITH q AS ( SELECT true AS bool) SELECT q.bool FROM q",
    'WITH q AS ( SELECT true AS "?column?") SELECT q."?column?" FROM q',
  ],
  [
    "SELECT ( SELECT true AS bool FROM app.u LIMIT 1) AS bool FROM app.t",
    'SELECT ( SELECT true FROM app.u LIMIT 1) AS "?column?" FROM app.t',
  ],
];

async function formsOf(sort: Sort, ...texts: readonly string[]) {
  const memory = new SqlTexts();
  await memory.canonicalise(texts.map((text) => [sort, text]));
  return texts.map((text) => memory.formed({ $sql: sort, text }));
}

describe("the name of a column that is true or false", () => {
  it.each(PRINTED)("%s may be the same as %s", async (fourteen, later) => {
    const [a, b] = await formsOf("view", fourteen, later);
    expect(a?.form).not.toBe(b?.form);
    expect(a?.loose).toMatch(/^[0-9a-f]{64}$/);
    expect(a?.loose).toBe(b?.loose);
  });

  it("leaves no doubt about anything else", async () => {
    const texts = PRINTED.map(([fourteen]) => fourteen);
    const forms = await formsOf("view", ...texts, "SELECT true AS other", "SELECT true AS bool, 2 AS one");
    const loose = forms.map((form) => form.loose ?? form.form);
    expect(new Set(loose).size).toBe(loose.length);
  });

  it.each([
    "SELECT true AS truth",
    "SELECT a AS bool FROM app.t WHERE true",
    "SELECT 1 AS bool",
    "SELECT a = true AS b FROM app.t",
  ])("is not in doubt in %s", async (text) => {
    expect((await formsOf("view", text))[0]).not.toHaveProperty("loose");
  });
});

describe("a text that cannot be read", () => {
  it("is in doubt altogether", async () => {
    expect((await formsOf("view", "SELECT ("))[0]).toMatchObject({ loose: "*" });
  });
});

it("is remembered with its doubts", async () => {
  const [known] = await formsOf("view", "SELECT true AS bool");
  const memory = new SqlTexts(known ? [["view", known.text, known.form, known.loose]] : []);
  expect(memory.formed({ $sql: "view", text: "SELECT true AS bool" })).toEqual(known);
});
