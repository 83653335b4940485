import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { SqlTexts } from "../../lib/sqltext/sqltext.ts";

const loaded = (): boolean =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("libpg-query"));

it("loads the parser for a text that is not remembered, and for no other", async () => {
  const texts = new SqlTexts([["expression", "a", "told"]]);
  await texts.canonicalise([["expression", "a"]]);
  expect(loaded()).toBe(false);
  await texts.canonicalise([["expression", "b"]]);
  expect(loaded()).toBe(true);
});
