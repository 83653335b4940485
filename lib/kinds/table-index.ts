/** Indexes that stand alone. Those behind a constraint belong to it, those of partitions to the parent's index. */

import { sqlText, sqlTextOrNull } from "../core/canonical.ts";
import { putOnAnExtensions } from "../core/extension-tables.ts";
import type { Facts } from "../core/kind.ts";
import { relationName } from "../core/names.ts";
import { reindexed } from "../core/online.ts";
import { changeOptions, indexOptionsLock } from "../core/options.ts";
import { builtFacts, builtParts, isPartlyBuilt, partByPart } from "../core/partly-built.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integer, type Row, sorted, text, textOrNull, texts } from "../core/row.ts";
import { resample } from "../core/samples.ts";
import { high, low, medium } from "../core/severity.ts";
import { ident, notFromExtension, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";
import { expressionOn, nameIn, tables } from "../core/tables-alike.ts";
import { type At, built, type Index, type Key, outlined } from "./table-index-definition.ts";
import { dropping } from "./table-index-definition-risk.ts";

const alter = (at: At) => `ALTER INDEX ${qualified(at.schema, at.name)}`;
// An int2vector counts from 0; its slice is a list that counts from 1.
const NUMBERS = "i.indkey[:]";
// One that a user made is named even where it is the default of its type, which it may cease to be.
const USER_CLASS = `(c.oid >= 16384 AND ${notFromExtension("pg_opclass", "c.oid")})`;

export const tableIndex = defineKind<readonly ["schema", "table", "name"], Index>({
  name: "index",
  title: "index",
  key: ["schema", "table", "name"],
  catalogue: "pg_class",
  numerous: true,
  reads: [
    "pg_index",
    "pg_class",
    "pg_namespace",
    "pg_attribute",
    "pg_opclass",
    "pg_collation",
    "pg_am",
    "pg_tablespace",
    "pg_constraint",
    "pg_inherits",
    "pg_depend",
    "pg_extension",
  ],
  rank: 90,
  query: ({ major }, batch) => `
    WITH unusual AS MATERIALIZED (SELECT array_agg(c.oid) AS classes FROM pg_opclass c WHERE NOT c.opcdefault OR ${USER_CLASS}),
    tuned AS MATERIALIZED (
      SELECT a.attrelid, jsonb_agg(jsonb_build_object('place', a.attnum, 'parameters', p.options, 'target', nullif(a.attstattarget, -1)) ORDER BY a.attnum) AS parts
      FROM pg_attribute a JOIN pg_index i ON i.indexrelid = a.attrelid,
           LATERAL (SELECT string_agg(o, ', ' ORDER BY o) AS options FROM unnest(a.attoptions) o WHERE o !~ '^pg_attver=') p
      WHERE a.attnum > 0 AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0) AND (p.options IS NOT NULL OR a.attstattarget >= 0) GROUP BY a.attrelid)
    SELECT c.oid, t.schema, t.name AS table, c.relname AS name, am.amname AS method, whether.belongs, i.indisunique AS unique, ${major >= 15 ? "i.indnullsnotdistinct" : "false"} AS nulls_not_distinct,
           i.indnkeyatts AS keys,
           CASE WHEN whether.belongs THEN NULL
                WHEN i.indnatts = 1 THEN ARRAY[${nameIn("t", "i.indkey[0]")}]
                ELSE ARRAY(SELECT ${nameIn("t", "k")} FROM unnest(${NUMBERS}) WITH ORDINALITY AS u(k, place) ORDER BY place) END AS columns,
           CASE WHEN i.indexprs IS NULL THEN NULL
                WHEN cardinality(array_positions(${NUMBERS}, 0::int2)) = 1 THEN ARRAY[${expressionOn("i.indexprs", "t.model", "i.indrelid")}]
                ELSE ARRAY(SELECT pg_get_indexdef(c.oid, place::int, false)
                           FROM unnest(${NUMBERS}) WITH ORDINALITY AS u(k, place) WHERE k = 0 ORDER BY place) END AS expressions,
           CASE WHEN whether.belongs THEN NULL WHEN i.indclass::oid[] && (SELECT classes FROM unusual) OR whether.tuned THEN
             ARRAY(SELECT CASE WHEN o.oid = ANY ((SELECT classes FROM unusual)::oid[]) OR (SELECT parts FROM tuned WHERE attrelid = c.oid) @? format('$[*] ? (@.place == %s && @.parameters != null)', place)::jsonpath THEN format('%I.%I', o_schema.nspname, o.opcname) END
                   FROM unnest(i.indclass::oid[]) WITH ORDINALITY AS u(k, place)
                   JOIN pg_opclass o ON o.oid = k JOIN pg_namespace o_schema ON o_schema.oid = o.opcnamespace ORDER BY place) END AS classes,
           CASE WHEN whether.belongs THEN NULL WHEN t.collated OR NOT i.indcollation::oid[] <@ '{0,100}'::oid[] THEN
             ARRAY(SELECT CASE WHEN k <> coalesce(nullif((SELECT a.attcollation FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[(place - 1)::int]), 0), 100)
                               AND o.oid IS NOT NULL THEN format('%I.%I', o_schema.nspname, o.collname) END
                   FROM unnest(i.indcollation::oid[]) WITH ORDINALITY AS u(k, place)
                   LEFT JOIN (pg_collation o JOIN pg_namespace o_schema ON o_schema.oid = o.collnamespace) ON o.oid = k
                   ORDER BY place) END AS collations,
           CASE WHEN whether.tuned THEN (SELECT parts FROM tuned WHERE attrelid = c.oid) END AS tuned, CASE WHEN NOT whether.belongs THEN i.indoption::int2[] END AS orders, am.amname = 'btree' AS ordered, i.indpred IS NOT NULL AS partial,
           CASE WHEN i.indpred IS NOT NULL THEN ${expressionOn("i.indpred", "t.model", "i.indrelid")} END AS predicate, c.reloptions AS options,
           CASE WHEN c.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace ts WHERE ts.oid = c.reltablespace) END AS tablespace,
           i.indisvalid AND i.indisready AND i.indislive AS valid, i.indisclustered AS clustered, c.relkind = 'I' AS partitioned,
           CASE WHEN c.relkind = 'I' THEN ${builtParts("c.oid")} END AS built
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN ${tables(batch)} t ON t.oid = i.indrelid AND t.kind <> 'f' AND (NOT t.of_extension OR ${putOnAnExtensions("pg_class", "i.indexrelid")})
    JOIN pg_am am ON am.oid = c.relam
    CROSS JOIN LATERAL (
      SELECT c.relispartition OR c.oid IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u', 'x')) AS belongs,
             c.oid IN (SELECT attrelid FROM tuned) AS tuned OFFSET 0) whether`,
  canonicalise: (row) =>
    flag(row.belongs)
      ? null
      : {
          method: text(row.method),
          unique: flag(row.unique),
          nullsNotDistinct: flag(row.nulls_not_distinct),
          keys: keys(row),
          include: (row.columns as readonly unknown[]).slice(integer(row.keys)).map(text),
          predicate: flag(row.partial) ? sqlText("expression", text(row.predicate)) : null,
          options: sorted(texts(row.options)),
          statistics: tuned(row).flatMap(({ place, target }) => (target === null ? [] : [{ place, target }])),
          tablespace: textOrNull(row.tablespace),
          valid: flag(row.valid) || isPartlyBuilt(row),
          clustered: flag(row.clustered),
        },
  facts: (row): Facts => (flag(row.partitioned) ? { partitioned: true, ...builtFacts(row) } : {}),
  // One that is no object is that of a constraint, which has its name.
  within: (at, spec) => [
    ...(spec ? [] : [{ kind: "constraint", path: [at.schema, at.table, at.name] }]),
    ...["table", "materialized-view"].map((kind) => ({ kind, path: [at.schema, at.table] })),
  ],
  implies: (at, _spec, verb) =>
    verb === "removed"
      ? [{ address: { kind: "table", path: [at.schema, at.table] }, attribute: "replicaIdentity", value: "nothing" }]
      : [],
  sqlName: (at) => `INDEX ${qualified(at.schema, at.name)}`,
  added: (spec) =>
    spec.unique
      ? medium("writes that used to be accepted may fail as duplicates")
      : low("every write pays for an index that nobody expected"),
  removed: (spec) =>
    spec.unique
      ? high("duplicates are accepted, and ON CONFLICT finds nothing to hold on to")
      : medium("queries that used the index read the whole table"),
  rename: {
    drift: low("queries use it whatever it is called; only DDL and hints name it"),
    hazards: ["share-update-exclusive-lock"],
    likeness: "definition",
  },
  attributes: {
    method: {
      drift: medium("queries that used the index may read the whole table: it answers other conditions"),
      recreate: true,
    },
    unique: {
      drift: (_expected, actual) =>
        actual
          ? medium("writes that used to be accepted may fail as duplicates")
          : high("duplicates are accepted, and ON CONFLICT finds nothing to hold on to"),
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
    keys: {
      drift: (_expected, _actual, object) =>
        object.unique
          ? high("what used to be duplicates is accepted: the index tells rows apart by something else")
          : medium("queries that used the index read the whole table"),
      recreate: true,
    },
    include: {
      drift: low("queries that were answered by the index alone read the table, or the other way round"),
      recreate: true,
    },
    predicate: {
      drift: (_expected, _actual, object) =>
        object.unique
          ? high("duplicates are accepted, or refused, among other rows")
          : medium("queries that used the index may read the whole table: it covers other rows"),
      recreate: true,
    },
    options: {
      drift: low("the index takes more, or less, room and time"),
      // PostgreSQL refuses to alter those of a partitioned table's.
      alter: (at, to, { actual, facts }) =>
        facts.partitioned === true
          ? "recreate"
          : changeOptions(alter(at), actual.options, to, indexOptionsLock(actual.options, to)),
    },
    statistics: {
      drift: low("the planner knows more, or less, of an expression, and may pick other plans"),
      alter: (at, to, { actual }) => resample(alter(at), actual.statistics, to),
    },
    tablespace: {
      drift: low("the index is as fast, and as safe, as another disk"),
      alter: (at, to) => [
        statement(`${alter(at)} SET TABLESPACE ${ident(to ?? "pg_default")}`, "access-exclusive-lock"),
      ],
    },
    valid: {
      drift: (_expected, actual) =>
        actual
          ? low("queries use the index again")
          : high("the planner never uses the index, and every write still pays for it"),
      // Whatever left it invalid (REINDEX does not mend that of a partitioned table), a fresh build replaces it.
      alter: (_at, to) => (to ? "recreate" : { manual: "no statement makes an index invalid: accept the valid one" }),
    },
    clustered: {
      isSole: true,
      drift: low("the next CLUSTER sorts the table by another index, and other queries get faster"),
      alter: (at, to) => [
        statement(
          `ALTER TABLE ${qualified(at.schema, at.table)} ${to ? `CLUSTER ON ${ident(at.name)}` : "SET WITHOUT CLUSTER"}`,
          "share-update-exclusive-lock",
        ),
      ],
    },
  },
  create: (at, spec, _clauses, facts) => [
    ...(partByPart(at, facts, (part, only) => (only ? [outlined(part, spec)] : [built(part, spec, true)])) ?? [
      built(at, spec, facts.partitioned !== true),
    ]),
    ...resample(alter(at), [], spec.statistics),
    ...(spec.clustered
      ? [
          statement(
            `ALTER TABLE ${qualified(at.schema, at.table)} CLUSTER ON ${ident(at.name)}`,
            "share-update-exclusive-lock",
          ),
        ]
      : []),
  ],
  occupies: (at) => [relationName(at.schema, at.name)],
  drop: (at, spec, { partitioned, cascades }) => [
    dropping(qualified(at.schema, at.name) + (cascades === true ? " CASCADE" : ""), spec.unique, partitioned === true),
  ],
  rebuildable: true,
  // Operators that were named are for one type.
  adapts: ({ keys }, isRetyped) => !isRetyped || keys.every(({ operatorClass }) => operatorClass === null),
  keeps: reindexed,
});

const tuned = (row: Row) =>
  (row.tuned ?? []) as readonly { place: number; parameters: string | null; target: number | null }[];

function keys(row: Row): Key[] {
  const columns = row.columns as readonly (string | null)[];
  // One for each key that is no column.
  const expressions = ((row.expressions ?? []) as readonly (string | null)[]).values();
  const classes = (row.classes ?? []) as readonly (string | null)[];
  const collations = (row.collations ?? []) as readonly (string | null)[];
  const orders = row.orders as readonly number[];
  return columns.slice(0, integer(row.keys)).map((column, place) => ({
    column,
    expression: sqlTextOrNull("expression", column === null ? text(expressions.next().value) : null),
    collation: collations[place] ?? null,
    operatorClass: operatorClass(
      classes[place] ?? null,
      tuned(row).find((part) => part.place === place + 1)?.parameters,
    ),
    order: flag(row.ordered) ? order(orders[place] ?? 0) : "",
  }));
}

// Parameters can only follow a name, so that of a default class is needed with them and is noise without.
const operatorClass = (name: string | null, parameters: string | null | undefined): string | null =>
  parameters ? `${name} (${parameters})` : name;

/** `pg_index.indoption`: bit 0 descending, bit 1 nulls first; nulls come first by default where the order descends. */
function order(option: number): string {
  const descending = (option & 1) === 1;
  const nullsFirst = (option & 2) === 2;
  const nulls = nullsFirst === descending ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST";
  return `${descending ? " DESC" : ""}${nulls}`.trim();
}
