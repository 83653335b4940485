/** A file of SQL run as psql runs it: statement by statement, in one session. */

import { readFileSync } from "node:fs";
import { statementsOf } from "../../lib/sqltext/statements.ts";
import type { FreshDatabase } from "./postgres.ts";

export async function runFile(database: FreshDatabase, path: string): Promise<void> {
  for (const { sql } of await statementsOf(readFileSync(path, "utf8"))) await database.sql(sql);
}
