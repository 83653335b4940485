/** Materialized views: their definition, not their rows nor whether they have been refreshed. */

import { type SqlText, sqlText } from "../core/canonical.ts";
import type { Facts } from "../core/kind.ts";
import { rowNames } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { changeOptions, withOptions } from "../core/options.ts";
import { defineKind } from "../core/registered.ts";
import { type Row, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, UNEXPECTED } from "../core/severity.ts";
import { COLUMN_NAMES, ident, qualified } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";
import { columnNames, renameColumns, renamedColumns, showsTheSame } from "../core/view-columns.ts";

type MaterializedView = {
  definition: SqlText;
  /** What was said of how its columns are sampled and stored; a query says nothing of that. */
  columns: readonly { column: string; setting: string }[];
  options: readonly string[];
  tablespace: string | null;
  accessMethod: string;
};
type At = { schema: string; name: string };

const alter = (at: At) => `ALTER MATERIALIZED VIEW ${qualified(at.schema, at.name)}`;
const alterColumn = (at: At, column: string, clause: string): Statement =>
  statement(
    `${alter(at)} ALTER COLUMN ${ident(column)} ${clause}`,
    /STORAGE|COMPRESSION/.test(clause) ? "access-exclusive-lock" : "share-update-exclusive-lock",
  );

const STORED = (storage: string) =>
  `CASE ${storage} WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' WHEN 'm' THEN 'MAIN' END`;
// Only what a user can set among the options: some servers keep bookkeeping of their own there.
const SETTINGS = `
      SELECT a.attrelid, jsonb_agg(jsonb_build_array(a.attname, s.setting) ORDER BY a.attname COLLATE "C", s.setting COLLATE "C") AS settings,
             jsonb_object_agg(a.attname, ${STORED("t.typstorage")}) AS storage
      FROM pg_attribute a JOIN pg_class v ON v.oid = a.attrelid AND v.relkind = 'm' JOIN pg_type t ON t.oid = a.atttypid,
           LATERAL (VALUES (CASE WHEN a.attstattarget >= 0 THEN 'STATISTICS ' || a.attstattarget END),
                           (CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || ${STORED("a.attstorage")} END),
                           ('COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END),
                           ((SELECT '(' || string_agg(o, ', ' ORDER BY o) || ')' FROM unnest(a.attoptions) o WHERE o ~ '^n_distinct'))) s(setting)
      WHERE a.attnum > 0 AND NOT a.attisdropped AND s.setting IS NOT NULL
      GROUP BY a.attrelid`;

