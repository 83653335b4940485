import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

/** In a process of its own: another test may have needed the parser in this one. */
const SCRIPT = `
  import { createRequire } from "node:module";
  import { SqlTexts } from "./lib/sqltext/sqltext.ts";
  const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("libpg-query"));
  const texts = new SqlTexts([["expression", "a", "told"]]);
  await texts.canonicalise([["expression", "a"]]);
  const before = loaded();
  await texts.canonicalise([["expression", "b"]]);
  console.log(before, loaded());`;

it("loads the parser for a text that is not remembered, and for no other", () => {
  const node = ["--import", "tsx", "--input-type=module", "--eval", SCRIPT];
  expect(execFileSync(process.execPath, node, { encoding: "utf8" })).toBe("false true\n");
});
