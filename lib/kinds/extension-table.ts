/**
 * Tables of extensions, as they stand: of their columns, row security and settings nothing records who made them so. But one
 * version of an extension makes them all alike, so that a comparison can tell (engine/versions).
 */

import { adoptedInSchema } from "../core/adopted.ts";
import { type SqlText, sqlTextOrNull } from "../core/canonical.ts";
import { putOnAnExtensions } from "../core/extension-tables.ts";
import { firing, firingState } from "../core/firing.ts";
import type { Facts } from "../core/kind.ts";
import { LOST_MEMBERS } from "../core/lost-members.ts";
import { changeOptions } from "../core/options.ts";
import { defineKind } from "../core/registered.ts";
import { flag, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, qualified, userSchemas } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type ExtensionTable = {
  /** In the order of their names. */
  columns: readonly Column[];
  rowSecurity: boolean;
  forceRowSecurity: boolean;
  options: readonly string[];
  /** `default`, `full`, `nothing` or the name of an index. */
  replicaIdentity: string;
  /** Those that fire otherwise than in ordinary sessions, and no user has put there. */
  triggers: readonly { name: string; state: string }[];
};
type Column = {
  name: string;
  type: string;
  notNull: boolean;
  /** `a` or `d` of an identity, `s` or `v` where it is computed, else empty. */
  filled: string;
  expression: SqlText | null;
};
type At = { schema: string; name: string };

const REPLICA_IDENTITY: Record<string, string> = { d: "default", n: "nothing", f: "full" };
const INDEX = "index ";
const BY_SCRIPTS = `(SELECT xmin FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass UNION ALL SELECT xmin FROM pg_extension)`;
const alter = (at: At, clause: string) => `ALTER TABLE ${qualified(at.schema, at.name)} ${clause}`;
const locked = (at: At, clause: string) => statement(alter(at, clause), "access-exclusive-lock");

