/** Statements of the way that lets people read and write meanwhile: what each does stays done, whatever becomes of the rest. */

import { caution, type Hazard, type Rating } from "./hazard.ts";
import type { Keeping } from "./keeping.ts";
import { qualified } from "./sql.ts";
import { late, rated, type Statement, statement } from "./statement.ts";

export const online = (rating: Rating, sql: string, ...hazards: Hazard[]): Statement =>
  rated(rating, sql, ...hazards, "not-transactional");

const BUILT = caution(
  "the table is read and sorted while reads and writes go on; where it fails it leaves an index that is not valid",
  "see first that no transaction is left open: it waits for them; where it fails, drop what it leaves, and run it again",
);

/** CREATE INDEX CONCURRENTLY. */
export const concurrently = (sql: string, ...hazards: Hazard[]): Statement =>
  online(BUILT, sql, "index-build", ...hazards, "waits-for-transactions", "share-update-exclusive-lock");

const SCANNED = ["table-scan", "may-fail", "share-update-exclusive-lock"] as const;

/** VALIDATE CONSTRAINT: in a transaction with others it would keep the locks that they took while it reads the table. */
export const validation = (sql: string, gently: Rating): Statement => ({
  ...statement(sql, ...SCANNED),
  online: [validated(sql, gently)],
});

export const validated = (sql: string, gently: Rating): Statement => online(gently, sql, ...SCANNED);

const REBUILT = caution(
  "the index is built a second time while reads and writes go on; where it fails it leaves another that is not valid",
  "see first that no transaction is left open: it waits for them; where it fails, drop what ends in _ccnew, and run it again",
);

/** REINDEX INDEX; PostgreSQL has a way that blocks nobody, but not for what an exclusion constraint stands on. */
export const reindex = (index: string, isExclusion = false): Statement => ({
  ...statement(`REINDEX INDEX ${index}`, "index-build", "blocks-writes", "may-fail", "access-exclusive-lock"),
  ...(isExclusion
    ? {}
    : {
        online: [
          online(
            REBUILT,
            `REINDEX INDEX CONCURRENTLY ${index}`,
            "index-build",
            "may-fail",
            "waits-for-transactions",
            "share-update-exclusive-lock",
          ),
        ],
      }),
});

const STALE = caution(
  "what the index holds was worked out by what was altered: until it is built anew, queries that use it miss rows, or find others",
  "right after the statement that altered it; where it fails, rows collide by the new answers",
);

/** What an index holds, where what works out its keys has been altered. */
export function reindexed(
  at: { readonly schema: string; readonly name: string },
  _spec: unknown,
  { partitioned, exclusion }: { readonly partitioned?: unknown; readonly exclusion?: unknown },
): Keeping {
  const { online: beside, ...plain } = reindex(qualified(at.schema, at.name), exclusion === true);
  // PostgreSQL builds those of the partitions one by one, each in a transaction.
  const hazards = partitioned === true ? ([...plain.hazards, "not-transactional"] as const) : plain.hazards;
  const stale = (said: Statement): Statement => late({ ...said, rating: STALE });
  return { again: [{ ...stale({ ...plain, hazards }), ...(beside ? { online: beside.map(stale) } : {}) }] };
}
