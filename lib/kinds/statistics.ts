/** Extended statistics: what the planner learns about several columns, or an expression, at once. */

import { type SqlText, sqlText } from "../core/canonical.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integerOrNull, sorted, text, texts } from "../core/row.ts";
import { low, UNEXPECTED } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Statistics = {
  /** Schema and name of the table. */
  table: readonly string[];
  /** None for those of a single expression, which know no choice. */
  kinds: readonly string[];
  columns: readonly string[];
  expressions: readonly SqlText[];
  /** null = as for the columns. */
  target: number | null;
};
type At = { schema: string; name: string };

const KINDS: Record<string, string> = { d: "ndistinct", f: "dependencies", m: "mcv" };
const setTarget = (at: At, to: number | null) =>
  statement(`ALTER STATISTICS ${qualified(at.schema, at.name)} SET STATISTICS ${to ?? -1}`);
const estimates = low("plans get slower, or other: the planner estimates other things about the table");

export const statistics = defineKind<readonly ["schema", "name"], Statistics>({
  name: "statistics",
  title: "statistics",
  key: ["schema", "name"],
  catalogue: "pg_statistic_ext",
  someOf: "pg_statistic_ext",
  reads: ["pg_statistic_ext", "pg_class", "pg_namespace", "pg_attribute", "pg_extension", ...ORIGINS],
  rank: 112,
  query: () => `
    SELECT s.oid, n.nspname AS schema, s.stxname AS name, pg_get_userbyid(s.stxowner) AS owner,
           ${membership("pg_statistic_ext", "s.oid")},
           ARRAY[cn.nspname, c.relname]::text[] AS table, s.stxkind::text[] AS kinds,
           ARRAY(SELECT a.attname::text FROM unnest(s.stxkeys::int2[]) k JOIN pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = k) AS columns,
           'e' = ANY (s.stxkind) AS has_expressions, pg_get_statisticsobjdef_expressions(s.oid) AS expressions,
           CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::int4 END AS target
    FROM pg_statistic_ext s
    JOIN pg_namespace n ON n.oid = s.stxnamespace
    JOIN pg_class c ON c.oid = s.stxrelid AND c.relpersistence <> 't'
    JOIN pg_namespace cn ON cn.oid = c.relnamespace
    WHERE ${ofUsers("n", "pg_statistic_ext", "s.oid")}`,
  canonicalise: (row) => ({
    table: texts(row.table),
    kinds: sorted(texts(row.kinds).flatMap((letter) => KINDS[letter] ?? [])),
    columns: sorted(texts(row.columns)),
    expressions: flag(row.has_expressions) ? expressions(row.expressions) : [],
    target: integerOrNull(row.target),
  }),
  within: (at, spec) => [
    ...["table", "foreign-table", "materialized-view"].flatMap((kind) => (spec ? [{ kind, path: spec.table }] : [])),
    { kind: "schema", path: [at.schema] },
  ],
  sqlName: (at) => `STATISTICS ${qualified(at.schema, at.name)}`,
  added: low(UNEXPECTED),
  removed: low("the planner misjudges how the columns hang together, and may pick slow plans"),
  rename: {
    drift: low("the planner uses them whatever they are called"),
    likeness: "definition",
  },
  attributes: {
    table: { drift: low("plans get slower: the planner learns about another table"), recreate: true },
    kinds: { drift: estimates, recreate: true },
    columns: { drift: estimates, recreate: true },
    expressions: { drift: estimates, recreate: true },
    target: {
      drift: low("the planner knows more, or less, of the columns, and may pick other plans"),
      alter: (at, to) => [setTarget(at, to)],
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE STATISTICS ${qualified(at.schema, at.name)}` +
        (spec.kinds.length > 0 ? ` (${spec.kinds.join(", ")})` : "") +
        ` ON ${[...spec.columns.map(ident), ...spec.expressions.map(({ text }) => `(${text})`)].join(", ")}` +
        ` FROM ${qualified(...spec.table)}`,
      "share-update-exclusive-lock",
    ),
    ...(spec.target === null ? [] : [setTarget(at, spec.target)]),
  ],
  drop: (at) => [statement(`DROP STATISTICS ${qualified(at.schema, at.name)}`, "share-update-exclusive-lock")],
  // So they do not count as adapting.
  forgets: ["target", "owner"],
  rebuildable: true,
});

/** NULL where the definition vanished while it was read. */
const expressions = (value: unknown): SqlText[] =>
  (value === null ? [text(value)] : texts(value)).map((expression) => sqlText("expression", expression));