export const extensionTable = defineKind<readonly ["schema", "name"], ExtensionTable>({
  name: "extension-table",
  title: "table of an extension",
  key: ["schema", "name"],
  // By the type of its rows: what else is said of the table is found by the table itself.
  catalogue: "pg_type",
  someOf: "pg_extension WHERE oid >= 16384",
  reads: [
    "pg_class",
    "pg_namespace",
    "pg_attribute",
    "pg_attrdef",
    "pg_trigger",
    "pg_constraint",
    "pg_index",
    "pg_type",
    "pg_depend",
    "pg_extension",
  ],
  ofPart: true,
  rank: 61,
  query: () => `
    SELECT c.reltype AS oid, n.nspname AS schema, c.relname AS name, own.extension, own.version, c.relrowsecurity AS row_security,
           c.relforcerowsecurity AS force_row_security, c.reloptions AS options, c.relreplident::text AS replica_identity,
           CASE WHEN c.relreplident = 'i' THEN (SELECT ic.relname FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
                                                WHERE i.indrelid = c.oid AND i.indisreplident) END AS replica_index,
           (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text || a.attgenerated::text,
                             (SELECT pg_get_expr(def.adbin, def.adrelid) FROM pg_attrdef def WHERE def.adrelid = a.attrelid AND def.adnum = a.attnum))
                   ORDER BY a.attname COLLATE "C")
            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
           (SELECT jsonb_agg(jsonb_build_array(t.tgname, t.tgenabled::text) ORDER BY t.tgname COLLATE "C")
            FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'O'
              AND NOT (${putOnAnExtensions("pg_trigger", "t.oid")})) AS triggers,
           c.xmin NOT IN ${BY_SCRIPTS} OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.xmin NOT IN ${BY_SCRIPTS})
           OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.xmin NOT IN ${BY_SCRIPTS}) AS touched
    FROM (SELECT d.objid AS oid, x.extname AS extension, x.extversion AS version
          FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid
          WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND NOT (${adoptedInSchema("d")})
          UNION ALL
          SELECT lost.oid, lost.extension, x.extversion FROM (${LOST_MEMBERS}) lost JOIN pg_extension x ON x.extname = lost.extension
          WHERE lost.classid = 'pg_class'::regclass) own
    JOIN pg_class c ON c.oid = own.oid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchemas("n")}`,
  canonicalise: (row) => ({
    columns: ((row.columns ?? []) as readonly (readonly unknown[])[]).map(
      ([name, type, notNull, filled, expression]) => ({
        name: text(name),
        type: text(type),
        notNull: flag(notNull),
        filled: text(filled),
        expression: sqlTextOrNull(filled === "" ? "default" : "expression", textOrNull(expression)),
      }),
    ),
    rowSecurity: flag(row.row_security),
    forceRowSecurity: flag(row.force_row_security),
    options: sorted(texts(row.options)),
    replicaIdentity:
      REPLICA_IDENTITY[text(row.replica_identity)] ??
      (row.replica_index === null ? "nothing" : `${INDEX}${text(row.replica_index)}`),
    triggers: ((row.triggers ?? []) as readonly (readonly [string, string])[]).map(([name, letter]) => ({
      name,
      state: firingState(letter),
    })),
  }),
  facts: (row): Facts => ({
    extension: text(row.extension),
    // Unlike another version's, and like what nobody has touched.
    asOf: text(row.version),
    touched: flag(row.touched),
  }),
  within: (_at, _spec, { extension }) => (typeof extension === "string" ? [extensionNamed(extension)] : []),
  follows: (_at, _spec, { extension }) => ({ leaders: [extensionNamed(String(extension))], arises: true }),
  sqlName: (at) => `TABLE ${qualified(at.schema, at.name)}`,
  added: low("it has come with its extension"),
  removed: low("it has gone with its extension"),
  attributes: {
    columns: {
      drift: (expected, actual) =>
        expected.some(({ name, type }) => !actual.some((other) => other.name === name && other.type === type))
          ? critical("the extension misses a column of its own, or finds another type there: what it does may fail")
          : high(
              "an extension's columns are not its own: its next update may fail, and no dump takes along what is in them",
            ),
      alter: (at, to, { actual }) => reshape(at, actual.columns, to),
    },
    rowSecurity: {
      drift: (_expected, actual) =>
        actual
          ? high("row security is on: without a policy for them roles see no rows of the extension")
          : critical("row security is off: everyone who may read the extension's table reads every row"),
      alter: (at, to) => [
        statement(
          alter(at, `${to ? "ENABLE" : "DISABLE"} ROW LEVEL SECURITY`),
          to ? "narrows-permissions" : "exposes-rows",
          "access-exclusive-lock",
        ),
      ],
    },
    forceRowSecurity: {
      drift: (_expected, actual) =>
        actual
          ? high("policies bind the owner, too: the extension may not find its own rows")
          : critical("the owner passes every policy by"),
      alter: (at, to) => [
        statement(
          alter(at, `${to ? "FORCE" : "NO FORCE"} ROW LEVEL SECURITY`),
          to ? "narrows-permissions" : "exposes-rows",
          "access-exclusive-lock",
        ),
      ],
    },
    options: {
      drift: low("the extension's table is stored, or vacuumed, in another way"),
      alter: (at, to, { actual }) =>
        changeOptions(alter(at, "").trim(), actual.options, to, "share-update-exclusive-lock"),
    },
    replicaIdentity: {
      drift: medium("subscribers are told of the extension's updated and deleted rows in another way, or writes fail"),
      alter: (at, to) => [
        statement(
          alter(
            at,
            `REPLICA IDENTITY ${to.startsWith(INDEX) ? `USING INDEX ${ident(to.slice(INDEX.length))}` : to.toUpperCase()}`,
          ),
          "replica-identity",
          "access-exclusive-lock",
        ),
      ],
    },
    triggers: {
      drift: high("triggers of the extension fire in other sessions than it wants, or in none"),
      alter: (at, to, { actual }) =>
        [...new Set([...actual.triggers, ...to].map(({ name }) => name))].flatMap((name) => {
          const state = (side: ExtensionTable["triggers"]) =>
            side.find((each) => each.name === name)?.state ?? "origin";
          return state(to) === state(actual.triggers) ? [] : [firing([at.schema, at.name], name, state(to))];
        }),
    },
  },
  create: () => [],
  byHand: (_at, _spec, { touched }) =>
    touched === true
      ? [
          {
            attribute: null,
            reason: "it comes as the extension makes it: plan again for what is set on it, once it is there",
          },
        ]
      : [],
  drop: () => [],
  rebuildable: true,
});

