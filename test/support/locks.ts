/** The lock a remediation statement takes on tables that were there before it, held against what it says. */

import { LOCKS } from "../../lib/core/hazard.ts";
import type { RemediationStatement } from "../../lib/index.ts";
import type { WatchedDatabase } from "./watched-database.ts";

type Said = Pick<RemediationStatement, "sql" | "hazards">;

const STRENGTHS: readonly string[] = [...LOCKS.slice(0, 1), "exclusive-lock", ...LOCKS.slice(1), "none"];
const MODES: Readonly<Record<string, string>> = {
  AccessExclusiveLock: "access-exclusive-lock",
  ExclusiveLock: "exclusive-lock",
  ShareRowExclusiveLock: "share-row-exclusive-lock",
  ShareLock: "share-lock",
  ShareUpdateExclusiveLock: "share-update-exclusive-lock",
};

// OIDs only grow. What has been dropped in the same transaction has no row any more, and its lock all the same.
const BEFORE = "SELECT set_config('measure.newest', (SELECT max(oid)::text FROM pg_class), false)";
const TAKEN = `
  SELECT DISTINCT mode FROM pg_locks
  WHERE pid = pg_backend_pid() AND locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation::int8 BETWEEN 16384 AND current_setting('measure.newest')::int8`;

/**
 * Runs the statements one by one; returns a line for each whose strongest lock is not what it says. `exactly`: a weaker one,
 * too: that of a domain depends on whether a table has it.
 */
export async function runMeasured(
  database: WatchedDatabase,
  statements: readonly Said[],
  exactly = false,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { sql, hazards } of statements) {
    if (hazards.includes("not-transactional")) {
      await database.run([sql]);
      continue;
    }
    // Sent together they are one transaction, which keeps its locks until the end.
    const rows = await database.sql(`${BEFORE}; ${sql}\n; ${TAKEN}`).catch((cause: unknown) => {
      throw new Error(`${cause instanceof Error ? cause.message : cause}, at: ${sql}`, { cause });
    });
    const modes = rows.flatMap(({ mode }) => MODES[String(mode)] ?? []);
    const taken = STRENGTHS.find((lock) => modes.includes(lock)) ?? "none";
    const said = STRENGTHS.find((lock) => hazards.some((hazard) => hazard === lock)) ?? "none";
    if (exactly ? taken !== said : STRENGTHS.indexOf(taken) < STRENGTHS.indexOf(said))
      wrong.push(`says ${said}, takes ${taken}: ${sql}`);
  }
  return wrong;
}
