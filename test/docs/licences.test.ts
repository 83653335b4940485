/** What comes with Driftwatch when it is installed: little, as it was when we looked at it, and running nothing by itself. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../architecture/source.ts";
import { LICENCES, licencesDocument, runtimePackages } from "./licences/document.ts";

/** Those that ask for no more than to be named. */
const TAKEN = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];
/** Run at an installation, of a package that is installed from a registry. */
const AT_INSTALLATION = ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare", "prepublish"];

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly version: string;
};
const packages = runtimePackages();

it("docs/licences.md is what the lock says (npm run licences-doc)", () => {
  expect(readFileSync(LICENCES, "utf8")).toBe(licencesDocument());
});

it("every licence is one that we take", () => {
  expect(packages.filter(({ licence }) => !TAKEN.includes(licence))).toEqual([]);
});

it("what is asked for is asked for exactly, and is in the list", () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  for (const [name, version] of Object.entries(manifest.dependencies))
    expect(packages).toContainEqual(expect.objectContaining({ name, version }));
});

it("there are few: a new one is a decision", () => {
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(13);
  expect(packages.length).toBeLessThanOrEqual(60);
});

it("nothing runs at an installation, neither ours nor theirs", () => {
  expect(Object.keys(manifest.scripts).filter((name) => AT_INSTALLATION.includes(name))).toEqual([]);
  expect(packages.filter(({ hasScript }) => hasScript)).toEqual([]);
});

it("what is fetched is what was locked", () => {
  expect(packages.filter(({ integrity }) => !integrity?.startsWith("sha512-"))).toEqual([]);
});

it("SECURITY.md says how to report, which versions are mended, and when an answer comes", () => {
  const text = readFileSync(join(ROOT, "SECURITY.md"), "utf8").replaceAll(/\s+/g, " ");
  for (const said of [
    "## Reporting",
    "## Supported versions",
    "three working days",
    "## Supply chain",
    manifest.version.replace(/\.\d+$/, ".x"),
  ])
    expect(text).toContain(said);
});
