/** Views. */

import { encode, type SqlText, sqlText } from "../core/canonical.ts";
import type { Hazard } from "../core/hazard.ts";
import type { Alteration, Facts } from "../core/kind.ts";
import { rowNames } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { changeOptions, withOptions } from "../core/options.ts";
import { defineKind } from "../core/registered.ts";
import { sorted, text, texts } from "../core/row.ts";
import { critical, high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { COLUMN_NAMES, ident, qualified } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";
import { type ColumnNames, columnNames, renameColumns, renamedColumns, showsTheSame } from "../core/view-columns.ts";

type View = {
  definition: SqlText;
  options: readonly string[];
  /** What an insert into the view takes for a column it does not name. */
  defaults: readonly { column: string; value: SqlText }[];
};
type At = { schema: string; name: string };

const COLUMN_TYPES = `ARRAY(
      SELECT format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attcollation IN (0, 100) THEN '' ELSE ' ' || a.attcollation::regcollation::text END
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum)`;

const alter = (at: At) => `ALTER VIEW ${qualified(at.schema, at.name)}`;

export const view = defineKind<readonly ["schema", "name"], View>({
  name: "view",
  title: "view",
  key: ["schema", "name"],
  catalogue: "pg_class",
  reads: ["pg_class", "pg_rewrite", "pg_attrdef", "pg_attribute", "pg_namespace", ...ORIGINS],
  rank: 100,
  batches: "SELECT oid FROM pg_class WHERE relkind = 'v' AND oid >= 16384",
  query: (_server, batch) => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl, ${membership("pg_class", "c.oid")},
           pg_get_viewdef(c.oid) AS definition, ${COLUMN_NAMES} AS column_names, ${COLUMN_TYPES} AS column_types, c.reloptions AS options, def.columns, def.defaults
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (
      SELECT array_agg(a.attname ORDER BY a.attnum) AS columns, array_agg(pg_get_expr(d.adbin, 0) ORDER BY a.attnum) AS defaults
      FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = c.oid) def
    WHERE ${batch("c.oid")} AND c.relkind = 'v' AND c.relpersistence <> 't' AND ${ofUsers("n", "pg_class", "c.oid", "relacl")}`,
  canonicalise: (row) => ({
    definition: sqlText("view", text(row.definition)),
    options: sorted(texts(row.options)),
    defaults: defaults(texts(row.columns), texts(row.defaults)),
  }),
  facts: (row): Facts => ({ columns: texts(row.column_names), columnTypes: texts(row.column_types) }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName: (at) => `VIEW ${qualified(at.schema, at.name)}`,
  privileges: {
    sort: "tables",
    owner: "arwdDxt",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLE ${qualified(at.schema, at.name)}`,
  },
  added: (spec) =>
    guards(spec.options).includes("security_invoker")
      ? low(UNEXPECTED)
      : medium("whoever may read the view reads with its owner's rights, past the row security of its tables"),
  removed: critical("every query on the view fails"),
  otherwise: (_at, spec) => ({
    kind: "materialized-view",
    like: { definition: spec.definition },
    added: high("each query finds the rows anew: what was fast is slow, REFRESH fails, and no index can be on it"),
    removed: high("queries get rows as they were when somebody last refreshed them: it is a materialized view now"),
  }),
  rename: {
    drift: critical("every query that names the view as expected fails"),
    hazards: ["access-exclusive-lock", "breaks-names"],
  },
  attributes: {
    definition: {
      drift: high("queries on the view get other rows or columns"),
      spelledOut: "columns",
      alter: (at, _to, alteration) => inPlace(at, alteration)?.statements ?? "recreate",
    },
    options: {
      drift: (expected, actual) => {
        const lost = without(expected, actual);
        if (lost.includes("security_invoker"))
          return critical("whoever reads the view sees rows with its owner's rights, past their own row security");
        if (lost.includes("security_barrier"))
          return critical("functions in a caller's query get to see rows that the view hides");
        if (without(actual, expected).includes("security_invoker"))
          return high("readers of the view are refused, or see fewer rows: they need rights of their own");
        return expected.some((option) => option.startsWith("check_option=") && !actual.includes(option))
          ? high("rows can be written through the view that it does not show")
          : medium("rows written through the view are refused, or queries on it run slower");
      },
      alter: (at, to, alteration) => {
        const { statements = [], isReplaced = false } = inPlace(at, alteration) ?? {};
        if (isReplaced) return statements;
        const { options } = alteration.actual;
        const hazards = guardingHazards(options, to);
        return [...statements, ...changeOptions(alter(at), options, to, ...hazards, "access-exclusive-lock")];
      },
    },
    defaults: {
      drift: medium("rows inserted through the view get other values"),
      alter: (at, to, alteration) => {
        const { statements = [], names = [] } = inPlace(at, alteration) ?? {};
        const called = new Map(names);
        return [
          ...statements,
          ...alteration.actual.defaults
            .map(({ column }) => called.get(column) ?? column)
            .filter((column) => !to.some((other) => other.column === column))
            .map((column) =>
              statement(`${alter(at)} ALTER COLUMN ${ident(column)} DROP DEFAULT`, "access-exclusive-lock"),
            ),
          ...setDefaults(at, to),
        ];
      },
    },
  },
  create: (at, spec) => [statement(definition("CREATE", at, spec)), ...setDefaults(at, spec.defaults)],
  occupies: (at) => rowNames(at.schema, at.name),
  drop: (at) => [statement(`DROP VIEW ${qualified(at.schema, at.name)}`, "breaks-names", "access-exclusive-lock")],
  rebuildable: true,
});

