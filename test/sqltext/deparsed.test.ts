/**
 * What PostgreSQL 14 to 18 printed for the same objects, made by the same DDL and restored from a dump of 15. Only
 * objects of which the letters differ stand in the file.
 */

import { describe, expect, it } from "vitest";
import { type Sort, SqlTexts } from "../../lib/sqltext/sqltext.ts";
import deparsed from "./deparsed.json" with { type: "json" };

interface Deparsed {
  readonly object: string;
  readonly sort: Sort;
  /** The text, by the servers that printed it. */
  readonly printed: Readonly<Record<string, string>>;
}

const objects = deparsed as unknown as readonly Deparsed[];

describe.each(objects)("$object", ({ sort, printed }) => {
  it("has one form on all servers", async () => {
    const texts = new SqlTexts();
    await texts.canonicalise(Object.values(printed).map((text) => [sort, text]));
    expect(texts.unparsed).toEqual([]);
    const forms = Object.entries(printed).map(([server, text]) => [server, texts.form(sort, text)]);
    expect(forms).toEqual(forms.map(([server]) => [server, forms[0]?.[1]]));
  });
});

it("no two objects share a form", async () => {
  const texts = new SqlTexts();
  const forms = new Map<string | undefined, string>();
  for (const { object, sort, printed } of objects) {
    const text = Object.values(printed)[0] ?? "";
    await texts.canonicalise([[sort, text]]);
    const form = texts.form(sort, text);
    expect(forms.get(form), object).toBeUndefined();
    forms.set(form, object);
  }
  expect(forms.size).toBe(objects.length);
});
