/** Tables: the bare relation. Columns, constraints, indexes, policies and triggers are objects of their own. */

import type { Address } from "../core/address.ts";
import { type SqlText, sqlText } from "../core/canonical.ts";
import {
  addressesOf,
  attach,
  DESCENT,
  type Descent,
  descent,
  inheritsClause,
  isElsewhere,
  joiningLast,
  leavingFirst,
  PARENTS,
  partitionDrift,
  partitionOf,
  reparent,
  unfinished,
} from "../core/descent.ts";
import { caution, safe } from "../core/hazard.ts";
import { INHERITED_PARTS, inheritedParts } from "../core/inherited-parts.ts";
import type { Facts, Tie } from "../core/kind.ts";
import { rowNames } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { changeOptions, withOptions } from "../core/options.ts";
import { joiningBeside, replaceChecked } from "../core/partition-checks.ts";
import { defineKind } from "../core/registered.ts";
import { flag, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, listed, qualified } from "../core/sql.ts";
import { lateStatement, rated, type Statement, statement } from "../core/statement.ts";
import { forceRowSecurity, guarding, rowSecurity } from "./table-row-security.ts";

type Table = Descent & {
  persistence: string;
  rowSecurity: boolean;
  forceRowSecurity: boolean;
  partitionBy: SqlText | null;
  /** The composite type that gives it its columns, as schema and name. */
  ofType: readonly string[] | null;
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
const tables = (paths: readonly (readonly string[])[]): Address[] => addressesOf(["table", "foreign-table"], paths);
const INDEX = "index ";

export const table = defineKind<readonly ["schema", "name"], Table>({
  name: "table",
  title: "table",
  key: ["schema", "name"],
  catalogue: "pg_class",
  numerous: true,
  reads: [
    "pg_class",
    "pg_namespace",
    "pg_inherits",
    "pg_index",
    "pg_am",
    "pg_tablespace",
    "pg_partitioned_table",
    "pg_constraint",
    "pg_type",
    ...ORIGINS,
  ],
  rank: 60,
  query: ({ major }) => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl, ${membership("pg_class", "c.oid")},
           c.relpersistence::text AS persistence, c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_row_security,
           CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by, c.relkind = 'p' AS partitioned,
           ${DESCENT},
           CASE WHEN ty.oid IS NOT NULL THEN ARRAY[tn.nspname, ty.typname]::text[] END AS of_type,
           c.reloptions AS options, toast.reloptions AS toast_options, ts.spcname AS tablespace, am.amname AS access_method,
           c.relreplident::text AS replica_identity, ${major >= 15} AND c.relkind = 'r' OR ${major >= 17} AS method_alterable,
           CASE WHEN c.relreplident = 'i' THEN (SELECT ic.relname FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
                                                WHERE i.indrelid = c.oid AND i.indisreplident) END AS replica_index,
           CASE WHEN c.relispartition THEN EXISTS (
             SELECT FROM pg_inherits h JOIN pg_partitioned_table p ON p.partrelid = h.inhparent
             WHERE h.inhrelid = c.oid AND p.partdefid NOT IN (0, c.oid)) END AS beside_default,
           inherited.parts
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN (pg_type ty JOIN pg_namespace tn ON tn.oid = ty.typnamespace) ON ty.oid = c.reloftype
    LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL${PARENTS}${INHERITED_PARTS}
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND ${ofUsers("n", "pg_class", "c.oid", "relacl")}`,
  canonicalise: (row) => ({
    persistence: row.persistence === "u" ? "unlogged" : "permanent",
    rowSecurity: flag(row.row_security),
    forceRowSecurity: flag(row.force_row_security),
    ...descent(row),
    partitionBy: flag(row.partitioned) ? sqlText("partition-key", text(row.partition_by)) : null,
    ofType: row.of_type === null ? null : texts(row.of_type),
    options: sorted([...texts(row.options), ...texts(row.toast_options).map((option) => `toast.${option}`)]),
    tablespace: textOrNull(row.tablespace),
    accessMethod: textOrNull(row.access_method),
    replicaIdentity: REPLICA_IDENTITY[text(row.replica_identity)] ?? byIndex(textOrNull(row.replica_index)),
  }),
  facts: (row): Facts => ({
    ...(flag(row.method_alterable) ? { methodAlterable: true } : {}),
    ...(flag(row.partitioned) ? { partitioned: true } : {}),
    ...(row.beside_default === true ? { besideDefault: true } : {}),
    ...inheritedParts(row),
  }),
  within: (at, spec) => [...tables(spec?.partition ? [spec.partition.of] : []), { kind: "schema", path: [at.schema] }],
  // Rebuilt, an index has forgotten that it identifies the rows.
  ties: (at, spec): Tie[] =>
    spec.replicaIdentity.startsWith(INDEX)
      ? ["index", "constraint"].map((kind) => ({
          to: { kind, path: [at.schema, at.name, spec.replicaIdentity.slice(INDEX.length)] },
          statements: replicaIdentity(at, spec.replicaIdentity),
          clause: identifiedBy,
        }))
      : [],
  sqlName: (at) => `TABLE ${qualified(at.schema, at.name)}`,
  privileges: {
    sort: "tables",
    owner: "arwdDxt",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLE ${qualified(at.schema, at.name)}`,
  },
  added: medium("rows gather in a table that nobody expected, and are missing wherever the schema is built anew"),
  removed: critical("every query on the table fails"),
  rename: {
    drift: critical("every query that names the table as expected fails"),
    hazards: ["access-exclusive-lock", "breaks-names"],
    likeness: {
      ...{ name: 0.4, parts: { weight: 0.6, kinds: ["column"] } },
      apart: (expected, actual) =>
        keyShape(expected) !== keyShape(actual) || isElsewhere(expected.partition, actual.partition),
    },
  },
  attributes: {
    persistence: {
      drift: (_expected, actual) =>
        actual === "unlogged"
          ? high("a crash empties the table, and replicas do not have it")
          : low("every write is logged: the table survives a crash, and writes to it are slower"),
      passesOn: "always",
      // No permanent table may refer to an unlogged one.
      referredFirst: (to) => to === "permanent",
      alter: (at, to) => [
        to === "unlogged"
          ? rated(UNLOGGED, alter(at, "SET UNLOGGED"), "table-rewrite", "access-exclusive-lock")
          : statement(alter(at, "SET LOGGED"), "table-rewrite", "access-exclusive-lock"),
      ],
    },
    rowSecurity: {
      drift: (_expected, actual) =>
        actual
          ? high("row security is on: readers see no rows, and writes are refused, without a policy for them")
          : critical("row security is off: everyone who may read the table reads every row"),
      alter: (at, to) => [guarding(rowSecurity(at, to), to)],
    },
    forceRowSecurity: {
      drift: (_expected, actual) =>
        actual
          ? high("policies bind the owner, too: what connects as it sees fewer rows, or none")
          : critical("the owner passes every policy by"),
      alter: (at, to) => [guarding(forceRowSecurity(at, to), to)],
    },
    inherits: {
      drift: high("queries on the table above find rows they should not, or miss rows"),
      passesDown: tables,
      alter: (at, to, { actual }) => reparent(qualified(at.schema, at.name), actual.inherits, to),
    },
    partition: {
      drift: partitionDrift,
      passesDown: (partition) => tables(partition ? [partition.of] : []),
      alter: (at, to, { actual, expectedFacts }) =>
        replaceChecked(
          { kind: "table", path: [at.schema, at.name] },
          actual.partition,
          to,
          expectedFacts.besideDefault === true,
        ),
    },
    partitionBy: {
      drift: high("rows are spread differently: those that fit no partition are refused"),
      holdsUp: () => "dependents",
      // A partitioned table has no rows of its own, and before 17 no method to store them by.
      measures: { attribute: "accessMethod", absolute: (method, key) => method ?? (key === null ? null : "heap") },
      manual: "PostgreSQL cannot change how a table is partitioned: build a new table and move the rows",
    },
    ofType: {
      drift: low("columns can be added to the table alone, or no longer can: it follows a type, or has stopped to"),
      alter: (at, to) => locked(at, to ? `OF ${qualified(...to)}` : "NOT OF"),
    },
    options: {
      drift: (_expected, actual) =>
        actual.some((option) => /autovacuum_enabled=(false|off|no|0)$/i.test(option))
          ? high("dead rows pile up: queries get slower, and in the end the server stops taking writes")
          : low("the table is stored, or vacuumed, in another way: same answers, at another speed"),
      alter: (at, to, { actual }) =>
        changeOptions(alter(at, "").trim(), actual.options, to, "share-update-exclusive-lock"),
    },
    tablespace: {
      drift: low("the table lies on another disk: it is as fast, and as safe, as that one"),
      alter: (at, to) => [
        statement(alter(at, `SET TABLESPACE ${ident(to ?? "pg_default")}`), "table-rewrite", "access-exclusive-lock"),
      ],
    },
    accessMethod: {
      drift: medium("rows are stored by another method, with its own speed and its own limits"),
      alter: (at, to, { facts }) =>
        facts.methodAlterable !== true
          ? { manual: "only a new table has another access method before PostgreSQL 15, a partitioned one before 17" }
          : [
              statement(
                alter(at, `SET ACCESS METHOD ${to === null ? "DEFAULT" : ident(to)}`),
                "access-exclusive-lock",
                // A partitioned table has no rows of its own.
                ...(facts.partitioned === true ? [] : (["table-rewrite"] as const)),
              ),
            ],
    },
    replicaIdentity: {
      drift: (_expected, actual) =>
        actual === "nothing"
          ? high("updates and deletes fail where the table is published")
          : medium("subscribers are told of updated and deleted rows in another way, and may not find them"),
      alter: replicaIdentity,
    },
  },
  create: (at, spec, clauses, { besideDefault }) => [
    coming(at, spec, clauses, besideDefault === true),
    ...(arises(spec, clauses) ? [] : attach(qualified(at.schema, at.name), spec.partition)),
    ...(spec.ofType && !arises(spec, clauses) ? locked(at, `OF ${qualified(...spec.ofType)}`) : []),
    ...(spec.rowSecurity ? [{ ...rowSecurity(at, true), rating: GUARDED }] : []),
    ...(spec.forceRowSecurity ? [{ ...forceRowSecurity(at, true), rating: GUARDED }] : []),
    ...(spec.replicaIdentity === "default" ? [] : replicaIdentity(at, spec.replicaIdentity)),
  ],
  byHand: (_at, spec) => unfinished(spec),
  keeps: (at, { partitionBy }) =>
    partitionBy
      ? {
          again: [],
          advice: `UPDATE of a column to itself takes each row of ${qualified(at.schema, at.name)} to the partition where it is looked for`,
        }
      : undefined,
  occupies: (at) => rowNames(at.schema, at.name),
  drop: (at, { partition }, { besideDefault }) => {
    const name = qualified(at.schema, at.name);
    const dropped = statement(`DROP TABLE ${name}`, "data-loss", "breaks-names", "access-exclusive-lock");
    return [besideDefault === true ? dropped : { ...dropped, online: leavingFirst(name, partition, dropped) }];
  },
  // So that what it inherits from can be built anew.
  release: (at, actual, expected) => ({
    before: reparent(qualified(at.schema, at.name), actual.inherits, []),
    after: reparent(qualified(at.schema, at.name), [], expected.inherits),
  }),
  sweepsData: true,
});

