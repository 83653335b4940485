/** Domains: a type with a default and a promise of its own. Their checks are objects of their own. */

import { ofTypes } from "../core/acl.ts";
import { type SqlText, sqlTextOrNull } from "../core/canonical.ts";
import { danger, type Hazard } from "../core/hazard.ts";
import type { Alteration, Facts, Remedy } from "../core/kind.ts";
import { typeName } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, texts } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { qualified } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";
import { convertible, rebuiltUnlessStored, stored, storedInside } from "../core/stored.ts";

type Domain = {
  type: string;
  /** Schema and name; null = the type's own. */
  collation: readonly string[] | null;
  default: SqlText | null;
  notNull: boolean;
};
type At = { schema: string; name: string };

const sqlName = (at: At) => `DOMAIN ${qualified(at.schema, at.name)}`;
const FILLED = danger(
  "it fails where a column of the domain holds NULL, after reading every table that has one, and writes of NULL are refused from then on",
  "ADD CHECK (VALUE IS NOT NULL) NOT VALID first, then VALIDATE CONSTRAINT in a transaction of its own",
);
/** Where columns are made of it, their values are those of its type meanwhile. */
const rebuilt =
  (why: string) =>
  (at: At, to: unknown, alteration: Alteration<Domain>): Remedy =>
    alteration.facts.standsAs === undefined ? rebuiltUnlessStored(why)(at, to, alteration) : "recreate";
// An array of domains over arrays would be one array.
const apartFromArrays = (base: string, array: string) =>
  `(${base}.typcategory <> 'A' OR NOT EXISTS (SELECT FROM pg_depend WHERE refclassid = 'pg_type'::regclass AND refobjid = ${array} AND classid = 'pg_class'::regclass))`;
/** What a domain over a domain is at bottom. */
const BOTTOM = `WITH RECURSIVE below AS (
             SELECT base.oid, base.typtype, base.typbasetype
             UNION ALL SELECT b.oid, b.typtype, b.typbasetype FROM below JOIN pg_type b ON b.oid = below.typbasetype WHERE below.typtype = 'd')
             SELECT format_type(oid, -1) FROM below WHERE typtype <> 'd'`;
/** The domain as what its values are without all checks. */
const bottomOf = (spec: Domain, { bottom }: Facts): Domain =>
  typeof bottom === "string" ? { ...spec, type: bottom } : spec;
const alter = (at: At, clause: string, ...hazards: Hazard[]) => statement(`ALTER ${sqlName(at)} ${clause}`, ...hazards);

export const domain = defineKind<readonly ["schema", "name"], Domain>({
  name: "domain",
  title: "domain",
  key: ["schema", "name"],
  catalogue: "pg_type",
  someOf: "pg_type WHERE typtype = 'd' AND oid >= 16384",
  reads: [
    "pg_type",
    "pg_collation",
    "pg_namespace",
    "pg_class",
    "pg_attribute",
    "pg_partitioned_table",
    "pg_extension",
    ...ORIGINS,
  ],
  rank: 32,
  query: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner, t.typacl::text[] AS acl,
           format_type(t.typbasetype, t.typtypmod) AS type, t.typnotnull AS not_null,
           CASE WHEN t.typcollation <> base.typcollation THEN ARRAY[cn.nspname, co.collname]::text[] END AS collation,
           t.typdefaultbin IS NOT NULL AS has_default, pg_get_expr(t.typdefaultbin, 0) AS default,
           ${stored("pg_type", "t.oid")} AS stored, ${storedInside("t.oid")} AS stored_inside, (${BOTTOM}) AS bottom, base.typtype = 'd' AS over_domain,
           ${convertible("t.oid", "t.typarray")} AND ${apartFromArrays("base", "t.typarray")} AS convertible,
           ${membership("pg_type", "t.oid")}
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_type base ON base.oid = t.typbasetype
    LEFT JOIN (pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace) ON co.oid = t.typcollation
    WHERE t.typtype = 'd' AND ${ofUsers("n", "pg_type", "t.oid", "typacl")}`,
  canonicalise: (row) => ({
    type: text(row.type),
    collation: row.collation === null ? null : texts(row.collation),
    default: sqlTextOrNull("default", flag(row.has_default) ? text(row.default) : null),
    notNull: flag(row.not_null),
  }),
  facts: (row): Facts => ({
    ...{ stored: flag(row.stored), storedInside: flag(row.stored_inside) },
    ...(flag(row.convertible) ? { standsAs: text(row.bottom) } : {}),
    ...(flag(row.over_domain) ? { bottom: text(row.bottom) } : {}),
  }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  privileges: ofTypes(sqlName),
  added: low(UNEXPECTED),
  removed: high("columns and functions of this domain cannot be created any more"),
  rename: {
    drift: high("whatever names the domain as expected fails; columns follow"),
    hazards: ["breaks-names"],
  },
  attributes: {
    type: {
      drift: high("values are stored and compared as another type: queries fail, or find other rows"),
      holdsUp: () => "parts",
      alter: rebuilt("PostgreSQL cannot change the type of a domain"),
    },
    collation: {
      drift: medium("ORDER BY, comparisons and unique indexes treat the values differently"),
      holdsUp: () => "parts",
      alter: rebuilt("PostgreSQL cannot change the collation of a domain"),
    },
    default: {
      drift: medium("columns without a default of their own get another value in new rows"),
      alter: (at, to) => [alter(at, to ? `SET DEFAULT ${to.text}` : "DROP DEFAULT")],
    },
    notNull: {
      drift: (_expected, actual) =>
        actual
          ? high("inserts and updates that leave a column of the domain empty fail")
          : medium("columns of the domain may hold NULL where the application expects a value"),
      alter: (at, to, { facts }) => {
        if (!to) return [alter(at, "DROP NOT NULL")];
        if (facts.storedInside !== true)
          return [{ ...alter(at, "SET NOT NULL", "table-scan", "may-fail", "share-lock"), rating: FILLED }];
        return { manual: "PostgreSQL finds no NULL inside arrays, ranges or composite types: add a CHECK … NOT VALID" };
      },
    },
  },
  create: (at, spec, clauses) => [
    statement(
      `CREATE ${sqlName(at)} AS ${spec.type}` +
        (spec.collation ? ` COLLATE ${qualified(...spec.collation)}` : "") +
        (spec.default ? ` DEFAULT ${spec.default.text}` : "") +
        (spec.notNull ? " NOT NULL" : "") +
        clauses.map((clause) => ` ${clause}`).join(""),
    ),
    ...withoutItsDefault(at, spec),
  ],
  occupies: (at) => [typeName(at.schema, at.name)],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: (_spec, facts) => facts.stored !== true,
  standIn: (_at, { facts, expectedFacts, actual, expected }) =>
    typeof facts.standsAs === "string"
      ? { type: facts.standsAs, at: { before: bottomOf(actual, facts), after: bottomOf(expected, expectedFacts) } }
      : null,
  isSpelled: (_spec, { standsAs }) => typeof standsAs === "string",
  release: (at, actual, expected) => ({
    before: actual.default ? [alter(at, "DROP DEFAULT")] : [],
    after: expected.default ? [alter(at, `SET DEFAULT ${expected.default.text}`)] : [],
  }),
  sweepsData: true,
});

/** A domain over a domain is created with the default of that one. Only users' types are printed with a schema. */
const withoutItsDefault = (at: At, spec: Domain): Statement[] =>
  spec.default === null && spec.type.includes(".") ? [alter(at, "DROP DEFAULT")] : [];