export const materializedView = defineKind<readonly ["schema", "name"], MaterializedView>({
  name: "materialized-view",
  title: "materialized view",
  key: ["schema", "name"],
  catalogue: "pg_class",
  someOf: "pg_class WHERE relkind = 'm' AND oid >= 16384",
  reads: ["pg_class", "pg_rewrite", "pg_attribute", "pg_type", "pg_namespace", "pg_am", "pg_tablespace", ...ORIGINS],
  rank: 100,
  batches: "SELECT oid FROM pg_class WHERE relkind = 'm' AND oid >= 16384",
  query: (_server, batch) => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl, ${membership("pg_class", "c.oid")},
           pg_get_viewdef(c.oid) AS definition, ${COLUMN_NAMES} AS column_names, c.reloptions AS options, toast.reloptions AS toast_options,
           said.settings, said.storage, ts.spcname AS tablespace, am.amname AS access_method
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
    LEFT JOIN (${SETTINGS}) said ON said.attrelid = c.oid
    WHERE ${batch("c.oid")} AND c.relkind = 'm' AND ${ofUsers("n", "pg_class", "c.oid", "relacl")}`,
  canonicalise: (row) => ({
    definition: sqlText("view", text(row.definition)),
    columns: settings(row),
    options: sorted([...texts(row.options), ...texts(row.toast_options).map((option) => `toast.${option}`)]),
    tablespace: textOrNull(row.tablespace),
    accessMethod: text(row.access_method),
  }),
  earlier: (spec) => ({ columns: [], ...spec }),
  facts: (row): Facts => ({
    columns: texts(row.column_names),
    ...(row.storage ? { storage: row.storage as Facts } : {}),
  }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName: (at) => `MATERIALIZED VIEW ${qualified(at.schema, at.name)}`,
  privileges: {
    sort: "tables",
    owner: "arwdDxt",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLE ${qualified(at.schema, at.name)}`,
  },
  added: low(UNEXPECTED),
  removed: critical("every query on the materialized view fails"),
  rename: {
    drift: critical("every query that names the materialized view as expected fails, and so does its refresh"),
    hazards: ["access-exclusive-lock", "breaks-names"],
  },
  attributes: {
    definition: {
      drift: high("queries on the view get other rows or columns"),
      spelledOut: "columns",
      alter: (at, to, { actual, facts, expectedFacts }) => {
        const names = renamedColumns(columnNames(facts), columnNames(expectedFacts));
        const isSame = showsTheSame(actual.definition.text, to.text);
        return names && names.length > 0 && isSame ? renameColumns(alter(at), names) : "recreate";
      },
    },
    columns: {
      drift: low("the planner samples a column more, or less, or its long values are kept in another way"),
      alter: (at, to, { actual, facts }) => [
        ...actual.columns
          .filter(
            ({ column, setting }) => !to.some((other) => other.column === column && sort(other) === sort({ setting })),
          )
          .map(({ column, setting }) => alterColumn(at, column, unset(setting, (facts.storage as Facts)[column]))),
        ...set(at, to),
      ],
    },
    options: {
      drift: low("the rows take more, or less, room and time"),
      alter: (at, to, { actual }) => changeOptions(alter(at), actual.options, to, "share-update-exclusive-lock"),
    },
    tablespace: {
      drift: low("the materialized view is as fast, and as safe, as another disk"),
      alter: (at, to) => [
        statement(`${alter(at)} SET TABLESPACE ${ident(to ?? "pg_default")}`, "table-rewrite", "access-exclusive-lock"),
      ],
    },
    accessMethod: { drift: low("rows are stored by another method: same answers, at another speed"), recreate: true },
  },
  create: (at, spec) => [
    statement(
      `CREATE MATERIALIZED VIEW ${qualified(at.schema, at.name)}` +
        (spec.accessMethod === "heap" ? "" : ` USING ${ident(spec.accessMethod)}`) +
        withOptions(spec.options) +
        (spec.tablespace ? ` TABLESPACE ${ident(spec.tablespace)}` : "") +
        ` AS\n${spec.definition.text.trim().replace(/;$/, "")}\nWITH NO DATA`,
    ),
    ...set(at, spec.columns),
    statement(`REFRESH MATERIALIZED VIEW ${qualified(at.schema, at.name)}`, "fills-rows", "access-exclusive-lock"),
  ],
  occupies: (at) => rowNames(at.schema, at.name),
  drop: (at) => [
    statement(`DROP MATERIALIZED VIEW ${qualified(at.schema, at.name)}`, "breaks-names", "access-exclusive-lock"),
  ],
  rebuildable: true,
  keeps: (at) => ({ again: [], advice: `REFRESH MATERIALIZED VIEW ${qualified(at.schema, at.name)}` }),
});

const settings = (row: Row): MaterializedView["columns"] =>
  ((row.settings ?? []) as readonly (readonly [string, string])[]).map(([column, setting]) => ({ column, setting }));

const set = (at: At, columns: MaterializedView["columns"]): Statement[] =>
  columns.map(({ column, setting }) => alterColumn(at, column, `SET ${setting}`));

/** What a setting is about: `STATISTICS`; `` for options. */
const sort = ({ setting }: { readonly setting: string }): string => /^\w*/.exec(setting)?.[0] ?? "";

function unset(setting: string, storage: unknown): string {
  if (setting.startsWith("(")) return "RESET (n_distinct, n_distinct_inherited)";
  if (setting.startsWith("STORAGE")) return `SET STORAGE ${storage}`;
  return setting.startsWith("STATISTICS") ? "SET STATISTICS -1" : "SET COMPRESSION default";
}
