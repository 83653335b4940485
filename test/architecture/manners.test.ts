/** Names, exports and exits; and that the project speaks of itself alone. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeOf, ROOT, sourcesOf } from "./source.ts";

const sources = sourcesOf("lib", "lambdas", "bin", "test");

/** Files whose name would say nothing, were it not for where they stand. */
const MEANINGFUL = new Map([["lib/postgres/types.ts", "PostgreSQL's types: how their values arrive here"]]);

/** What a tool looks for under `default`. */
const DEFAULT_EXPORTS = new Map([["test/support/global-setup.ts", "vitest runs it"]]);

describe("files", () => {
  it("are named in kebab-case", () => {
    const proper = /^[a-z0-9]+(-[a-z0-9]+)*(\.property)?(\.e2e)?(\.test)?\.ts$/;
    expect(sources.map(({ path }) => path).filter((path) => !proper.test(basename(path)))).toEqual([]);
  });

  it("are named after what is in them", () => {
    const empty = /^(utils?|helpers?|common|types?)\.ts$/;
    const offenders = sources.map(({ path }) => path).filter((path) => empty.test(basename(path)));
    expect(offenders).toEqual([...MEANINGFUL.keys()]);
  });
});

describe("exports", () => {
  it("have names", () => {
    const offenders = sources.filter(({ nodes }) =>
      nodes.some(
        ({ type, exported }) =>
          type === "ExportDefaultDeclaration" ||
          (type === "ExportSpecifier" && (exported as { readonly name?: string }).name === "default"),
      ),
    );
    expect(offenders.map(({ path }) => path)).toEqual([...DEFAULT_EXPORTS.keys()]);
  });

  it("are said one by one", () => {
    const offenders = sources.flatMap((source) =>
      source.nodes.filter(({ type }) => type === "ExportAllDeclaration").map((node) => placeOf(source, node)),
    );
    expect(offenders).toEqual([]);
  });
});

/** What came to Node after the oldest version that package.json allows, and fails there when it is imported. */
const TOO_NEW: readonly string[] = ["node:zlib crc32", "node:sqlite DatabaseSync", "node:module registerHooks"];

it("asks Node for nothing that the oldest version allowed has not got", () => {
  const named = ({ type, source, specifiers }: (typeof sources)[number]["nodes"][number]): string[] =>
    type === "ImportDeclaration"
      ? (specifiers as readonly { readonly imported?: { readonly name?: string } }[]).map(
          ({ imported }) => `${(source as { readonly value?: string }).value} ${imported?.name}`,
        )
      : [];
  const offenders = sources.filter(({ nodes }) => nodes.flatMap(named).some((name) => TOO_NEW.includes(name)));
  expect(offenders.map(({ path }) => path)).toEqual([]);
});

it("ends the process in bin/ only", () => {
  const isExit = ({ type, object, property }: (typeof sources)[number]["nodes"][number]): boolean =>
    type === "MemberExpression" &&
    (object as { readonly name?: string }).name === "process" &&
    (property as { readonly name?: string }).name === "exit";
  const offenders = sources
    .filter(({ path }) => !path.startsWith("bin/"))
    .flatMap((source) => source.nodes.filter(isExit).map((node) => placeOf(source, node)));
  expect(offenders).toEqual([]);
});

describe("tracked files", () => {
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 26 })
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile());

  /** `file:line` wherever the pattern occurs. */
  const occurrences = (pattern: RegExp): string[] =>
    tracked.flatMap((path) =>
      readFileSync(join(ROOT, path), "utf8")
        .split("\n")
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    );

  it("exist", () => {
    expect(tracked).toContain("package.json");
  });

  it("name no place on the machine they were written on", () => {
    expect(occurrences(/(?<![\w.~})-])\/(?:work|root|home|Users)\/[\w.-]/)).toEqual([]);
  });

  it("name no package registry", () => {
    const host = /https?:\/\/(?:[\w-]+\.)*(?:registry|npm|nexus|artifactory|jfrog|verdaccio)[\w-]*[.:]/;
    expect(occurrences(host)).toEqual([]);
    expect(occurrences(/"resolved":\s*"https?:|^\s*registry\s*=/)).toEqual([]);
  });
});