function coming(at: At, spec: Table, clauses: readonly string[], besideDefault: boolean): Statement {
  const said = rated(
    besideDefault ? BESIDE_DEFAULT : EMPTY,
    created(at, spec, arises(spec, clauses) ? partitionOf(spec) + ofType(spec) : ` ${listed(clauses)}`),
    ...(arises(spec, clauses) ? (["access-exclusive-lock"] as const) : []),
    ...(besideDefault ? (["may-fail", "table-scan"] as const) : []),
    ...(spec.inherits.length > 0 ? (["share-update-exclusive-lock"] as const) : []),
  );
  if (!spec.partition || !arises(spec, clauses)) return said;
  const join = joiningLast(qualified(at.schema, at.name), spec.partition, (columns) => created(at, spec, columns));
  const on = { kind: "table", path: [at.schema, at.name] };
  return besideDefault ? joiningBeside(said, on, spec.partition, join) : { ...said, online: join };
}

// One that is partitioned may have none: its partitions get that of the server then, which need not be heap.
const created = (at: At, spec: Table, columns: string): string =>
  `CREATE ${spec.persistence === "unlogged" ? "UNLOGGED " : ""}TABLE ${qualified(at.schema, at.name)}${columns}` +
  inheritsClause(spec) +
  (spec.partitionBy ? ` PARTITION BY ${spec.partitionBy.text}` : "") +
  (spec.accessMethod && (spec.accessMethod !== "heap" || spec.partitionBy)
    ? ` USING ${ident(spec.accessMethod)}`
    : "") +
  withOptions(spec.options) +
  (spec.tablespace ? ` TABLESPACE ${ident(spec.tablespace)}` : "");

