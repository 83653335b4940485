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
  const usual = process.env.TMPDIR;
  // Before anything starts: the servers that tests start, and whatever they write, lie there, too.
  if (hasRoom()) process.env.TMPDIR = MEMORY;
  const settings = { max_connections: "150", max_wal_size: "256MB" };
  const { host, port, user, major, stop } = await startServer({ settings });
  project.provide("server", { host, port, user, major });
  const scratch = mkdtempSync(join(tmpdir(), "driftwatch-tests-"));
  project.provide("scratch", scratch);
  return async () => {
    rmSync(scratch, { recursive: true, force: true });
    await stop();
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  };
}

/** Where a database is made in a third of the time; small on some machines, and closed to programs on others. */
const MEMORY = "/dev/shm";
/** Some four hundred databases and their log; containers are given less unless they ask. */
const ENOUGH_BYTES = 4 * 2 ** 30;

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
