/** What the tests of SQL texts ask: one form for all of these, or a form of its own for each. */

import { expect } from "vitest";
import { type Sort, SqlTexts } from "../../lib/sqltext/sqltext.ts";

/** The texts' forms in their order; fails when one of them had to fall back on its letters. */
export async function formsOf(sort: Sort, texts: readonly string[]): Promise<string[]> {
  const memory = new SqlTexts();
  await memory.canonicalise(texts.map((text) => [sort, text]));
  expect(memory.unparsed).toEqual([]);
  return texts.map((text) => memory.form(sort, text) ?? "missing");
}

export async function expectOneForm(sort: Sort, texts: readonly string[]): Promise<void> {
  const forms = await formsOf(sort, texts);
  for (const [index, form] of forms.entries()) expect(form, `${texts[index]}\n  and ${texts[0]}`).toBe(forms[0]);
}

export async function expectOwnForms(sort: Sort, texts: readonly string[]): Promise<void> {
  const forms = await formsOf(sort, texts);
  for (const [index, form] of forms.entries()) {
    const twin = forms.indexOf(form);
    expect(twin, `${texts[index]}\n  and ${texts[twin]}`).toBe(index);
  }
}

/** The forms of texts of which any number may be unreadable, with those that were. */
export async function readOf(
  sort: Sort,
  texts: readonly string[],
): Promise<{ readonly forms: readonly string[]; readonly unparsed: readonly string[] }> {
  const memory = new SqlTexts();
  await memory.canonicalise(texts.map((text) => [sort, text]));
  return { forms: texts.map((text) => memory.form(sort, text) ?? "missing"), unparsed: memory.unparsed };
}
