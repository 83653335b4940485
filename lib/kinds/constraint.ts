/** Constraints of tables: primary keys, unique, foreign keys, checks and exclusions, with the index behind them. */

import { sqlText } from "../core/canonical.ts";
import { putOnAnExtensions } from "../core/extension-tables.ts";
import type { Implication } from "../core/implication.ts";
import type { Facts } from "../core/kind.ts";
import { reindex } from "../core/online.ts";
import { changeOptions, indexOptionsLock } from "../core/options.ts";
import { builtFacts, builtParts, isPartlyBuilt, partByPart } from "../core/partly-built.ts";
import { defineKind } from "../core/registered.ts";
import { flag, type Row, sorted, text, textOrNull, texts } from "../core/row.ts";
import { resample, samples, samplesOf } from "../core/samples.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { rated, statement } from "../core/statement.ts";
import { expressionOn, nameIn, tables } from "../core/tables-alike.ts";
import {
  added,
  addedOnline,
  holds,
  indexInstead,
  occupies,
  outlined,
  RELEASED,
  validate,
} from "./constraint-addition.ts";
import {
  type At,
  alter,
  type Constraint,
  elementsOf,
  isIndexed,
  reference,
  sqlOf,
} from "./constraint-addition-definition.ts";
import { anotherType, atAnotherTime, existence, keeps, sweeps } from "./constraint-verdict.ts";

const TYPES: Record<string, string> = { p: "PRIMARY KEY", u: "UNIQUE", f: "FOREIGN KEY", c: "CHECK", x: "EXCLUDE" };

// Its own triggers, or those on one partition of either table, do not fire in an ordinary session.
const UNENFORCED = `
             WITH RECURSIVE unenforced AS (
               SELECT tgconstraint AS oid FROM pg_trigger WHERE tgenabled IN ('D', 'R') AND tgisinternal AND tgconstraint <> 0
               UNION SELECT part.conparentid FROM unenforced JOIN pg_constraint part USING (oid) WHERE part.conparentid <> 0)
             SELECT oid FROM unenforced`;
const index = (at: At) => `ALTER INDEX ${qualified(at.schema, at.name)}`;
/** The names of columns by their numbers. @param known the table with all of its names, where there is one */
const names = (keys: string, table: string, known?: string) => `
  CASE WHEN cardinality(${keys}) = 1
       THEN ARRAY[${known ? nameIn(known, `(${keys})[1]`) : `(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = ${table} AND a.attnum = (${keys})[1])`}]
       ELSE ARRAY(SELECT a.attname::text FROM unnest(${keys}) WITH ORDINALITY AS key(number, place)
                  LEFT JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = key.number ORDER BY place) END`;

