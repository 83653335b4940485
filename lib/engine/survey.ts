/**
 * What a database has at all, asked once before it is read: PostgreSQL takes longer to plan what asks for objects of a kind than
 * to find that there are none, and a second connection costs more than it saves where there is little to read.
 */

import type { Kind } from "../core/registered.ts";
import { text } from "../core/row.ts";
import type { Session } from "../core/session.ts";
import { literal } from "../core/sql.ts";
import { isRefusal } from "./rights.ts";

export interface Survey {
  /** Kinds whose query has no rows. */
  readonly absent: ReadonlySet<string>;
  /** Whether what there is, is worth a second connection. */
  readonly large: boolean;
}

const LARGE = "";

/** Where it may not be asked, there may be everything. */
export const UNKNOWN: Survey = { absent: new Set(), large: true };

export async function survey(session: Session, kinds: readonly Kind[]): Promise<Survey> {
  const absent = kinds.flatMap(({ name, someOf }) =>
    someOf === undefined ? [] : [`SELECT ${literal(name)} AS found WHERE NOT EXISTS (SELECT FROM ${someOf})`],
  );
  const large = `SELECT '${LARGE}' AS found WHERE EXISTS (SELECT FROM pg_class WHERE oid >= 16384 OFFSET ${session.wideFrom ?? 0})`;
  const found = new Set<string>();
  try {
    await session.read([...absent, large].join("\nUNION ALL\n"), (row) => found.add(text(row.found)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return UNKNOWN;
  }
  return { large: found.delete(LARGE), absent: found };
}
