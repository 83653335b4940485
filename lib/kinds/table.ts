/** Tables: the bare relation. Columns, constraints, indexes, policies and triggers are objects of their own. */

import type { Address } from "../core/address.ts";
import { type SqlText, sqlText } from "../core/canonical.ts";
import { defineKind } from "../core/registered.ts";
import { flag, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { lateStatement, type Statement, statement } from "../core/statement.ts";

type Table = {
  persistence: string;
  rowSecurity: boolean;
  forceRowSecurity: boolean;
  /** Tables it inherits from, as schema and name, in order. */
  inherits: readonly (readonly string[])[];
  /** The partitioned table it is a partition of, as schema and name. */
  partitionOf: readonly string[] | null;
  partitionBound: SqlText | null;
  partitionBy: SqlText | null;
  options: readonly string[];
  /** null = the database's default. */
  tablespace: string | null;
  accessMethod: string | null;
  /** `default`, `full`, `nothing` or the name of an index. */
  replicaIdentity: string;
};
type At = { schema: string; name: string };

const REPLICA_IDENTITY: Record<string, string> = { d: "default", n: "nothing", f: "full" };
const alter = (at: At, clause: string) => `ALTER TABLE ${qualified(at.schema, at.name)} ${clause}`;
const locked = (at: At, clause: string) => [statement(alter(at, clause), "access-exclusive-lock")];
const keyOf = (option: string) => option.slice(0, option.indexOf("="));

export const table = defineKind<readonly ["schema", "name"], Table>({
  name: "table",
  title: "table",
  key: ["schema", "name"],
  catalogue: "pg_class",
  reads: [
    "pg_class",
    "pg_namespace",
    "pg_inherits",
    "pg_index",
    "pg_am",
    "pg_tablespace",
    "pg_partitioned_table",
    "pg_depend",
  ],
  rank: 60,
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl,
           c.relpersistence::text AS persistence, c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_row_security,
           CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by, c.relkind = 'p' AS partitioned,
           CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
           c.relispartition AS is_partition, parent.paths AS parents,
           c.reloptions AS options, toast.reloptions AS toast_options, ts.spcname AS tablespace, am.amname AS access_method,
           c.relreplident::text AS replica_identity,
           CASE WHEN c.relreplident = 'i' THEN (SELECT ic.relname FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
                                                WHERE i.indrelid = c.oid AND i.indisreplident) END AS replica_index
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
    LEFT JOIN (SELECT i.inhrelid, jsonb_agg(jsonb_build_array(pn.nspname, p.relname) ORDER BY i.inhseqno) AS paths
               FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
               WHERE p.relkind IN ('r', 'p') GROUP BY i.inhrelid) parent ON parent.inhrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}`,
  canonicalise: (row) => {
    const parents = (row.parents ?? []) as readonly (readonly string[])[];
    const partition = flag(row.is_partition);
    return {
      persistence: row.persistence === "u" ? "unlogged" : "permanent",
      rowSecurity: flag(row.row_security),
      forceRowSecurity: flag(row.force_row_security),
      inherits: partition ? [] : parents,
      partitionOf: partition ? (parents[0] ?? null) : null,
      partitionBound: partition ? sqlText("partition-bound", text(row.partition_bound)) : null,
      partitionBy: flag(row.partitioned) ? sqlText("partition-key", text(row.partition_by)) : null,
      options: sorted([...texts(row.options), ...texts(row.toast_options).map((option) => `toast.${option}`)]),
      tablespace: textOrNull(row.tablespace),
      accessMethod: textOrNull(row.access_method),
      replicaIdentity: REPLICA_IDENTITY[text(row.replica_identity)] ?? `index ${text(row.replica_index)}`,
    };
  },
  within: (at, spec): Address[] => {
    const parent = spec.partitionOf ? [{ kind: "table", path: spec.partitionOf }] : [];
    return [...parent, { kind: "schema", path: [at.schema] }];
  },
  sqlName: (at) => `TABLE ${qualified(at.schema, at.name)}`,
  privileges: {
    owner: "arwdDxt",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLE ${qualified(at.schema, at.name)}`,
  },
  added: medium("a table that nobody expected"),
  removed: critical("every query on the table fails"),
  attributes: {
    persistence: {
      drift: (_expected, actual) =>
        actual === "unlogged"
          ? high("a crash empties the table, and replicas do not have it")
          : low("every write is logged"),
      alter: (at, to) => [
        statement(
          alter(at, to === "unlogged" ? "SET UNLOGGED" : "SET LOGGED"),
          "table-rewrite",
          "access-exclusive-lock",
        ),
      ],
    },
    rowSecurity: {
      drift: (_expected, actual) =>
        actual
          ? high("row security is on: without a policy for them, readers see no rows")
          : critical("row security is off: everyone who may read the table reads every row"),
      alter: (at, to) => rowSecurity(at, to),
    },
    forceRowSecurity: {
      drift: (_expected, actual) =>
        actual ? medium("policies now bind the owner, too") : critical("the owner passes every policy by"),
      alter: (at, to) => forceRowSecurity(at, to),
    },
    inherits: {
      drift: high("queries on the parent see other rows"),
      alter: (at, to, { actual }) => [
        ...difference(actual.inherits, to).flatMap((path) => locked(at, `NO INHERIT ${qualified(...path)}`)),
        ...difference(to, actual.inherits).flatMap((path) => locked(at, `INHERIT ${qualified(...path)}`)),
      ],
    },
    partitionOf: {
      drift: critical("rows of the partitioned table appear or vanish"),
      alter: (at, to, { actual, expected }) => [
        ...(actual.partitionOf ? detach(at, actual) : []),
        ...(to ? attach(at, expected) : []),
      ],
    },
    partitionBound: {
      drift: high("rows go to another partition, or to none"),
      alter: (at, to, { actual, expected }) =>
        !to || !actual.partitionBound || String(actual.partitionOf) !== String(expected.partitionOf)
          ? [] // partitionOf does the whole of it
          : [...detach(at, actual), ...attach(at, expected)],
    },
    partitionBy: {
      drift: high("the table is partitioned differently"),
      manual: "PostgreSQL cannot change how a table is partitioned: build a new table and move the rows",
    },
    options: {
      drift: low("storage and vacuum settings differ"),
      alter: (at, to, { actual }) => setOptions(at, actual.options, to),
    },
    tablespace: {
      drift: low("the table lies on another disk"),
      alter: (at, to) => [
        statement(alter(at, `SET TABLESPACE ${ident(to ?? "pg_default")}`), "table-rewrite", "access-exclusive-lock"),
      ],
    },
    accessMethod: {
      drift: medium("rows are stored in another way"),
      manual: "changing the access method needs PostgreSQL 15 and rewrites the table: ALTER TABLE … SET ACCESS METHOD",
    },
    replicaIdentity: {
      drift: medium("logical replication identifies updated and deleted rows differently"),
      alter: (at, to) => replicaIdentity(at, to).map((sql) => statement(sql, "access-exclusive-lock")),
    },
  },
  create: (at, spec, clauses) => [
    statement(
      `CREATE ${spec.persistence === "unlogged" ? "UNLOGGED " : ""}TABLE ${qualified(at.schema, at.name)} (${clauses.join(", ")})` +
        (spec.inherits.length > 0 ? ` INHERITS (${spec.inherits.map((path) => qualified(...path)).join(", ")})` : "") +
        (spec.partitionBy ? ` PARTITION BY ${spec.partitionBy.text}` : "") +
        (spec.accessMethod && spec.accessMethod !== "heap" ? ` USING ${ident(spec.accessMethod)}` : "") +
        (spec.options.length > 0 ? ` WITH (${spec.options.map(option).join(", ")})` : "") +
        (spec.tablespace ? ` TABLESPACE ${ident(spec.tablespace)}` : ""),
    ),
    ...(spec.partitionOf ? attach(at, spec) : []),
    ...(spec.rowSecurity ? rowSecurity(at, true) : []),
    ...(spec.forceRowSecurity ? forceRowSecurity(at, true) : []),
    ...(spec.replicaIdentity === "default"
      ? []
      : replicaIdentity(at, spec.replicaIdentity).map((sql) => lateStatement(sql))),
  ],
  drop: (at) => [statement(`DROP TABLE ${qualified(at.schema, at.name)}`, "data-loss", "access-exclusive-lock")],
});

