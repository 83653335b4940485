/** What `npm run new-kind` writes, in a copy of the sources: it compiles, and its first case plays. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../architecture/source.ts";

const SOURCES = ["bin", "lambdas", "lib", "test", "package.json", "tsconfig.json", "biome.json", "vitest.config.ts"];
const NAME = "announced-type";

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "driftwatch-new-kind-"));
  for (const source of SOURCES)
    cpSync(join(ROOT, source), join(copy, source), {
      recursive: true,
      filter: (path) => basename(path) !== "node_modules",
    });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(environment: Record<string, string>, command: string, ...args: readonly string[]): string {
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(join(copy, "node_modules/.bin", command), args, {
    cwd: copy,
    env: { ...rest, ...environment },
    encoding: "utf8",
  });
  expect(status, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

it("compiles, is formatted, and plays", () => {
  expect(run({}, "tsx", "bin/new-kind.ts", NAME)).toContain(`wrote lib/kinds/${NAME}.ts`);
  // The example is of a sort of object that has its kind: here it has none.
  const registry = join(copy, "lib/kinds/registry.ts");
  writeFileSync(registry, readFileSync(registry, "utf8").replaceAll(/^.*\bshellType\b.*\n/gm, ""));
  // What is new, and all that it needs; the rest is as it was.
  writeFileSync(
    join(copy, "tsconfig.kinds.json"),
    JSON.stringify({ extends: "./tsconfig.json", include: ["lib/kinds"] }),
  );
  run({}, "tsc", "--noEmit", "--project", "tsconfig.kinds.json");
  run({}, "biome", "check", "lib/kinds");
  const golden = { GOLDEN: NAME, UPDATE_GOLDEN: "1" };
  run(golden, "vitest", "run", "--project", "unit", "test/golden/golden.test.ts");
  const { drifted, reversed } = JSON.parse(readFileSync(join(copy, `test/golden/${NAME}-added/findings.json`), "utf8"));
  expect([drifted.findings, reversed.findings]).toMatchObject([
    [{ code: `${NAME}.added`, address: `${NAME}:app."My ""own"""`, consequences: 2 }],
    [{ code: `${NAME}.removed`, consequences: 2 }],
  ]);
}, 180_000);

it("refuses a name that is taken, or none", () => {
  const refused = (...args: readonly string[]) =>
    spawnSync(join(copy, "node_modules/.bin/tsx"), ["bin/new-kind.ts", ...args], { cwd: copy, encoding: "utf8" });
  expect(refused("policy")).toMatchObject({ status: 1, stderr: expect.stringContaining("policy.ts is there already") });
  expect(refused("Two Words")).toMatchObject({ status: 1, stderr: expect.stringContaining("lower case") });
});
