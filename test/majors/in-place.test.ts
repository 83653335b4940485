/** What a newer major alters in place, and an older one has to build anew. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { remediate } from "../../lib/index.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { startMajors } from "../support/majors.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let servers: readonly EmbeddedServer[];
beforeAll(async () => {
  servers = await startMajors({}, [16, 17]);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

const lines = (factor: number) => `
  CREATE TABLE lines (price int, total int GENERATED ALWAYS AS (price * ${factor}) STORED);
  CREATE VIEW totals AS SELECT total FROM lines`;

/** The statements without their quotes. */
async function between(actual: WatchedDatabase, expected: WatchedDatabase): Promise<readonly string[]> {
  const { statements } = remediate(await expected.snapshot(), await actual.snapshot());
  return statements.map(({ sql }) => sql.replaceAll('"', ""));
}

it.each([
  [16, ["DROP VIEW public.totals", "ALTER TABLE public.lines DROP COLUMN total"]],
  [17, ["ALTER TABLE public.lines ALTER COLUMN total SET EXPRESSION AS ((price * 3))"]],
])("%i: what computes a column", async (major, begins) => {
  const server = servers.find((each) => each.major === major);
  const [actual, expected] = [await watchedDatabase(server), await watchedDatabase(server)];
  try {
    await actual.sql(lines(2));
    await expected.sql(lines(3));
    const statements = await between(actual, expected);
    expect(statements.slice(0, begins.length)).toEqual(begins);
    expect(statements.length > 1).toBe(major === 16);
  } finally {
    await actual.drop();
    await expected.drop();
  }
});
