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

/** What is thrown without a code, and why nobody meets it as such; all else that is thrown has one. */
const UNCODED: Readonly<Record<string, string>> = {
  "lib/aws/s3.ts": "a place that we wrote ourselves",
  "lib/core/address.ts": "told as bad-argument, or as a damaged file, where it is caught",
  "lib/core/canonical.ts": "a kind that gives what has no canonical form",
  "lib/core/kind-registry.ts": "a kind that is not registered",
  "lib/core/registered-satellite.ts": "a kind that names a host there is not",
  "lib/core/rule.ts": "a kind without a rule",
  "lib/core/snapshot-file.ts": "told as snapshot-corrupt where it is caught",
  "lib/engine/introspection/reader.ts": "two objects with one address: a kind's key is wrong",
  "lib/engine/structure/relations.ts": "an object that nobody read",
  "lib/engine/introspection/stamp.ts": "a catalogue that no kind may name",
  "lib/kinds/trigger.ts": "what PostgreSQL's own definition of a trigger cannot lack",
  "lib/migrations/driver.ts": "told as migrations-invalid where it is caught",
  "lib/migrations/scratch.ts": "told as scratch-failed where it is caught",
};

it("what is thrown anywhere has a code, but for mistakes of ours, which are `internal`", () => {
  const thrown = sourcesOf("lib", "bin", "lambdas")
    .filter(({ text }) => /(throw|reject\() ?new (Type|Range|Syntax)?Error\(/.test(text))
    .map(({ path }) => path);
  expect(thrown.filter((path) => !(path in UNCODED))).toEqual([]);
});

it("no construct and no function throws what is no error of ours", () => {
  const classes = sourcesOf("lib/infra", "lib/config", "lambdas", "bin").flatMap(({ path, text }) =>
    Array.from(text.matchAll(/throw new (\w+)\(/g), ([, name]) => `${path}: ${name}`),
  );
  expect(classes.filter((each) => !/: (DriftwatchError|ConfigInvalid|Failed)$/.test(each))).toEqual([]);
});
