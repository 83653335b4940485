/** The scratch database's own word on what a tool says it did there. */

import { text } from "../core/row.ts";
import type { Session } from "../core/session.ts";
import { ident, literal } from "../core/sql.ts";
import { openSession } from "../postgres/session.ts";
import type { LedgerRow } from "./ledger.ts";
import { kindOf } from "./ledger-reading.ts";
import type { Scratch } from "./scratch.ts";

/** What no two databases answer alike, wherever they are. */
export const IDENTITY = `SELECT pg_catalog.concat_ws(' ', d.oid, d.datname, pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time()))
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

/** The scratch database's answer to that. */
export async function identityOf({ endpoint }: Scratch): Promise<string> {
  const session = await openSession(endpoint);
  let answer = "";
  try {
    await session.read(`SELECT (${IDENTITY}) AS answer`, (row) => {
      answer = text(row.answer);
    });
    return answer;
  } finally {
    await session.close();
  }
}

/**
 * Whether a ledger says that a migration was applied.
 * @param name `schema.table` or `table`, where the tool knows it; there may be one in each of several schemas
 */
export async function isRecorded(session: Session, layout: string, id: string, name?: string): Promise<boolean> {
  const { tables, query, entries } = kindOf(layout);
  const [table, schema] = name === undefined ? [] : name.split(".").reverse();
  const places: string[] = [];
  await session.read(
    `SELECT n.nspname AS schema, c.relname AS table
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND c.relname IN (${(table === undefined ? tables : [table]).map(literal).join(", ")})
       ${schema === undefined ? "" : `AND n.nspname = ${literal(schema)}`}`,
    (row) => places.push(`${ident(text(row.schema))}.${ident(text(row.table))}`),
  );
  for (const place of places) {
    const rows: LedgerRow[] = [];
    await session.read(query(place), (row) => rows.push(row as LedgerRow));
    if (entries(rows, []).some((entry) => entry.id === id)) return true;
  }
  return false;
}
