/** What a table comes from: those it inherits from, or the one it is a partition of. */

import type { Address } from "./address.ts";
import type { ByHand } from "./by-hand.ts";
import { type SqlText, sqlText } from "./canonical.ts";
import { caution, safe } from "./hazard.ts";
import type { Remedy } from "./kind.ts";
import { online } from "./online.ts";
import { flag, type Row, text } from "./row.ts";
import { critical, high, type Verdict } from "./severity.ts";
import { qualified } from "./sql.ts";
import { type Statement, statement } from "./statement.ts";

export type Descent = {
  /** Tables it inherits from, as schema and name, by name: their order is lost when one leaves and comes back. */
  inherits: readonly (readonly string[])[];
  partition: Partition | null;
};
/**
 * `of`: the partitioned table, as schema and name. `detaching`: DETACH … CONCURRENTLY was cut short, and queries on the
 * partitioned table no longer see the rows.
 */
export type Partition = { of: readonly string[]; bound: SqlText; detaching?: true };

/** For the select list of a query whose `pg_class` is `c` and that joins `PARENTS`. */
export const DESCENT = `CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, 0) END AS partition_bound,
           c.relispartition AS is_partition, c.relispartition AND parent.detaching AS detaching, parent.paths AS parents`;

export const PARENTS = `
    LEFT JOIN (SELECT i.inhrelid, jsonb_agg(jsonb_build_array(pn.nspname, p.relname) ORDER BY pn.nspname COLLATE "C", p.relname COLLATE "C") AS paths,
                      bool_or(i.inhdetachpending) AS detaching
               FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
               WHERE p.relkind IN ('r', 'p', 'f') GROUP BY i.inhrelid) parent ON parent.inhrelid = c.oid`;

/** From a row of such a query. */
export function descent(row: Row): Descent {
  const parents = (row.parents ?? []) as readonly (readonly string[])[];
  return flag(row.is_partition)
    ? {
        inherits: [],
        partition: {
          of: parents[0] ?? [],
          bound: sqlText("partition-bound", text(row.partition_bound)),
          ...(row.detaching === true ? { detaching: true } : {}),
        },
      }
    : { inherits: parents, partition: null };
}

/** The addresses of tables, of whichever of the kinds. */
export const addressesOf = (kinds: readonly string[], paths: readonly (readonly string[])[]): Address[] =>
  paths.flatMap((path) => kinds.map((kind) => ({ kind, path })));

export const partitionOf = ({ partition }: Descent): string =>
  partition ? ` PARTITION OF ${qualified(...partition.of)} ${partition.bound.text}` : "";

export const inheritsClause = ({ inherits }: Descent): string =>
  inherits.length > 0 ? ` INHERITS (${inherits.map((path) => qualified(...path)).join(", ")})` : "";

/** Whether a row of the one has no place in the other: their bounds have neither end, and no value, in common. */
export const isElsewhere = (a: Partition | null, b: Partition | null): boolean =>
  a !== null && b !== null && !boundsOf(a).some((bound) => boundsOf(b).includes(bound));

function boundsOf({ bound: { text } }: Partition): readonly string[] {
  const [, from, to] = /^FOR VALUES FROM (.*) TO (.*)$/s.exec(text) ?? [];
  if (from !== undefined) return [`FROM ${from}`, `TO ${to}`];
  const [, values] = /^FOR VALUES IN \((.*)\)$/s.exec(text) ?? [];
  return values?.match(/'(?:[^']|'')*'|[^\s,]+/g) ?? [text];
}

export const attach = (table: string, to: Partition | null): Statement[] =>
  (to ? [to] : []).map(({ of, bound }) => ({
    ...statement(
      `ALTER TABLE ${qualified(...of)} ATTACH PARTITION ${table} ${bound.text}`,
      "table-scan",
      "may-fail",
      "access-exclusive-lock",
    ),
    attaches: true,
  }));

export const detach = (table: string, from: Partition | null): Statement[] =>
  (from ? [from] : []).map(({ of, detaching }) =>
    statement(
      `ALTER TABLE ${qualified(...of)} DETACH PARTITION ${table}${detaching ? " FINALIZE" : ""}`,
      "changes-behaviour",
      "access-exclusive-lock",
    ),
  );

const LEFT = caution(
  "queries on the partitioned table no longer see its rows, and it waits until every transaction that uses that has ended",
  "see first in pg_stat_activity that none is left open; where it is cut short: ALTER TABLE … DETACH PARTITION … FINALIZE",
);
const MADE = safe(
  "an empty table comes, which nobody uses yet; where the next statement fails, drop it, and run both again",
);
const JOINED = safe(
  "it is empty, and nobody has to wait for it: reads and writes of the partitioned table go on meanwhile",
);

/** DROP TABLE keeps everybody from the partitioned table; PostgreSQL has no other way beside a default partition. */
export const leavingFirst = (table: string, partition: Partition | null, dropped: Statement): readonly Statement[] => {
  if (partition === null || partition.detaching || partition.bound.text === "DEFAULT") return [dropped];
  const sql = `ALTER TABLE ${qualified(...partition.of)} DETACH PARTITION ${table} CONCURRENTLY`;
  const hazards = ["changes-behaviour", "waits-for-transactions", "share-update-exclusive-lock"] as const;
  return [online(LEFT, sql, ...hazards), dropped];
};

/** What PARTITION OF says, in a statement that keeps nobody from the partitioned table, and one that joins the two. */
export const joiningLast = (
  table: string,
  { of, bound }: Partition,
  create: (columns: string) => string,
): [Statement, Statement] => [
  online(
    MADE,
    create(
      ` (LIKE ${qualified(...of)} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION)`,
    ),
  ),
  online(
    JOINED,
    `ALTER TABLE ${qualified(...of)} ATTACH PARTITION ${table} ${bound.text}`,
    "share-update-exclusive-lock",
  ),
];

/** What another place among the partitions means, on the way from expected to actual. */
export const partitionDrift = (expected: Partition | null, actual: Partition | null): Verdict =>
  String(expected?.of) === String(actual?.of) && expected?.detaching === actual?.detaching
    ? high("rows go to another partition, or to none")
    : critical("rows of the partitioned table appear or vanish");

/** From one place among the partitions to another. */
export const replace = (table: string, from: Partition | null, to: Partition | null): Remedy =>
  to?.detaching ? { manual: UNFINISHED } : [...detach(table, from), ...attach(table, to)];

/** The partition comes attached. */
export const unfinished = <S extends Descent>({ partition }: S): ByHand<Descent>[] =>
  partition?.detaching ? [{ attribute: "partition", reason: UNFINISHED }] : [];

const UNFINISHED = "no statement leaves a partition half detached: detach it, or accept it as it is";

/** From the parents as they stand to the expected ones. */
export const reparent = (table: string, from: Descent["inherits"], to: Descent["inherits"]): Statement[] => [
  ...difference(from, to).map((path) => inherit(table, "NO INHERIT", path)),
  ...difference(to, from).map((path) => inherit(table, "INHERIT", path)),
];

const inherit = (table: string, clause: string, path: readonly string[]): Statement =>
  statement(`ALTER TABLE ${table} ${clause} ${qualified(...path)}`, "changes-behaviour", "access-exclusive-lock");

const difference = (from: Descent["inherits"], without: Descent["inherits"]) =>
  from.filter((path) => !without.some((other) => qualified(...other) === qualified(...path)));
