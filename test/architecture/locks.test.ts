/** That a lock file serves every machine: `npm ci` refuses one which lacks the packages of another platform. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./source.ts";

interface Lock {
  readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string>; readonly link?: true }>;
}

const locks = execFileSync("git", ["ls-files", "package-lock.json", "**/package-lock.json"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "");

/** Whether `name` is found from `from`, as Node looks for it: in the package's own folder, then in each above it. */
const isFound = (packages: Lock["packages"], from: string, name: string): boolean => {
  const folders = from.split("/");
  return (
    folders.some((_, depth) => posix.join(...folders.slice(0, depth), "node_modules", name) in packages) ||
    posix.join(from, "node_modules", name) in packages
  );
};

it.each(locks)("%s has the packages of every platform", (path) => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, path), "utf8")) as Lock;
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isFound(packages, from, name))
      .map((name) => `${name}, for ${from}`),
  );
  expect(missing).toEqual([]);
});
