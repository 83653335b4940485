/** One PostgreSQL server for the whole run; its address reaches the tests by `inject`. */

import type { TestProject } from "vitest/node";
import type { ServerAddress } from "../../lib/postgres/embedded/database.ts";
import { startServer } from "../../lib/postgres/embedded.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that `freshDatabase` creates databases on. */
    server: ServerAddress & { readonly major: number };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { host, port, user, major, stop } = await startServer({ settings: { max_connections: "150" } });
  project.provide("server", { host, port, user, major });
  return stop;
}
