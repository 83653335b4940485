/** The conventions of aws-cdk-lib: every optional prop says what happens without it. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const files = readdirSync("lib/infra").map((name) => `lib/infra/${name}`);

/** Members of an exported interface `…Props` or `…Options` that may be left out, with what stands above them. */
const optional = files.flatMap((file) => {
  const interfaces = readFileSync(file, "utf8").matchAll(/^export interface \w+(?:Props|Options)[^{]*\{\n(.*?)^\}/gms);
  return [...interfaces].flatMap(([, members = ""]) =>
    [...members.matchAll(/((?: {2}\/\*\*.*?\*\/\n)?) {2}readonly (\w+)\?:/gs)].map((member) => ({
      name: `${file}: ${member[2]}`,
      comment: (member[1] ?? "").slice((member[1] ?? "").lastIndexOf("/**")),
    })),
  );
});

it("every optional prop has a @default", () => {
  expect(optional.length).toBeGreaterThan(60);
  expect(optional.filter(({ comment }) => !comment.includes("@default")).map(({ name }) => name)).toEqual([]);
});

it("every prop is readonly", () => {
  const mutable = files.filter((file) =>
    /^export interface \w+Props[^}]*\n {2}(?!readonly|\/?\*| )\w+\??:/ms.test(readFileSync(file, "utf8")),
  );
  expect(mutable).toEqual([]);
});
