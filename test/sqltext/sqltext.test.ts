import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { PARSER_VERSION, type Sort, SqlTexts } from "../../lib/sqltext/sqltext.ts";

const ONE: readonly (readonly [Sort, string])[] = [["expression", "a + 1"]];

describe("SqlTexts", () => {
  it("knows nothing before it has been told", () => {
    expect(new SqlTexts().form("expression", "a + 1")).toBeUndefined();
  });

  it("gives forms of 64 hexadecimal digits", async () => {
    const texts = new SqlTexts();
    await texts.canonicalise(ONE);
    expect(texts.form("expression", "a + 1")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("parses a text once, however often it stands", async () => {
    const texts = new SqlTexts();
    await texts.canonicalise([...ONE, ...ONE]);
    await texts.canonicalise(ONE);
    await Promise.all([texts.canonicalise([["expression", "b"]]), texts.canonicalise([["expression", "b"]])]);
    expect(texts.parsed).toBe(2);
  });

  it("keeps the sorts apart", async () => {
    const texts = new SqlTexts();
    await texts.canonicalise([
      ["default", "'z'::text"],
      ["expression", "'z'::text"],
    ]);
    expect(texts.parsed).toBe(2);
    expect(texts.form("default", "'z'::text")).not.toBe(texts.form("expression", "'z'::text"));
    expect(texts.form("view", "'z'::text")).toBeUndefined();
  });

  it("believes what it is told to remember, and parses none of it", async () => {
    const texts = new SqlTexts([["expression", "a + 1", "told"]]);
    await texts.canonicalise(ONE);
    expect(texts.form("expression", "a + 1")).toBe("told");
    expect(texts.parsed).toBe(0);
  });

  it("gives a later memory what that needs to parse nothing", async () => {
    const first = new SqlTexts();
    await first.canonicalise(ONE);
    const later = new SqlTexts(ONE.map(([sort, text]) => [sort, text, first.form(sort, text) ?? ""]));
    await later.canonicalise(ONE);
    expect(later.form("expression", "a + 1")).toBe(first.form("expression", "a + 1"));
    expect(later.parsed).toBe(0);
  });

  it("lists the first twenty texts that it could not read", async () => {
    const texts = new SqlTexts();
    const garbage = Array.from({ length: 30 }, (_, index) => `(${index}`);
    await texts.canonicalise([...ONE, ...garbage.map((text): [Sort, string] => ["expression", text])]);
    expect(texts.unparsed).toEqual(garbage.slice(0, 20));
    expect(texts.parsed).toBe(31);
    expect(new Set(garbage.map((text) => texts.form("expression", text))).size).toBe(30);
  });
});

describe("PARSER_VERSION", () => {
  it("names the parser that is installed", () => {
    const { name, version } = createRequire(import.meta.url)("libpg-query/package.json");
    expect(PARSER_VERSION).toBe(`${name} ${version}`);
  });

  // When these forms change, the number of the rules in engine/capture.ts grows: older snapshots are then read anew.
  it("and these rules give the forms that snapshots hold", async () => {
    const pinned: readonly (readonly [Sort, string])[] = [
      ["expression", "(a)::text = ANY ((ARRAY['x'::character varying])::text[])"],
      ["default", "'z'::character varying"],
      ["statement", "CREATE INDEX i ON t USING btree (lower(a))"],
      ["view", " SELECT t.a FROM t;"],
      ["partition-key", "RANGE (a)"],
      ["partition-bound", "DEFAULT"],
      ["constraint", "EXCLUDE USING gist (a WITH =)"],
      ["routine-body", "RETURN a"],
      ["expression", "( not  read"],
    ];
    const texts = new SqlTexts();
    await texts.canonicalise(pinned);
    expect(pinned.map(([sort, text]) => `${sort} ${texts.form(sort, text)}`)).toMatchInlineSnapshot(`
      [
        "expression 60d7c57cfc331cc44f3a32fce8fec12b89cf3fd6fd1ff5ec179705aec56c3e1e",
        "default 31978a85e3d2ea6ab6d78fc636cc94276013ff2c15a27bdac97b7a9b69280b97",
        "statement de6c3e46d3d2f631b10df5f11617ccd83dd70f17cce592a222cf4fe3b0e092b5",
        "view 7d8165173fd997cb5057d46826459e53d37a1ea536a773523c849e76ca06b913",
        "partition-key 256fd787737b46237b72a92085505b1968dba1bfb4ee387848c17afcef4715d3",
        "partition-bound dc453e2dd6235b2562c56c050c698ae6ca969f645bd2aeb27d4f6ccc43118cc3",
        "constraint 2f846e2172a2215dbbd3f4576cfb33a32275cc63324a2139695e8efa71ede17f",
        "routine-body 5a84f082c105ac8a78f4b6d7370b2fee6a4ecf9e781fc1f544a70d6dd7854dfb",
        "expression 6bf05cb2726fe1316ff59e8d7e1a30939b6b5194bc66a11ae0b0e6c31b0b92a7",
      ]
    `);
  });
});