const rowSecurity = (at: At, on: boolean): Statement[] => [
  on
    ? statement(alter(at, "ENABLE ROW LEVEL SECURITY"), "access-exclusive-lock")
    : statement(alter(at, "DISABLE ROW LEVEL SECURITY"), "access-exclusive-lock", "exposes-rows"),
];

const forceRowSecurity = (at: At, on: boolean): Statement[] => [
  on
    ? statement(alter(at, "FORCE ROW LEVEL SECURITY"), "access-exclusive-lock")
    : statement(alter(at, "NO FORCE ROW LEVEL SECURITY"), "access-exclusive-lock", "exposes-rows"),
];

const attach = (at: At, spec: Table): Statement[] => {
  if (!spec.partitionOf || !spec.partitionBound) return [];
  const parent = qualified(...spec.partitionOf);
  const partition = qualified(at.schema, at.name);
  return [
    statement(
      `ALTER TABLE ${parent} ATTACH PARTITION ${partition} ${spec.partitionBound.text}`,
      "table-scan",
      "may-fail",
    ),
  ];
};

const detach = (at: At, spec: Table): Statement[] =>
  spec.partitionOf
    ? [
        statement(
          `ALTER TABLE ${qualified(...spec.partitionOf)} DETACH PARTITION ${qualified(at.schema, at.name)}`,
          "access-exclusive-lock",
        ),
      ]
    : [];

function replicaIdentity(at: At, to: string): string[] {
  const words = to.startsWith("index ") ? `USING INDEX ${ident(to.slice("index ".length))}` : to.toUpperCase();
  return [alter(at, `REPLICA IDENTITY ${words}`)];
}

const option = (text: string): string => {
  const at = text.indexOf("=");
  const key = text.slice(0, at).split(".").map(ident).join(".");
  return `${key} = '${text.slice(at + 1).replaceAll("'", "''")}'`;
};

function setOptions(at: At, from: readonly string[], to: readonly string[]): Statement[] {
  const set = to.filter((item) => !from.includes(item));
  const reset = from.map(keyOf).filter((key) => !to.some((item) => keyOf(item) === key));
  return [
    ...(set.length > 0 ? [statement(alter(at, `SET (${set.map(option).join(", ")})`))] : []),
    ...(reset.length > 0
      ? [statement(alter(at, `RESET (${reset.map((key) => key.split(".").map(ident).join(".")).join(", ")})`))]
      : []),
  ];
}

const difference = (from: readonly (readonly string[])[], without: readonly (readonly string[])[]) =>
  from.filter((path) => !without.some((other) => qualified(...other) === qualified(...path)));
