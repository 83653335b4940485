/** What a plan does, table by table, while it keeps others from writing: PostgreSQL says so at debug1. */

import type { Part } from "../../lib/core/plan.ts";
import { connect } from "../../lib/postgres/connect.ts";
import type { FreshDatabase } from "./postgres.ts";

const WORK = /^(verifying|rewriting) table|^building index|^validating foreign key/;
const LOCKING = `
  SELECT DISTINCT mode FROM pg_locks
  WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation >= 16384 AND relation <= $1
    AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')`;

/** Runs what is done together, or by itself. @returns the work that was done under a lock that writes wait for, and where */
export async function lockedWork(
  database: Pick<FreshDatabase, "endpoint">,
  { transactional, steps }: Part,
): Promise<string[]> {
  const client = await connect(database.endpoint);
  const found: string[] = [];
  let said: string[] = [];
  let began = false;
  client.on("notice", ({ message = "" }) => said.push(message));
  try {
    await client.query("SET client_min_messages = debug1");
    for (const { sql } of steps) {
      said = [];
      // PostgreSQL runs it in no transaction, and holds nothing meanwhile that writes wait for.
      if (/ CONCURRENTLY\b/.test(sql)) {
        await client.query(sql);
        continue;
      }
      const newest = await client.query("SELECT max(oid)::int8 AS oid FROM pg_class");
      await client.query(began ? "SELECT" : "BEGIN");
      began = true;
      await client.query(sql);
      const locks = await client.query(LOCKING, [newest.rows[0]?.oid]);
      if (!transactional) {
        await client.query("COMMIT");
        began = false;
      }
      const work = said.filter((message) => WORK.test(message));
      if (locks.rows.length > 0) found.push(...work.map((message) => `${message}: ${sql}`));
    }
    if (began) await client.query("COMMIT");
    return found;
  } finally {
    await client.end();
  }
}
