/** Columns of tables. Their order is a fact beside them: dump and restore may change it without changing a query. */

import type { Address } from "../core/address.ts";
import { isUnsaid, type Turn } from "../core/attribute-rule.ts";
import { type Canonical, sqlText } from "../core/canonical.ts";
import { conditionsIn } from "../core/condition.ts";
import { changeForeignOptions, foreignOptions } from "../core/foreign-options.ts";
import type { Alteration, Facts } from "../core/kind.ts";
import { relationName } from "../core/names.ts";
import { ORIGINS } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integerOrNull, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { clause, statement } from "../core/statement.ts";
import { castWay, sameFamily } from "../core/type-family.ts";
import { typeLikeness } from "../core/type-likeness.ts";
import {
  type At,
  alterOnly,
  type Column,
  computed,
  converted,
  defaultAside,
  definition,
  isChecked,
  kept,
  mergedDefinition,
  notNull,
  redefine,
  uncomputed,
} from "./column-definition.ts";
import { earlierIdentity, identityOf } from "./column-definition-identity.ts";
import { madeOf, retypedDrift } from "./column-definition-retyped.ts";
import { additionRisk } from "./column-definition-risk.ts";
import { columns } from "./column-query.ts";

const SHARED = "share-update-exclusive-lock";
const STORAGE: Record<string, string> = { p: "PLAIN", e: "EXTERNAL", x: "EXTENDED", m: "MAIN" };
const COMPRESSION: Record<string, string> = { p: "pglz", l: "lz4" };
// Some servers keep bookkeeping of their own (pg_attver) among the options; only what a user can set counts.
const OPTIONS = ["n_distinct", "n_distinct_inherited"];

/** A collation that comes, or goes, with a type of texts. */
const isOfTexts = ({ from, to }: Turn<Canonical>, type: Turn<string>): boolean =>
  (from === null || to === null) && !sameFamily(type.from, type.to);

/** How the type keeps long values, unless somebody says otherwise. */
const KEPT = { storage: isUnsaid, compression: isUnsaid };

const redefined = (at: At, _to: unknown, { actual, expected, facts, expectedFacts }: Alteration<Column>) =>
  redefine(at, actual, expected, facts, expectedFacts);
const retyped = (at: At, to: unknown, alteration: Alteration<Column>) => {
  const { facts, expectedFacts } = alteration;
  if (isUnreadable(alteration)) return "recreate";
  if (facts.partitions === true) return { manual: IN_THE_KEY };
  return facts.rowsStored && expectedFacts.rowsStored ? { manual: IN_ROWS } : redefined(at, to, alteration);
};
/** What is computed stays so, and PostgreSQL is not to be told how its values are those of another type. */
const isUnreadable = ({ actual, expected, facts, expectedFacts }: Alteration<Column>): boolean =>
  actual.generated !== null &&
  expected.generated !== null &&
  castWay(madeOf(actual.type, facts), madeOf(expected.type, expectedFacts)) !== "";
const IN_ROWS =
  "PostgreSQL changes no type of a column while another table has a column of such rows: add another column, fill it, then drop this one";
const IN_THE_KEY =
  "PostgreSQL changes neither type nor collation of a column in a partition key: build a new table with the other, and move the rows";

const isKeyedBelow = ({ facts, expectedFacts }: Alteration<Column>) =>
  facts.keyBelow === true && expectedFacts.keyBelow === true;
const KEYED_BELOW =
  "PostgreSQL takes no NOT NULL off a partitioned table while a partition has the column in a primary key of its own: drop that, and add it again after";

