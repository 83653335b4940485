/** One PostgreSQL server and one directory for the whole run; where they are reaches the tests by `inject`. */

import { mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { ServerAddress } from "../../lib/postgres/embedded/database.ts";
import { startServer } from "../../lib/postgres/embedded.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that `freshDatabase` creates databases on. */
    server: ServerAddress & { readonly major: number };
    /** For what a process keeps from one test file to the next. */
    scratch: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const settings = { max_connections: "150", max_wal_size: "256MB" };
  const { host, port, user, major, stop } = await inMemory(() => startServer({ settings }));
  project.provide("server", { host, port, user, major });
  const scratch = mkdtempSync(join(tmpdir(), "driftwatch-tests-"));
  project.provide("scratch", scratch);
  return async () => {
    rmSync(scratch, { recursive: true, force: true });
    await stop();
  };
}

const MEMORY = "/dev/shm";
/** Some four hundred databases and their log; containers are given less unless they ask. */
const ENOUGH_BYTES = 4 * 2 ** 30;

/** Lets a server lie in memory, where a database is made in a third of the time; on disk where that is small or closed to programs. */
async function inMemory<T>(start: () => Promise<T>): Promise<T> {
  const usual = process.env.TMPDIR;
  if (hasRoom()) process.env.TMPDIR = MEMORY;
  try {
    return await start();
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  }
}

function hasRoom(): boolean {
  try {
    const mounted = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .find((line) => line.split(" ")[1] === MEMORY);
    const { bavail, bsize } = statfsSync(MEMORY);
    return mounted !== undefined && !/\bnoexec\b/.test(mounted) && bavail * bsize > ENOUGH_BYTES;
  } catch {
    return false;
  }
}
