/** Indexes of partitioned tables, and the partitions that lack their part of one: as after CREATE INDEX ON ONLY. */

import { createHash } from "node:crypto";
import type { Canonical } from "./canonical.ts";
import { safe } from "./hazard.ts";
import type { Facts } from "./kind.ts";
import { online } from "./online.ts";
import type { Row } from "./row.ts";
import { qualified } from "./sql.ts";
import { type Partition, type Statement, statement } from "./statement.ts";

/** Common table expressions `whole` (an index of a partitioned table, with the topmost it belongs to) and `lacking`. */
export const WHOLE_INDEXES = `whole AS (
      SELECT c.oid, c.oid AS root FROM pg_class c WHERE c.relkind = 'I' AND NOT c.relispartition
      UNION ALL
      SELECT c.oid, whole.root FROM whole JOIN pg_inherits x ON x.inhparent = whole.oid
      JOIN pg_class c ON c.oid = x.inhrelid AND c.relkind = 'I'),
    lacking AS (
      SELECT whole.root, pair.above, pair.partition
      FROM (SELECT i.indexrelid AS above, t.inhrelid AS partition
            FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid AND ic.relkind = 'I'
            JOIN pg_inherits t ON t.inhparent = i.indrelid JOIN pg_class c ON c.oid = t.inhrelid AND c.relkind IN ('r', 'p')
            EXCEPT
            SELECT x.inhparent, i.indrelid FROM pg_inherits x JOIN pg_index i ON i.indexrelid = x.inhrelid) pair
      JOIN whole ON whole.oid = pair.above)`;

/** Topmost indexes that some partition lacks its part of. */
const PARTLY_BUILT = `WITH RECURSIVE ${WHOLE_INDEXES} SELECT root FROM lacking`;

/** A part of an index that a partition has, with what it is attached to. */
interface BuiltPart {
  readonly above: readonly string[];
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** That of a partition which has partitions itself. */
  readonly whole: boolean;
}

/** Of a topmost index that some partition lacks its part of: the parts there are, the outer before the inner. NULL of any other. */
export const builtParts = (index: string): string => `
  CASE WHEN ${index} IN (${PARTLY_BUILT}) THEN (
    WITH RECURSIVE part AS (
      SELECT x.inhparent AS above, x.inhrelid AS own, 1 AS depth FROM pg_inherits x WHERE x.inhparent = ${index}
      UNION ALL
      SELECT x.inhparent, x.inhrelid, part.depth + 1 FROM part JOIN pg_inherits x ON x.inhparent = part.own)
    SELECT coalesce(jsonb_agg(jsonb_build_object(
             'above', jsonb_build_array(an.nspname, a.relname), 'schema', n.nspname, 'table', t.relname, 'name', c.relname, 'whole', c.relkind = 'I')
             ORDER BY part.depth, n.nspname COLLATE "C", c.relname COLLATE "C"), '[]')
    FROM part JOIN pg_index i ON i.indexrelid = part.own
    JOIN pg_class c ON c.oid = part.own JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class a ON a.oid = part.above JOIN pg_namespace an ON an.oid = a.relnamespace) END`;

/** Whether some partition lacks its part: PostgreSQL calls the index invalid; it is the partition that is told. */
export const isPartlyBuilt = ({ built }: Row): boolean => built !== null;

/** From a row whose column `built` holds them. */
export const builtFacts = ({ built }: Row): Facts => (built ? { built: built as Canonical } : {});

/**
 * The statements for an index that some partitions are to lack: itself, which then has no rows, and the parts there are to be,
 * each attached where it belongs. Undefined of an index that none lacks.
 * @param make the statements for one of them; `only` where partitions are left out
 */
export function partByPart(
  at: { readonly schema: string; readonly table: string; readonly name: string },
  { built }: Facts,
  make: (at: { schema: string; table: string; name: string }, only: boolean) => readonly Statement[],
): readonly Statement[] | undefined {
  if (built === undefined) return undefined;
  return [
    ...make(at, true),
    ...(built as unknown as readonly BuiltPart[]).flatMap(({ above, schema, table, name, whole }) => [
      ...make({ schema, table, name }, whole),
      attached(above, qualified(schema, name)),
    ]),
  ];
}

/** @param above the index above, as schema and name @param part that of the partition */
export const attached = (above: readonly string[], part: string): Statement =>
  statement(`ALTER INDEX ${qualified(...above)} ATTACH PARTITION ${part}`, "access-exclusive-lock");

type Place = { readonly schema: string; readonly table: string; readonly name: string };

/**
 * The same for an index that every partition is to have its part of, while people write.
 * @param below the partitions, the outer before the inner
 * @param make the statement for one of them; `whole` where partitions are left out
 */
export const builtByPartition = (
  at: Place,
  below: readonly Partition[],
  make: (at: Place, whole: boolean) => Statement,
): readonly Statement[] => [
  make(at, true),
  ...below.flatMap(({ schema, table, above, partitioned }) => {
    const name = partName(table, at.name);
    const isTop = above.schema === at.schema && above.table === at.table;
    const whole = qualified(above.schema, isTop ? at.name : partName(above.table, at.name));
    return [
      make({ schema, table, name }, partitioned),
      online(JOINED, `ALTER INDEX ${whole} ATTACH PARTITION ${qualified(schema, name)}`, "access-exclusive-lock"),
    ];
  }),
];

const JOINED = safe("the part is the partition's from then on; with the last of them the whole is valid");

/** PostgreSQL cuts a name off at so many bytes. */
const LONGEST = 63;

/** `orders_2026_by_day`; of names that are too long for that, as much as there is room for, and what tells them apart. */
export function partName(table: string, index: string): string {
  const name = `${table}_${index}`;
  if (Buffer.byteLength(name) <= LONGEST) return name;
  const mark = createHash("sha256").update(`${table} ${index}`).digest("hex").slice(0, 8);
  let room = name;
  while (Buffer.byteLength(room) > LONGEST - mark.length - 1) room = [...room].slice(0, -1).join("");
  return `${room}_${mark}`;
}

/** What an index is called while the one that it takes the place of has its name. */
export const nameBeside = (index: string): string => partName("driftwatch", index);