const extensionNamed = (name: string) => ({ kind: "extension", path: [name] });

/** Columns are added, dropped and altered; how one is filled by itself, only a person changes. */
function reshape(at: At, from: readonly Column[], to: readonly Column[]): readonly Statement[] | { manual: string } {
  const had = new Map(from.map((column) => [column.name, column]));
  const kept = to.flatMap((column) => {
    const before = had.get(column.name);
    return before ? [[before, column] as const] : [];
  });
  if (kept.some(([before, column]) => !isReachable(before, column))) return { manual: FILLED };
  const names = new Set(to.map(({ name }) => name));
  return [
    ...from
      .filter(({ name }) => !names.has(name))
      .map(({ name }) =>
        statement(alter(at, `DROP COLUMN ${ident(name)}`), "data-loss", "breaks-names", "access-exclusive-lock"),
      ),
    ...kept.flatMap(([before, column]) => altered(at, before, column)),
    ...to.filter(({ name }) => !had.has(name)).map((column) => added(at, column)),
  ];
}

const FILLED =
  "a column is numbered, or computed, otherwise than it is to be: bring it about by hand, as the extension's script does";

const isReachable = (from: Column, to: Column): boolean =>
  from.filled === to.filled &&
  (!["s", "v"].includes(to.filled) || (from.type === to.type && from.expression?.text === to.expression?.text));

const FILLINGS: Record<string, (expression: string) => string> = {
  "": (expression) => (expression ? ` DEFAULT ${expression}` : ""),
  a: () => " GENERATED ALWAYS AS IDENTITY",
  d: () => " GENERATED BY DEFAULT AS IDENTITY",
  s: (expression) => ` GENERATED ALWAYS AS (${expression}) STORED`,
  v: (expression) => ` GENERATED ALWAYS AS (${expression}) VIRTUAL`,
};

function added(at: At, { name, type, notNull, filled, expression }: Column): Statement {
  const filling = FILLINGS[filled]?.(expression?.text ?? "") ?? "";
  return statement(
    alter(at, `ADD COLUMN ${ident(name)} ${type}${filling}${notNull ? " NOT NULL" : ""}`),
    ...(notNull && filling === "" ? (["may-fail"] as const) : []),
    ...(filled !== "" && filled !== "v" ? (["table-rewrite"] as const) : []),
    "access-exclusive-lock",
  );
}

function altered(at: At, from: Column, to: Column): Statement[] {
  const column = `ALTER COLUMN ${ident(to.name)}`;
  const [was, is] = [from.expression?.text, to.expression?.text];
  const retyped = from.type !== to.type;
  return [
    ...(retyped && was ? [locked(at, `${column} DROP DEFAULT`)] : []),
    ...(retyped
      ? [
          statement(
            alter(at, `${column} TYPE ${to.type} USING ${ident(to.name)}::${to.type}`),
            ...(["table-rewrite", "may-fail", "access-exclusive-lock"] as const),
          ),
        ]
      : []),
    ...(retyped
      ? is
        ? [locked(at, `${column} SET DEFAULT ${is}`)]
        : []
      : was === is
        ? []
        : [locked(at, `${column} ${is ? `SET DEFAULT ${is}` : "DROP DEFAULT"}`)]),
    ...(from.notNull === to.notNull
      ? []
      : [
          statement(
            alter(at, `${column} ${to.notNull ? "SET" : "DROP"} NOT NULL`),
            ...(to.notNull ? (["table-scan", "may-fail"] as const) : []),
            "access-exclusive-lock",
          ),
        ]),
  ];
}
