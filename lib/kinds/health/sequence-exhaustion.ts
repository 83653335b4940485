/** Sequences that have used up most of their numbers, or of those that the column they feed can hold. */

import type { HealthCheck } from "../../core/health.ts";
import { flag, type Row, text, textsOrNull } from "../../core/row.ts";
import { critical, high, medium, type Verdict } from "../../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

/** From this share of its numbers on a sequence is worth a word. */
const WORTH_A_WORD = 80;

/** So many numbers are never used up: only a mistaken setval() gets there. */
const BEYOND_REACH = "9007199254740992";
/** Up to so many sequences all are looked at all the same, when there is time for it. */
const FEW = 200;

/**
 * The highest number that fits into every column whose default draws from a sequence. (The sequence of an identity
 * column goes as far as its column.)
 */
const COLUMNS = `
  SELECT d.refobjid AS sequence, min(CASE coalesce(nullif(t.typbasetype, 0), t.oid) WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 END) AS highest,
         min(ARRAY[f.adrelid::int8, f.adnum]) AS column
  FROM pg_depend d
  JOIN pg_attrdef f ON f.oid = d.objid
  JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
  JOIN pg_type t ON t.oid = a.atttypid
  WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid = 0
  GROUP BY d.refobjid`;

const OWN_COLUMN = `
  SELECT ARRAY[d.refobjid::int8, d.refobjsubid] FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass
    AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')`;

/** A difference of two such numbers does not fit into the type of the numbers. */
const ROOM = `(CASE WHEN s.seqincrement > 0 THEN least(s.seqmax, f.highest)::numeric - s.seqmin
                    ELSE s.seqmax::numeric - greatest(s.seqmin, -f.highest - 1) END)`;

export const sequenceExhaustion: HealthCheck = {
  name: "sequence-exhaustion",
  title: "sequences that run out of numbers",
  restless: true,
  query: (_server, unmoved) => `
    WITH feeds AS MATERIALIZED (${COLUMNS}),
    sequences AS MATERIALIZED (
      SELECT n.oid AS home, n.nspname AS schema, c.oid, c.relname AS name, s.seqincrement::text AS increment, s.seqcycle AS cycle,
             s.seqmin::text AS lowest, s.seqmax::text AS highest, f.highest::text AS column_highest,
             coalesce((${OWN_COLUMN}), f.column) AS place
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN feeds f ON f.sequence = c.oid
      WHERE c.relpersistence <> 't' AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}
        AND (${ROOM} < ${BEYOND_REACH} OR ${unmoved ? "false" : `(SELECT count(*) FROM pg_sequence) <= ${FEW}`}))
    SELECT q.schema, q.name, q.increment, q.cycle, q.lowest, q.highest, q.column_highest,
           (SELECT ARRAY[n.nspname, t.relname, a.attname]::text[] FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace WHERE a.attrelid = q.place[1]::oid AND a.attnum = q.place[2]) AS column,
           NOT (has_schema_privilege(q.home, 'USAGE') AND has_sequence_privilege(q.oid, 'SELECT')) AS closed
    FROM sequences q`,
  // pg_sequences and pg_sequence_last_value lock a sequence as a writer does; a plain SELECT does not.
  probe: (rows) =>
    rows
      .map(
        (row, at) =>
          `SELECT ${at} AS at, last_value::text AS last, is_called AS called FROM ${qualified(text(row.schema), text(row.name))}`,
      )
      .join("\nUNION ALL "),
  ailment: (row) => {
    const { first, limit, cycles } = reachOf(row);
    if (!flag(row.called) || cycles) return null;
    const percent = Number((distance(first, BigInt(text(row.last))) * 100n) / distance(first, limit));
    if (percent < WORTH_A_WORD) return null;
    const [schema, name, column] = [text(row.schema), text(row.name), textsOrNull(row.column)];
    const narrow = limit !== BigInt(text(BigInt(text(row.increment)) > 0n ? row.highest : row.lowest));
    return {
      address: { kind: "sequence", path: [schema, name] },
      belongsTo: column ? { kind: "column", path: column } : undefined,
      ...degree(percent, narrow ? `the numbers that the column ${(column ?? []).join(".")} can hold` : "its numbers"),
      suggestion:
        column === null
          ? `give it more room: ALTER SEQUENCE ${qualified(schema, name)} AS bigint NO MAXVALUE`
          : `make the column a bigint before it is full, and everything that refers to it (a rewrite, under a lock): ALTER TABLE ${qualified(...column.slice(0, 2))} ALTER COLUMN ${ident(column[2] ?? "")} TYPE bigint; ALTER SEQUENCE ${qualified(schema, name)} AS bigint NO MAXVALUE`,
    };
  },
  remedy: (closed) => {
    const schemas = [...new Set(closed.map((row) => text(row.schema)))].sort().map(ident).join(", ");
    return `GRANT USAGE ON SCHEMA ${schemas} and GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${schemas} TO the monitor's role`;
  },
};

/** How many numbers there are from one to another. */
const distance = (from: bigint, to: bigint): bigint => (to > from ? to - from : from - to) + 1n;

/** From where to where it counts: until its own end, or that of the narrowest column it feeds. */
function reachOf(row: Row): { readonly first: bigint; readonly limit: bigint; readonly cycles: boolean } {
  const [lowest, highest] = [BigInt(text(row.lowest)), BigInt(text(row.highest))];
  const column = typeof row.column_highest === "string" ? BigInt(row.column_highest) : null;
  const upwards = BigInt(text(row.increment)) > 0n;
  // A column holds one more below zero than above.
  const last = column === null ? null : upwards ? column : -column - 1n;
  const end = upwards ? highest : lowest;
  const narrow = last !== null && (upwards ? last < end : last > end);
  return { first: upwards ? lowest : highest, limit: narrow ? last : end, cycles: flag(row.cycle) && !narrow };
}

function degree(percent: number, of: string): Verdict {
  const why = `${percent} % of ${of} are used up; after the last one every insert that draws from it fails`;
  return percent >= 95 ? critical(why) : percent >= 90 ? high(why) : medium(why);
}
