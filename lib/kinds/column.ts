/** Columns of tables. Their order is a fact beside them: dump and restore may change it without changing a query. */

import { type SqlText, sqlText } from "../core/canonical.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integer, integerOrNull, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { type Hazard, type Statement, statement } from "../core/statement.ts";

type Column = {
  type: string;
  notNull: boolean;
  /** Schema and name; null = the type's own. */
  collation: readonly string[] | null;
  default: SqlText | null;
  /** `ALWAYS` or `BY DEFAULT` with the options of the sequence behind it. */
  identity: { generated: string; options: readonly string[] } | null;
  generated: { kept: string; expression: SqlText } | null;
  /** null = the type's own. */
  storage: string | null;
  compression: string | null;
  statistics: number | null;
  options: readonly string[];
};
type At = { schema: string; table: string; name: string };

const STORAGE: Record<string, string> = { p: "PLAIN", e: "EXTERNAL", x: "EXTENDED", m: "MAIN" };
const COMPRESSION: Record<string, string> = { p: "pglz", l: "lz4" };
// Some servers keep bookkeeping of their own (pg_attver) among the options; only what a user can set counts.
const OPTIONS = ["n_distinct", "n_distinct_inherited"];

const alter = (at: At, clause: string, ...hazards: Hazard[]): Statement =>
  statement(
    `ALTER TABLE ${qualified(at.schema, at.table)} ALTER COLUMN ${ident(at.name)} ${clause}`,
    "access-exclusive-lock",
    ...hazards,
  );
const collate = (spec: Column) => (spec.collation ? ` COLLATE ${qualified(...spec.collation)}` : "");

export const column = defineKind<readonly ["schema", "table", "name"], Column>({
  name: "column",
  title: "column",
  key: ["schema", "table", "name"],
  catalogue: "pg_class",
  reads: [
    "pg_attribute",
    "pg_attrdef",
    "pg_class",
    "pg_namespace",
    "pg_type",
    "pg_collation",
    "pg_sequence",
    "pg_depend",
  ],
  rank: 70,
  query: () => `
    SELECT c.oid, a.attnum AS subid, n.nspname AS schema, c.relname AS table, a.attname AS name, a.attacl::text[] AS acl,
           c.relkind IN ('r', 'p') AS of_table,
           format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
           CASE WHEN a.attcollation <> t.typcollation THEN ARRAY[cn.nspname, co.collname]::text[] END AS collation,
           d.oid IS NOT NULL AS has_expression, pg_get_expr(d.adbin, d.adrelid) AS expression, a.attgenerated::text AS generated,
           a.attidentity::text AS identity, s.options AS identity_options,
           CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage, a.attcompression::text AS compression,
           CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::int4 END AS statistics, a.attoptions AS options
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm') AND c.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN (pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace) ON co.oid = a.attcollation
    LEFT JOIN (SELECT i.refobjid, i.refobjsubid,
                      ARRAY['INCREMENT BY ' || q.seqincrement, 'MINVALUE ' || q.seqmin, 'MAXVALUE ' || q.seqmax,
                            'START WITH ' || q.seqstart, 'CACHE ' || q.seqcache,
                            CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END] AS options
               FROM pg_depend i JOIN pg_sequence q ON q.seqrelid = i.objid
               WHERE i.classid = 'pg_class'::regclass AND i.refclassid = 'pg_class'::regclass AND i.deptype = 'i') s
      ON a.attidentity <> '' AND s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}`,
  // The columns of a view follow from its query, but for a comment or a grant on one.
  canonicalise: (row) => {
    if (!flag(row.of_table)) return null;
    const expression = flag(row.has_expression) ? text(row.expression) : null;
    const generated = text(row.generated);
    return {
      type: text(row.type),
      notNull: flag(row.not_null),
      collation: row.collation === null ? null : texts(row.collation),
      default: expression === null || generated !== "" ? null : sqlText("default", expression),
      identity:
        row.identity === ""
          ? null
          : { generated: row.identity === "a" ? "ALWAYS" : "BY DEFAULT", options: texts(row.identity_options) },
      generated:
        generated === ""
          ? null
          : { kept: generated === "s" ? "STORED" : "VIRTUAL", expression: sqlText("expression", text(expression)) },
      storage: STORAGE[textOrNull(row.storage) ?? ""] ?? null,
      compression: COMPRESSION[textOrNull(row.compression) ?? ""] ?? null,
      statistics: integerOrNull(row.statistics),
      options: sorted(texts(row.options).filter((option) => OPTIONS.includes(option.slice(0, option.indexOf("="))))),
    };
  },
  facts: (row) => ({ position: integer(row.subid) }),
  within: (at) => ["table", "view", "materialized-view"].map((kind) => ({ kind, path: [at.schema, at.table] })),
  sqlName: (at) => `COLUMN ${qualified(at.schema, at.table, at.name)}`,
  privileges: {
    owner: "",
    public: "",
    phrase: (at, words) =>
      `${words.map((word) => `${word} (${ident(at.name)})`).join(", ")} ON TABLE ${qualified(at.schema, at.table)}`,
  },
  added: (spec) =>
    spec.notNull && !spec.default && !spec.identity && !spec.generated
      ? high("inserts that do not know this column fail: it is NOT NULL without a default")
      : medium("a column that nobody expected"),
  removed: critical("every query that names the column fails"),
  attributes: {
    type: {
      drift: high("values are stored and compared as another type"),
      disturbsDependents: true,
      alter: (at, _to, { actual, expected }) => retype(at, actual, expected),
    },
    notNull: {
      drift: (_expected, actual) =>
        actual
          ? high("inserts and updates that leave the column empty fail")
          : medium("the column may hold NULL where the application expects a value"),
      alter: (at, to) => [
        alter(at, to ? "SET NOT NULL" : "DROP NOT NULL", ...(to ? (["table-scan", "may-fail"] as const) : [])),
      ],
    },
    collation: {
      drift: medium("values sort and compare differently"),
      disturbsDependents: true,
      alter: (at, _to, { actual, expected }) => (actual.type === expected.type ? retype(at, actual, expected) : []),
    },
    default: {
      drift: medium("new rows get another value"),
      alter: (at, to) => [alter(at, to ? `SET DEFAULT ${to.text}` : "DROP DEFAULT")],
    },
    identity: {
      drift: high("new rows get their number in another way, or none"),
      alter: (at, to, { actual }) => identity(at, actual.identity, to),
    },
    generated: {
      drift: high("the column's values are computed differently, or no longer"),
      alter: (at, to) => (to ? "recreate" : [alter(at, "DROP EXPRESSION")]),
    },
    storage: {
      drift: low("long values are stored differently"),
      alter: (at, to, { expected }) => [alter(at, `SET STORAGE ${to ?? ownStorage(expected.type)}`)],
    },
    compression: {
      drift: low("long values are compressed differently"),
      alter: (at, to) => [alter(at, `SET COMPRESSION ${to ?? "default"}`)],
    },
    statistics: {
      drift: low("the planner samples the column differently"),
      alter: (at, to) => [alter(at, `SET STATISTICS ${to ?? -1}`)],
    },
    options: {
      drift: low("the planner estimates the column differently"),
      alter: (at, to) => [
        alter(at, `RESET (${OPTIONS.join(", ")})`),
        ...(to.length > 0 ? [alter(at, `SET (${to.join(", ")})`)] : []),
      ],
    },
  },
  clause: definition,
  finish: (at, spec) => [
    ...(spec.storage ? [alter(at, `SET STORAGE ${spec.storage}`)] : []),
    ...(spec.compression ? [alter(at, `SET COMPRESSION ${spec.compression}`)] : []),
    ...(spec.statistics === null ? [] : [alter(at, `SET STATISTICS ${spec.statistics}`)]),
    ...(spec.options.length > 0 ? [alter(at, `SET (${spec.options.join(", ")})`)] : []),
  ],
  create: (at, spec) => [
    statement(
      `ALTER TABLE ${qualified(at.schema, at.table)} ADD COLUMN ${definition(at, spec)}`,
      "access-exclusive-lock",
      ...(spec.generated || spec.identity ? (["table-rewrite"] as const) : []),
      ...(spec.notNull && !spec.default && !spec.identity && !spec.generated ? (["may-fail"] as const) : []),
    ),
  ],
  drop: (at, spec) => [
    statement(
      `ALTER TABLE ${qualified(at.schema, at.table)} DROP COLUMN ${ident(at.name)}`,
      "access-exclusive-lock",
      ...(spec.generated ? [] : (["data-loss"] as const)),
    ),
  ],
});

