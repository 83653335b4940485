/** The cases that need a certain major, each on a server of it. */

import { afterAll, beforeAll, describe, it } from "vitest";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { caseNames, MAJORS_GOLDEN, readCase } from "../golden/golden-case.ts";
import { playCase } from "../golden/play.ts";
import { DatabasePool } from "../support/database-pool.ts";
import { startMajor } from "../support/majors.ts";
import { ensureRoles, ensureTablespace } from "../support/roles.ts";

const cases = caseNames(MAJORS_GOLDEN, process.env.GOLDEN).map((name) => ({
  name,
  ...readCase(MAJORS_GOLDEN, name),
}));
const majors = [...new Set(cases.map(({ major }) => major))];
const servers: EmbeddedServer[] = [];
const pools = new Map<number | null, DatabasePool>();

beforeAll(async () => {
  for (const major of majors) {
    if (major === null) throw new Error("meta.json must say which major the case needs");
    const server = await startMajor(major);
    servers.push(server);
    await ensureRoles(server);
    await ensureTablespace(server);
    pools.set(major, new DatabasePool(server));
  }
});

afterAll(async () => {
  for (const pool of pools.values()) await pool.close();
  for (const server of servers) await server.stop();
});

describe.concurrent("law 3, on a major of its own", () => {
  it.each(cases.map((golden) => [golden.major, golden.name, golden] as const))(
    "%i: %s",
    async (_major, _name, golden) => {
      const pool = pools.get(golden.major);
      if (pool) await playCase(golden, pool);
    },
  );
});