const EMPTY = safe(
  "the table comes, and empty: rows it held before stay lost",
  "take the rows, if anybody misses them, from a backup",
);
const BESIDE_DEFAULT = caution(
  "the partition comes, and empty; the default partition is read for rows that belong in it, and it fails where there are any",
  "move such rows out of the default partition first",
);
const GUARDED = safe("who reads or writes the new table needs a policy that lets them");
const UNLOGGED = caution(
  "a crash empties the table from then on, and replicas do not have it; the whole table is written anew",
  "see first that its rows can be had again from elsewhere",
);

// Once its index is dropped, PostgreSQL identifies rows by nothing.
const byIndex = (name: string | null): string => (name === null ? "nothing" : `${INDEX}${name}`);

const identifiedBy = (index: string): string => `REPLICA IDENTITY USING INDEX ${ident(index)}`;

function replicaIdentity(at: At, to: string): Statement[] {
  const hazards = ["replica-identity", "access-exclusive-lock"] as const;
  // The index may be yet to come; the columns of one that it was may be empty only afterwards.
  return to.startsWith(INDEX)
    ? [lateStatement(alter(at, identifiedBy(to.slice(INDEX.length))), ...hazards)]
    : [statement(alter(at, `REPLICA IDENTITY ${to.toUpperCase()}`), ...hazards)];
}

/** One whose columns come from the table it is a partition of, or from its type. */
const arises = ({ partition, ofType }: Table, clauses: readonly string[]): boolean =>
  (partition !== null || ofType !== null) && clauses.length === 0;
const ofType = ({ ofType }: Table): string => (ofType ? ` OF ${qualified(...ofType)}` : "");

/** How a table is partitioned, whatever the columns of the key are called. */
const keyShape = ({ partitionBy }: Table): string | undefined =>
  partitionBy?.text.replace(/"(?:[^"]|"")*"|[\w$\u0080-\uffff]+/g, (word, at: number) => (at === 0 ? word : "_"));