function definition(at: At, spec: Column): string {
  const { generated, identity } = spec;
  return (
    `${ident(at.name)} ${spec.type}${collate(spec)}` +
    (generated ? ` GENERATED ALWAYS AS (${generated.expression.text}) ${generated.kept}` : "") +
    (identity ? ` GENERATED ${identity.generated} AS IDENTITY (${identity.options.join(" ")})` : "") +
    (spec.default ? ` DEFAULT ${spec.default.text}` : "") +
    (spec.notNull ? " NOT NULL" : "")
  );
}

function retype(at: At, actual: Column, expected: Column): Statement[] {
  const using = expected.generated ? "" : ` USING ${ident(at.name)}::${expected.type}`;
  // A default that the new type cannot take by itself makes PostgreSQL refuse the change: it steps aside meanwhile.
  const aside = actual.default && !expected.generated;
  return [
    ...(aside ? [alter(at, "DROP DEFAULT")] : []),
    alter(at, `TYPE ${expected.type}${collate(expected)}${using}`, "table-rewrite", "may-fail"),
    ...(aside && expected.default ? [alter(at, `SET DEFAULT ${expected.default.text}`)] : []),
  ];
}

function identity(at: At, from: Column["identity"], to: Column["identity"]): Statement[] {
  if (!to) return [alter(at, "DROP IDENTITY")];
  if (!from) return [alter(at, `ADD GENERATED ${to.generated} AS IDENTITY (${to.options.join(" ")})`)];
  const options = to.options.filter((option) => !from.options.includes(option));
  return [
    ...(from.generated === to.generated ? [] : [alter(at, `SET GENERATED ${to.generated}`)]),
    ...(options.length === 0 ? [] : [alter(at, options.map((option) => `SET ${option}`).join(" "))]),
  ];
}

/** What a type's values are stored as unless told otherwise; `SET STORAGE DEFAULT` exists since 16 only. */
const ownStorage = (type: string): string => (/^(numeric|inet|cidr)\b/.test(type) ? "MAIN" : "EXTENDED");
