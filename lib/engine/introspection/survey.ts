/**
 * What a database has at all, asked once before it is read: PostgreSQL takes longer to plan what asks for objects of a kind than
 * to find that there are none, and a second connection costs more than it saves where there is little to read.
 */

import type { Kind } from "../../core/registered.ts";
import { text } from "../../core/row.ts";
import type { Session, Statement } from "../../core/session.ts";
import { literal } from "../../core/sql.ts";
import { isRefusal } from "./rights.ts";

export interface Survey {
  /** Kinds whose query has no rows. */
  readonly absent: ReadonlySet<string>;
  /** Whether what there is, is worth a second connection. */
  readonly large: boolean;
  /** Catalogues that the stamp may not watch: what is read of them might be torn. */
  readonly closed: ReadonlySet<string>;
}

/** Where it may not be asked, there may be everything. */
export const UNKNOWN: Survey = { absent: new Set(), large: true, closed: new Set() };

const LARGE = "";

/** The statement, and what its rows say once they were read. */
export interface Surveying extends Statement {
  found(): Survey;
}

export function surveying(kinds: readonly Kind[], wideFrom = 0): Surveying {
  const absent = kinds.flatMap(({ name, someOf }) =>
    someOf === undefined ? [] : [`SELECT ${literal(name)} AS found WHERE NOT EXISTS (SELECT FROM ${someOf})`],
  );
  const large = `SELECT '${LARGE}' AS found WHERE EXISTS (SELECT FROM pg_class WHERE oid >= 16384 OFFSET ${wideFrom})`;
  const rows = new Set<string>();
  return {
    sql: [...absent, large].join("\nUNION ALL\n"),
    onRow: (row) => rows.add(text(row.found)),
    found: () => ({
      ...{ absent: new Set([...rows].filter((name) => name !== LARGE)), large: rows.has(LARGE) },
      closed: new Set(),
    }),
  };
}

export async function survey(session: Session, kinds: readonly Kind[]): Promise<Survey> {
  const { sql, onRow, found } = surveying(kinds, session.wideFrom);
  try {
    await session.read(sql, onRow);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return UNKNOWN;
  }
  return found();
}