export const column = defineKind<readonly ["schema", "table", "name"], Column>({
  name: "column",
  title: "column",
  key: ["schema", "table", "name"],
  catalogue: "pg_class",
  numerous: true,
  reads: [
    "pg_attribute",
    "pg_attrdef",
    "pg_class",
    "pg_namespace",
    "pg_type",
    "pg_collation",
    "pg_sequence",
    "pg_inherits",
    "pg_constraint",
    "pg_description",
    "pg_foreign_table",
    "pg_depend",
    ...ORIGINS,
  ],
  rank: 70,
  query: columns,
  // The columns of a view follow from its query, but for a comment or a grant on one.
  canonicalise: (row) => {
    if (flag(row.of_view)) return null;
    const expression = flag(row.has_expression) ? text(row.expression) : null;
    const generated = textOrNull(row.generated);
    return {
      type: text(row.type),
      notNull: flag(row.not_null) && (texts(row.not_null_limits).join(" ") || true),
      collation: row.collation === null ? null : texts(row.collation),
      default: expression === null || generated ? null : sqlText("default", expression),
      identity: row.identity === null ? null : identityOf(row),
      generated:
        generated === null
          ? null
          : { kept: generated === "s" ? "STORED" : "VIRTUAL", expression: sqlText("expression", text(expression)) },
      storage: STORAGE[textOrNull(row.storage) ?? ""] ?? null,
      compression: COMPRESSION[textOrNull(row.compression) ?? ""] ?? null,
      statistics: integerOrNull(row.statistics),
      options: sorted(texts(row.options).filter((option) => OPTIONS.includes(option.slice(0, option.indexOf("="))))),
      // What may be secret is not read; of a column nothing is known that is.
      foreignOptions: foreignOptions(row.foreign_options).options,
    };
  },
  earlier: (spec) => ({ ...spec, identity: earlierIdentity(spec.identity, spec.type) }),
  facts: (row): Facts => ({
    // Its table is foreign, or one of those below it is.
    ...(flag(row.of_foreign) ? { foreign: "table" } : flag(row.above_foreign) ? { foreign: "below" } : {}),
    ...(row.not_null_name ? { notNullName: text(row.not_null_name) } : {}),
    ...(row.not_null_said ? { notNullSaid: true } : {}),
    ...(row.not_null_own ? { own: ["notNull"] } : {}),
    ...(row.parents ? { local: flag(row.local), parents: row.parents as Canonical } : {}),
    ...(row.made_of ? { domain: true, madeOf: text(row.made_of) } : {}),
    ...(row.refuses ? { refuses: true } : {}),
    ...(row.of_rows ? { rows: true } : {}),
    ...(row.rows_stored ? { rowsStored: true } : {}),
    ...(row.key_below ? { keyBelow: true } : {}),
    ...(row.partitions ? { partitions: true } : {}),
    ...(row.of_type ? { ofType: texts(row.of_type) } : {}),
    ...(row.recomputable ? { recomputable: true } : {}),
    ...(row.storage ? { typeStorage: STORAGE[text(row.type_storage)] ?? "" } : {}),
  }),
  follows: (at, _spec, { parents, local, ofType }) => {
    const like =
      (kind: string) =>
      (path: readonly string[]): Address => ({ kind, path: [...path, at.name] });
    if (ofType) return { leaders: [like("composite-attribute")(ofType as readonly string[])], arises: true };
    if (parents === undefined) return undefined;
    return { leaders: (parents as readonly [string, string][]).map(like("column")), arises: local === false };
  },
  holds: (at, spec) => (spec.notNull === true ? conditionsIn(`${ident(at.name)} IS NOT NULL`) : []),
  within: (at) =>
    ["table", "view", "materialized-view", "foreign-table"].map((kind) => ({ kind, path: [at.schema, at.table] })),
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
      : medium("INSERT without a list of columns, and SELECT *, meet one column more than the application knows"),
  removed: critical("every query that names the column fails"),
  rename: {
    drift: critical("every query that names the column as expected fails"),
    statement: (at, to) =>
      statement(
        `ALTER TABLE ${qualified(at.schema, at.table)} RENAME COLUMN ${ident(at.name)} TO ${ident(to)}`,
        "access-exclusive-lock",
        "breaks-names",
      ),
    likeness: {
      name: 0.55,
      essence: { weight: 0.3, of: (expected, actual) => typeLikeness(expected.type, actual.type) },
      position: 0.15,
    },
  },
  attributes: {
    type: {
      drift: (expected, actual, _object, _at, sides) => retypedDrift(expected, actual, sides),
      disturbsDependents: true,
      recasts: true,
      explains: { ...KEPT, collation: isOfTexts },
      passesOn: "always",
      holdsUp: () => "dependents",
      alter: retyped,
    },
    notNull: {
      wantedOfComers: (notNull) => notNull === true,
      drift: (expected, actual) =>
        actual === false
          ? medium("the column may hold NULL where the application expects a value")
          : expected === false
            ? high("inserts and updates that leave the column empty fail")
            : isChecked({ notNull: expected }) && !isChecked({ notNull: actual })
              ? high("rows that were there before were never checked for NULL")
              : low("rows that were there before, or those of child tables, may hold NULL, or no longer may"),
      passesOn: "always",
      // Since 18 it is a constraint, by whatever name.
      hosts: ({ schema, table }, notNull, { notNullName }) =>
        notNull === false || typeof notNullName !== "string"
          ? undefined
          : { kind: "constraint", path: [schema, table, notNullName] },
      alter: (at, to, alteration) =>
        to === false && isKeyedBelow(alteration) ? { manual: KEYED_BELOW } : redefined(at, to, alteration),
    },
    collation: {
      drift: medium("ORDER BY, comparisons and unique indexes treat the column's texts differently"),
      disturbsDependents: true,
      explains: KEPT,
      passesOn: "always",
      holdsUp: () => "dependents",
      alter: retyped,
    },
    default: {
      drift: (expected, actual, object) =>
        actual === null
          ? object.notNull
            ? high("inserts that leave the column out fail: it is NOT NULL, and its default is gone")
            : medium("new rows hold NULL where they used to get a value")
          : expected === null
            ? medium(
                object.notNull
                  ? "inserts that leave the column out get a value where they used to fail"
                  : "new rows get a value where they used to hold NULL",
              )
            : medium("new rows get another value"),
      passesOn: "once",
      alter: redefined,
    },
    identity: {
      explains: { default: isUnsaid },
      drift: (expected, actual) =>
        actual === null
          ? high("new rows get no number: inserts that leave the column out fail")
          : actual.generated === expected?.generated
            ? medium("new rows are numbered in other steps, or from another sequence")
            : actual.generated === "ALWAYS"
              ? high("inserts that bring a number of their own fail")
              : medium("rows may bring numbers of their own, which collide with those to come"),
      hosts: (at, identity) => ({ kind: "sequence", path: [at.schema, identity?.sequence ?? ""] }),
      alter: redefined,
    },
    generated: {
      drift: (expected, actual) =>
        actual === null
          ? high("the column's values are no longer computed: new rows hold what they are given, or NULL")
          : expected === null
            ? high("writes that name the column fail: its values are computed")
            : high("the column's values are computed differently"),
      explains: { default: isUnsaid },
      passesOn: "always",
      alter: computed,
    },
    storage: {
      drift: low("long values are kept in another place: same answers, at another speed"),
      passesOn: "once",
      alter: redefined,
    },
    compression: {
      drift: low("long values take more, or less, room and time"),
      passesOn: "once",
      alter: redefined,
    },
    statistics: {
      drift: low("the planner knows more, or less, of the column, and may pick other plans"),
      alter: (at, to) => [alterOnly(at, `SET STATISTICS ${to ?? -1}`, SHARED)],
    },
    options: {
      drift: low("the planner takes the column for more, or less, varied, and may pick other plans"),
      alter: (at, to) => [
        alterOnly(at, `RESET (${OPTIONS.join(", ")})`, SHARED),
        ...(to.length > 0 ? [alterOnly(at, `SET (${to.join(", ")})`, SHARED)] : []),
      ],
    },
    foreignOptions: {
      drift: high("the column's values come from another place on the server, or in another way"),
      alter: (at, to, { actual }) => setForeignOptions(at, actual.foreignOptions, to),
    },
  },
  clause: mergedDefinition,
  finish: (at, spec, facts) => [
    ...(isChecked(spec) ? [] : notNull(at, spec, {}, facts)),
    ...kept(at, spec),
    ...(spec.statistics === null ? [] : [alterOnly(at, `SET STATISTICS ${spec.statistics}`, SHARED)]),
    ...(spec.options.length > 0 ? [alterOnly(at, `SET (${spec.options.join(", ")})`, SHARED)] : []),
    ...setForeignOptions(at, [], spec.foreignOptions),
  ],
  create: (at, spec, _clauses, facts) => {
    const table = `ALTER TABLE ${qualified(at.schema, at.table)}`;
    const added = (what: Column) => {
      const { rating, hazards } = additionRisk(at, what, facts);
      return clause(table, `ADD COLUMN ${definition(at, what, facts)}`, rating, ...hazards, "access-exclusive-lock");
    };
    if (!facts.rowsStored || !spec.default) return [added(spec)];
    // PostgreSQL gives rows that are there no default while a column elsewhere is made of such rows.
    const bare = { ...spec, default: null, notNull: false };
    return [added(bare), ...redefine(at, bare, spec, facts, facts)];
  },
  occupies: (at, { identity }) => (identity ? [relationName(at.schema, identity.sequence)] : []),
  drop: (at, spec, { foreign }) => [
    statement(
      `ALTER TABLE ${qualified(at.schema, at.table)} DROP COLUMN ${ident(at.name)}`,
      ...(spec.generated || foreign === "table" ? [] : (["data-loss"] as const)),
      "breaks-names",
      "access-exclusive-lock",
    ),
  ],
  rebuildable: (spec) => spec.generated !== null,
  keeps: (at, { generated }) =>
    generated?.kept === "STORED"
      ? { again: [], advice: `UPDATE ${qualified(at.schema, at.table)} SET ${ident(at.name)} = DEFAULT` }
      : undefined,
  release: (at, actual, expected, standIn) => ({
    before: defaultAside(at, actual, expected),
    parts: uncomputed(at, actual, expected),
    after: expected.default ? [alterOnly(at, `SET DEFAULT ${expected.default.text}`)] : [],
    conversion: standIn !== null && actual.type === expected.type ? converted(at, expected, standIn) : null,
  }),
});

const setForeignOptions = (at: At, actual: readonly string[], to: readonly string[]) =>
  changeForeignOptions(
    `ALTER FOREIGN TABLE ${qualified(at.schema, at.table)} ALTER COLUMN ${ident(at.name)}`,
    { options: actual, secrets: [] },
    to,
    "access-exclusive-lock",
  );