export const constraint = defineKind<readonly ["schema", "table", "name"], Constraint>({
  name: "constraint",
  title: "constraint",
  key: ["schema", "table", "name"],
  catalogue: "pg_constraint",
  numerous: true,
  reads: [
    "pg_constraint",
    "pg_trigger",
    "pg_class",
    "pg_namespace",
    "pg_attribute",
    "pg_index",
    "pg_inherits",
    "pg_tablespace",
    "pg_depend",
    "pg_extension",
    "pg_description",
  ],
  rank: 80,
  query: ({ major }, batch) => `
    SELECT k.oid, t.schema, t.name AS table, k.conname AS name, k.contype::text AS type,
           CASE WHEN k.contype IN ('p', 'u', 'f') THEN ${names("k.conkey", "k.conrelid", "t")} END AS columns,
           CASE WHEN k.contype = 'f' THEN (SELECT ARRAY[n.nspname, c.relname]::text[] FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = k.confrelid) END AS references_table,
           CASE WHEN k.contype = 'f' THEN ${names("k.confkey", "k.confrelid")} END AS references_columns,
           CASE WHEN k.contype = 'f' THEN k.confmatchtype::text END AS match, CASE WHEN k.contype = 'f' THEN k.confupdtype::text END AS on_update, CASE WHEN k.contype = 'f' THEN k.confdeltype::text END AS on_delete,
           ${major >= 15 ? `CASE WHEN k.confdelsetcols IS NOT NULL THEN ${names("k.confdelsetcols", "k.conrelid")} END` : "NULL::text[]"} AS on_delete_columns,
           CASE WHEN k.contype = 'c' THEN ${expressionOn("k.conbin", "t.model", "k.conrelid")} END AS check,
           CASE WHEN k.contype = 'x' THEN pg_get_constraintdef(k.oid) END AS exclusion,
           CASE WHEN k.contype = 'x' THEN pg_get_expr(i.indpred, i.indrelid) END AS predicate, i.indpred IS NOT NULL AS partial,
           k.coninhcount > 0 OR k.conparentid <> 0 OR k.contype IN ('n', 't') AS anothers,
           k.oid NOT IN (${UNENFORCED}) AS triggers_enabled,
           ${major >= 18 ? "k.conenforced AS enforced, k.conperiod AS period" : "true AS enforced, false AS period"},
           k.connoinherit AS no_inherit, k.condeferrable AS deferrable, k.condeferred AS deferred, k.convalidated AS validated,
           CASE WHEN k.contype <> 'x' AND i.indnatts > i.indnkeyatts THEN ${names("i.indkey::int2[]", "k.conrelid")} END AS index_columns, i.indnkeyatts AS keys,
           ${major >= 15 ? "i.indnullsnotdistinct" : "false"} AS nulls_not_distinct,
           ic.reloptions AS index_options, CASE WHEN k.contype = 'x' THEN ${samplesOf("k.conindid")} END AS samples,
           CASE WHEN ic.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace ts WHERE ts.oid = ic.reltablespace) END AS index_tablespace,
           coalesce(i.indisvalid, true) AS index_valid,
           coalesce(i.indisclustered, false) AS clustered, coalesce(ic.relkind = 'I', t.kind = 'p') AS partitioned, nullif(t.kind = 'f', false) AS of_foreign,
           CASE WHEN ic.relkind = 'I' THEN ${builtParts("i.indexrelid")} END AS built
    FROM pg_constraint k
    JOIN ${tables(batch)} t ON t.oid = k.conrelid AND t.kind <> 'm' AND (NOT t.of_extension OR ${putOnAnExtensions("pg_constraint", "k.oid")})
    LEFT JOIN (pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid AND (i.indisunique OR i.indisexclusion))
      ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
       OR k.oid IN (SELECT objoid FROM pg_description WHERE classoid = 'pg_constraint'::regclass)`,
  // What comes from a table above is that one's, and what a constraint trigger has is the trigger's. That a column is NOT
  // NULL is the column's, whatever name 18 has made up for it. Comments on them are found all the same.
  canonicalise: (row) => (flag(row.anothers) ? null : canonical(row)),
  earlier: (spec) => ({ indexStatistics: [], ...spec }),
  facts: (row): Facts =>
    flag(row.partitioned) ? { partitioned: true, ...builtFacts(row) } : flag(row.of_foreign) ? { foreign: true } : {},
  within: (at) => ["table", "foreign-table"].map((kind) => ({ kind, path: [at.schema, at.table] })),
  implies: (at, spec, verb): Implication[] => {
    if (verb === "removed")
      return [
        { address: { kind: "table", path: [at.schema, at.table] }, attribute: "replicaIdentity", value: "nothing" },
      ];
    const columns = spec.type === "PRIMARY KEY" ? spec.columns : [];
    return columns.map((name) => ({
      address: { kind: "column", path: [at.schema, at.table, name] },
      attribute: "notNull",
      value: true,
    }));
  },
  otherwise: indexInstead,
  holds,
  sqlName: (at) => `CONSTRAINT ${ident(at.name)} ON ${qualified(at.schema, at.table)}`,
  added: (spec) => existence(spec, "added"),
  removed: (spec) => existence(spec, "removed"),
  rename: {
    drift: low(
      "it keeps the same promise under another name; ON CONFLICT ON CONSTRAINT and error handlers may name it",
    ),
    statement: (at, to) => alter(at, `RENAME CONSTRAINT ${ident(at.name)} TO ${ident(to)}`, "access-exclusive-lock"),
    likeness: "definition",
  },
  attributes: {
    type: {
      drift: anotherType,
      isOverlooked: true,
      recreate: true,
    },
    columns: {
      drift: (_expected, _actual, object) =>
        object.type === "PRIMARY KEY"
          ? critical("rows are told apart by other columns: what used to be duplicates is accepted")
          : high("what the constraint refused is accepted: it covers other columns"),
      recreate: true,
    },
    include: {
      drift: low("queries that were answered by the index alone read the table, or the other way round"),
      recreate: true,
    },
    nullsNotDistinct: {
      since: 15,
      drift: (_expected, actual) =>
        actual
          ? medium("a second row without a value is refused as a duplicate")
          : high("duplicates are accepted where a value is missing"),
      recreate: true,
    },
    references: {
      drift: (expected, actual) =>
        sweeps(actual) && !sweeps(expected)
          ? critical("deleting a row over there deletes, or empties, rows here")
          : high("orphaned rows are accepted, or deletes are refused: rows are held to another reference"),
      refersTo: (references) => (references ? [{ kind: "table", path: references.table }] : []),
      recreate: true,
    },
    check: {
      drift: high("rows are accepted that the application believes impossible, or refused that it writes"),
      recreate: true,
    },
    exclusion: {
      drift: high("rows are accepted side by side that exclude each other, or refused that do not"),
      recreate: true,
    },
    predicate: {
      drift: high("rows are accepted side by side that exclude each other, or refused that do not"),
      recreate: true,
    },
    noInherit: {
      drift: (_expected, actual) =>
        actual
          ? high("rows of child tables are no longer checked")
          : medium("writes to child tables that used to be accepted may fail"),
      recreate: true,
    },
    deferrable: {
      drift: (expected, actual, { type }) => atAnotherTime(expected, actual, type),
      alter: (at, to, { expected }) =>
        expected.type === "FOREIGN KEY"
          ? [alter(at, `ALTER CONSTRAINT ${ident(at.name)} ${to}`, "access-exclusive-lock")]
          : "recreate",
    },
    period: {
      since: 18,
      drift: high("rows that overlap in time are accepted, or refused that do not"),
      recreate: true,
    },
    validated: {
      drift: (_expected, actual) =>
        actual
          ? low("rows that were there before have been checked, too: nothing fails that did not")
          : high("rows that were there before may break the constraint: nobody ever checked them"),
      alter: (at, to) => (to ? [validate(at)] : "recreate"),
    },
    enforced: {
      since: 18,
      drift: (_expected, actual) =>
        actual
          ? medium("writes that used to be accepted may fail")
          : critical("nothing is checked: the constraint is declared as not enforced"),
      alter: (at, to, { expected }) =>
        expected.type !== "FOREIGN KEY"
          ? "recreate"
          : to
            ? [
                alter(
                  at,
                  `ALTER CONSTRAINT ${ident(at.name)} ENFORCED`,
                  "table-scan",
                  "blocks-writes",
                  "may-fail",
                  "access-exclusive-lock",
                ),
              ]
            : [rated(RELEASED, sqlOf(at, `ALTER CONSTRAINT ${ident(at.name)} NOT ENFORCED`), "access-exclusive-lock")],
    },
    triggersEnabled: {
      drift: (_expected, actual) =>
        actual
          ? medium("writes that used to be accepted may fail: the constraint is enforced again")
          : critical("nothing is checked: the triggers that enforce the constraint are disabled"),
      // Built again it is enforced, and what came in meanwhile is checked.
      alter: (_at, to) =>
        to ? "recreate" : { manual: "nobody should want an unenforced constraint: accept this one" },
    },
    indexOptions: {
      drift: low("the index behind the constraint takes more, or less, room and time"),
      // PostgreSQL refuses to alter those of a partitioned table's.
      alter: (at, to, { actual, facts }) =>
        facts.partitioned === true
          ? "recreate"
          : changeOptions(index(at), actual.indexOptions, to, indexOptionsLock(actual.indexOptions, to)),
    },
    indexStatistics: {
      drift: low("the planner knows more, or less, of an expression, and may pick other plans"),
      alter: (at, to, { actual }) => resample(index(at), actual.indexStatistics, to),
    },
    indexTablespace: {
      drift: low("the index behind the constraint is as fast, and as safe, as another disk"),
      alter: (at, to) => [
        statement(`${index(at)} SET TABLESPACE ${ident(to ?? "pg_default")}`, "access-exclusive-lock"),
      ],
    },
    indexValid: {
      drift: (_expected, actual) =>
        actual
          ? low("queries use the index behind the constraint again")
          : critical(
              "duplicates may be accepted, and queries read the whole table: the index behind the constraint is invalid",
            ),
      alter: (at, to, { actual }) =>
        to
          ? [reindex(qualified(at.schema, at.name), actual.type === "EXCLUDE")]
          : { manual: "no statement makes an index invalid: accept the valid one" },
    },
    clustered: {
      isSole: true,
      drift: low("the next CLUSTER sorts the table by another index, and other queries get faster"),
      alter: (at, to) => [
        alter(at, to ? `CLUSTER ON ${ident(at.name)}` : "SET WITHOUT CLUSTER", "share-update-exclusive-lock"),
      ],
    },
  },
  create: (at, spec, _clauses, facts) => [
    ...(partByPart(at, facts, (part, only) => [only ? outlined(part, spec) : added(part, spec)]) ?? [
      { ...added(at, spec, facts), ...addedOnline(at, spec, facts) },
    ]),
    ...resample(index(at), [], spec.indexStatistics),
    ...(spec.clustered ? [alter(at, `CLUSTER ON ${ident(at.name)}`, "share-update-exclusive-lock")] : []),
  ],
  occupies,
  drop: (at, spec) => [
    rated(
      RELEASED,
      sqlOf(at, `DROP CONSTRAINT ${ident(at.name)}`),
      ...(isIndexed(spec) ? (["index-lost", "may-fail"] as const) : []),
      "access-exclusive-lock",
    ),
  ],
  rebuildable: true,
  keeps,
  // A foreign key is refused between columns of two types, and the other end may be about to change as well.
  adapts: (spec) => spec.type !== "FOREIGN KEY",
});