const definition = (verb: string, at: At, { options, definition }: View): string =>
  `${verb} VIEW ${qualified(at.schema, at.name)}${withOptions(options)} AS\n` +
  definition.text.trim().replace(/;$/, "");

interface InPlace {
  readonly names: ColumnNames;
  readonly isReplaced: boolean;
  readonly statements: readonly Statement[];
}

/** CREATE OR REPLACE keeps what stands on the view, and its grants; it refuses columns of other names or types in the places of those there are. */
function inPlace(at: At, { actual, expected, facts, expectedFacts }: Alteration<View>): InPlace | undefined {
  const [before, after] = [columnsOf(facts), columnsOf(expectedFacts)];
  const names = renamedColumns(before.names, after.names);
  if (before.types.length === 0 || before.types.some((type, place) => type !== after.types[place]) || !names)
    return undefined;
  const isSame =
    encode(actual.definition) === encode(expected.definition) ||
    (names.length > 0 && showsTheSame(actual.definition.text, expected.definition.text));
  const whole = isSame ? [] : [replacement(at, actual, expected)];
  return { names, isReplaced: !isSame, statements: [...renameColumns(alter(at), names), ...whole] };
}

const replacement = (at: At, actual: View, expected: View): Statement =>
  statement(
    definition("CREATE OR REPLACE", at, expected),
    ...guardingHazards(actual.options, expected.options),
    "changes-behaviour",
    "access-exclusive-lock",
  );

/** No types where a snapshot does not tell them. */
const columnsOf = (facts: Facts) => ({
  names: columnNames(facts),
  types: (facts.columnTypes ?? []) as readonly string[],
});

/** `security_barrier` and `security_invoker`, as far as they are on. */
const guards = (options: readonly string[]): string[] =>
  options.flatMap((option) => /^(security_\w+)=(true|on|yes|1)$/i.exec(option)?.[1] ?? []);
const without = (guarding: readonly string[], options: readonly string[]): string[] =>
  guards(guarding).filter((guard) => !guards(options).includes(guard));

function guardingHazards(from: readonly string[], to: readonly string[]): Hazard[] {
  return [
    ...(without(from, to).length > 0 ? (["exposes-rows"] as const) : []),
    ...(without(to, from).length > 0 ? (["narrows-permissions"] as const) : []),
  ];
}

const defaults = (columns: readonly string[], values: readonly string[]) =>
  columns.map((column, place) => ({ column, value: sqlText("default", values[place] ?? "") }));

const setDefaults = (at: At, defaults: View["defaults"]): Statement[] =>
  defaults.map(({ column, value }) =>
    statement(`${alter(at)} ALTER COLUMN ${ident(column)} SET DEFAULT ${value.text}`, "access-exclusive-lock"),
  );
