import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT, sourcesOf } from "../architecture/source.ts";

/** A row of a table: `| code | cause | remedy |`. */
const ROW = /^\| `([a-z-]+)` +\| (.+) \| (.+) \|$/;

const rows = readFileSync(join(ROOT, "docs/errors.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, code, cause, remedy] = ROW.exec(line) ?? [];
    return code === undefined ? [] : [{ code, cause, remedy }];
  });

/** The members of the type, as they stand in its source. */
function codes(): string[] {
  const source = sourcesOf("lib/core").find(({ path }) => path === "lib/core/errors.ts");
  const declared = source?.nodes.find(
    ({ type, id }) => type === "TSTypeAliasDeclaration" && (id as { readonly name?: string }).name === "ErrorCode",
  );
  const union = declared?.typeAnnotation as { readonly types: readonly { literal: { value: string } }[] };
  return union.types.map(({ literal }) => literal.value);
}

it("docs/errors.md has every code once, with its cause and its remedy", () => {
  expect(rows.map(({ code }) => code).toSorted()).toEqual(codes().toSorted());
});

it("every code is one that somebody can meet", () => {
  const texts = sourcesOf("lib", "bin", "lambdas").filter(({ path }) => path !== "lib/core/errors.ts");
  const unused = codes().filter((code) => !texts.some(({ text }) => text.includes(`"${code}"`)));
  expect(unused).toEqual([]);
});
