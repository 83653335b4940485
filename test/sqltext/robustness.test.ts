import { describe, expect, it } from "vitest";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";
import { formsOf, readOf } from "./forms.ts";

describe("texts of unusual size", () => {
  it.each([
    ["a literal of 400,000 letters", `'${"x".repeat(400_000)}'`],
    ["10,000 elements", `a = ANY (ARRAY[${Array.from({ length: 10_000 }, (_, index) => `'${index}'::text`).join()}])`],
    ["10,000 alternatives", Array.from({ length: 10_000 }, (_, index) => `a = ${index}`).join(" OR ")],
    ["450 operators in a row", `a${" + a".repeat(450)}`],
    ["130 sub-selects in each other", `${"( SELECT ".repeat(130)}1${")".repeat(130)}`],
  ])("are read: %s", async (_, text) => {
    const [form] = await formsOf("expression", [text]);
    expect(form).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ["a megabyte", `'${"x".repeat(1_000_000)}'`],
    ["10,000 operators in a row", `a${" + a".repeat(10_000)}`],
    ["10,000 parentheses", `${"(".repeat(10_000)}a${")".repeat(10_000)}`],
    ["10,000 casts", `a${"::int".repeat(10_000)}`],
    ["2,000 sub-selects in each other", `${"( SELECT ".repeat(2_000)}1${")".repeat(2_000)}`],
    ["300 casts over an array of 20,000", `ARRAY[${"1,".repeat(20_000)}1]${"::text[]".repeat(300)}`],
    [
      "100 arrays in each other over one of 20,000",
      `${"ARRAY[".repeat(100)}${"1,".repeat(20_000)}1${"]::text[]".repeat(100)}`,
    ],
  ])("are taken by their letters: %s", async (_, text) => {
    const { forms, unparsed } = await readOf("expression", [text, `${text}\n`, `${text}x`]);
    expect(unparsed).toHaveLength(3);
    expect(forms[1]).toBe(forms[0]);
    expect(forms[2]).not.toBe(forms[0]);
  });
});

describe("a text that breaks the parser", () => {
  it("does not change what the next one reads", async () => {
    const [sound] = await formsOf("expression", ["a = ANY (ARRAY['x'::text])"]);
    const breaking = `a${"::int".repeat(30_000)}`;
    const texts = new SqlTexts();
    // The WebAssembly stack of one instance lasts for about forty of these.
    for (let round = 0; round < 50; round++) {
      await texts.canonicalise([["expression", `${breaking} + ${round}`]]);
      await texts.canonicalise([["expression", `a = ANY (ARRAY['x'::text]) OR ${round} = 0`]]);
    }
    await texts.canonicalise([["expression", "a = ANY (ARRAY['x'::text])"]]);
    expect(texts.unparsed).toHaveLength(20);
    expect(texts.unparsed.every((text) => text.startsWith(breaking))).toBe(true);
    expect(texts.form("expression", "a = ANY (ARRAY['x'::text])")).toBe(sound);
  });

  it("leaves a form that does not depend on what came before", async () => {
    const deep = `a${"::int".repeat(30_000)}`;
    const alone = await readOf("expression", [deep]);
    const after = await readOf("expression", [`${deep} `, `${deep} + 1`, deep]);
    expect(after.forms[2]).toBe(alone.forms[0]);
  });
});
