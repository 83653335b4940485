/**
 * `npm run build`: compiles the package into `dist/` and bundles the command and the Lambda. The same sources give the same
 * bytes.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleLambda, UNBUNDLED } from "./bundle.ts";
import { bundleProgram } from "./bundle-program.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PACKAGE = "dist";
const PROGRAM = `${PACKAGE}/bin`;
const LAMBDAS = "dist/lambda";
const LAMBDA = `${LAMBDAS}/check-drift`;
/** The functions that connect to no database: a file each. */
const PLAIN = ["accept", "digest"];

/** What is neither compiled nor bundled: `from` is copied to each of `to`, a directory with everything in it. */
const STATIC_FILES = [
  { from: "lib/migrations/drivers", to: [`${PACKAGE}/lib/migrations/drivers`] },
  { from: "lib/postgres/certificates", to: [`${PACKAGE}/lib/postgres/certificates`, `${LAMBDA}/certificates`] },
  ...["page.css", "page.js"].map((name) => ({
    from: `lib/report/html/${name}`,
    to: [`${PACKAGE}/lib/report/html/${name}`, `${LAMBDA}/${name}`],
  })),
];

/** What a package that is not bundled then reads. */
const FILES: Readonly<Record<(typeof UNBUNDLED)[number], readonly string[]>> = {
  "libpg-query": ["package.json", "LICENSE", "wasm/index.cjs", "wasm/libpg-query.js", "wasm/libpg-query.wasm"],
  "@pgsql/types": ["package.json", "LICENSE", "index.js", "types.js", "enums.js"],
};

function compile(): boolean {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  return spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: ROOT, stdio: "inherit" }).status === 0;
}

function copy(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    for (const name of readdirSync(from).sort()) copy(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o644);
}

async function assemble(): Promise<void> {
  await bundleProgram(PROGRAM);
  for (const name of ["check-drift", ...PLAIN]) await bundleLambda(`lambdas/${name}.ts`, `${LAMBDAS}/${name}`);
  for (const { from, to } of STATIC_FILES) for (const place of to) copy(from, place);
  for (const name of UNBUNDLED)
    for (const file of FILES[name]) copy(join("node_modules", name, file), join(LAMBDA, "node_modules", name, file));
}

process.chdir(ROOT);
rmSync(PACKAGE, { recursive: true, force: true });
if (compile()) await assemble();
else process.exitCode = 1;
