/** What building an index, and taking it away, means for those who use the table. */

import { caution, type Rating, safe } from "../core/hazard.ts";
import { online } from "../core/online.ts";
import { partName } from "../core/partly-built.ts";
import { ident, qualified } from "../core/sql.ts";
import { type Partition, rated, type Statement } from "../core/statement.ts";

/** PostgreSQL has no CONCURRENTLY for the whole of a partitioned table. */
const BY_PARTITION =
  "CREATE INDEX ON ONLY the table, CREATE INDEX CONCURRENTLY on each partition, then ALTER INDEX … ATTACH PARTITION: writes go on meanwhile";
const CONCURRENTLY = "CREATE INDEX CONCURRENTLY, outside of a transaction: writes go on while it is built";
const NO_WRITES = "nobody can write to the table until the index is built";

export function building(unique: boolean, partitioned: boolean): Rating {
  const gently = partitioned ? BY_PARTITION : CONCURRENTLY;
  return unique
    ? caution(`it fails at the first two rows that collide, and ${NO_WRITES}`, `look for duplicates first; ${gently}`)
    : safe(`the table is read and sorted, and ${NO_WRITES}`, gently);
}

export const OUTLINED = safe("it has no rows yet, and no query uses it until each partition has its part of it");
const DUPLICATES = caution(
  "duplicates are accepted from then on, and queries that use the index read the whole table",
  "see first that nothing relies on it, ON CONFLICT neither",
);
const LOST = caution(
  "queries that use the index read the whole table from then on",
  "see first in pg_stat_user_indexes that nobody does",
);

const REPLACED = caution(
  "the index that takes its place is there: queries use that one from then on",
  "see first that no transaction is left open: it waits for them",
);
const REPLACED_BELOW = caution(
  "the index that takes its place is there, and every partition has its part: queries use that one from then on",
  "set lock_timeout first: it waits for whoever uses the table, and everybody behind it waits, too",
);
const TAKEN_OVER = safe(
  "rows are identified by the index that takes its place: updates and deletes of a published table go on",
  "set lock_timeout first: nobody can read or write the table for the moment it takes",
);
const NAMED = safe("the index has the name of the one that it took the place of");

/** What makes way for an index of its name that was built beside it. @param beside what that is called */
export const givingWay = (schema: string, name: string, beside: string): Statement[] => [
  online(REPLACED, `DROP INDEX CONCURRENTLY ${qualified(schema, name)}`, "waits-for-transactions"),
  named(schema, beside, name),
];

/** What is said of the one that makes way is said of the other before. */
export const takingOver = (table: string, clause: string): Statement =>
  online(TAKEN_OVER, `ALTER TABLE ${table} ${clause}`, "replica-identity", "access-exclusive-lock");

/** The same of a partitioned table, with the names of all its parts. */
export const givingWayBelow = (
  at: { readonly schema: string; readonly name: string },
  beside: string,
  below: readonly Partition[],
): Statement[] => [
  online(REPLACED_BELOW, `DROP INDEX ${qualified(at.schema, at.name)}`, "access-exclusive-lock"),
  named(at.schema, beside, at.name),
  ...below.map(({ schema, table }) => named(schema, partName(table, beside), partName(table, at.name))),
];

const named = (schema: string, beside: string, name: string): Statement =>
  online(NAMED, `ALTER INDEX ${qualified(schema, beside)} RENAME TO ${ident(name)}`, "share-update-exclusive-lock");

/** @param name quoted */
export function dropping(name: string, unique: boolean, partitioned: boolean): Statement {
  const rating = unique ? DUPLICATES : LOST;
  const gently = { ...rating, suggestion: `${rating.suggestion}; DROP INDEX CONCURRENTLY keeps nobody waiting` };
  const dropped = rated(partitioned ? rating : gently, `DROP INDEX ${name}`, "index-lost", "access-exclusive-lock");
  if (partitioned) return dropped;
  const beside = online(rating, `DROP INDEX CONCURRENTLY ${name}`, "index-lost", "waits-for-transactions");
  return { ...dropped, online: [beside] };
}