const canonical = (row: Row): Constraint => ({
  type: TYPES[text(row.type)] ?? text(row.type),
  // The expression of a check, and the definition of an exclusion, name what they read by themselves.
  columns: row.type === "c" || row.type === "x" ? [] : texts(row.columns),
  include: texts(row.index_columns).slice(Number(row.keys)),
  nullsNotDistinct: flag(row.nulls_not_distinct),
  references: row.type === "f" ? reference(row) : null,
  check: row.type === "c" ? sqlText("expression", text(row.check)) : null,
  exclusion: row.type === "x" ? sqlText("constraint", elementsOf(text(row.exclusion))) : null,
  predicate: row.type === "x" && flag(row.partial) ? sqlText("expression", text(row.predicate)) : null,
  // Of a key it only tells how a partition came about.
  noInherit: row.type === "c" && flag(row.no_inherit),
  deferrable: flag(row.deferred)
    ? "DEFERRABLE INITIALLY DEFERRED"
    : flag(row.deferrable)
      ? "DEFERRABLE"
      : "NOT DEFERRABLE",
  period: flag(row.period),
  // What is not enforced is never called valid.
  validated: flag(row.validated) || !flag(row.enforced),
  enforced: flag(row.enforced),
  triggersEnabled: flag(row.triggers_enabled),
  indexOptions: sorted(texts(row.index_options)),
  indexStatistics: samples(row.samples),
  indexTablespace: textOrNull(row.index_tablespace),
  indexValid: flag(row.index_valid) || isPartlyBuilt(row),
  clustered: flag(row.clustered),
});
