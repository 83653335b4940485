/** Range types, each with its multirange type. Their constructor functions are PostgreSQL's own, and no objects. */

import { ofTypes } from "../core/acl.ts";
import type { Address } from "../core/address.ts";
import type { Alteration, Facts } from "../core/kind.ts";
import { typeName } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, texts } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";
import { convertible, rebuiltUnlessStored, stored } from "../core/stored.ts";

/** Names are schema and name. */
type Range = {
  subtype: string;
  /** null = the subtype's default. */
  operatorClass: readonly string[] | null;
  /** null = the subtype's own. */
  collation: readonly string[] | null;
  canonical: readonly string[] | null;
  subtypeDifference: readonly string[] | null;
  multirange: readonly string[];
};
type At = { schema: string; name: string };

const sqlName = (at: At) => `TYPE ${qualified(at.schema, at.name)}`;
const rebuilt = rebuiltUnlessStored("PostgreSQL cannot change a range type");
const routine = (oid: string) =>
  `(SELECT ARRAY[fn.nspname, f.proname]::text[] FROM pg_proc f JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = ${oid})`;
const pathOrNull = (value: unknown) => (value === null ? null : texts(value));

export const rangeType = defineKind<readonly ["schema", "name"], Range>({
  name: "range",
  title: "range type",
  key: ["schema", "name"],
  catalogue: "pg_type",
  someOf: "pg_type WHERE typtype = 'r' AND oid >= 16384",
  reads: [
    "pg_range",
    "pg_type",
    "pg_opclass",
    "pg_collation",
    "pg_proc",
    "pg_class",
    "pg_namespace",
    "pg_extension",
    "pg_partitioned_table",
    ...ORIGINS,
  ],
  rank: 36,
  // The multirange type is part of the range, but may carry a comment. Its rights are the range's since 17.
  query: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner, t.typacl::text[] AS acl,
           format_type(r.rngsubtype, NULL) AS subtype, NULL::text[] AS of_range,
           CASE WHEN NOT oc.opcdefault THEN ARRAY[ocn.nspname, oc.opcname]::text[] END AS operator_class,
           CASE WHEN r.rngcollation <> sub.typcollation THEN ARRAY[cn.nspname, co.collname]::text[] END AS collation,
           ${routine("r.rngcanonical")} AS canonical, ${routine("r.rngsubdiff")} AS difference,
           ARRAY[mn.nspname, m.typname]::text[] AS multirange,
           ${stored("pg_type", "t.oid")} AS stored,
           ${convertible("t.oid", "t.typarray")} AS convertible, ${membership("pg_type", "t.oid")}
    FROM pg_range r
    JOIN pg_type t ON t.oid = r.rngtypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_type sub ON sub.oid = r.rngsubtype
    JOIN pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_namespace mn ON mn.oid = m.typnamespace
    JOIN pg_opclass oc ON oc.oid = r.rngsubopc
    JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
    LEFT JOIN (pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace) ON co.oid = r.rngcollation
    WHERE ${ofUsers("n", "pg_type", "t.oid", "typacl")}
    UNION ALL
    SELECT m.oid, mn.nspname, m.typname, NULL, '{}', NULL, ARRAY[n.nspname, t.typname]::text[], NULL, NULL, NULL, NULL, NULL, NULL, false, false, NULL, NULL
    FROM pg_range r
    JOIN pg_type t ON t.oid = r.rngtypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_namespace mn ON mn.oid = m.typnamespace
    WHERE ${userSchemas("mn")} AND ${notFromExtension("pg_type", "t.oid")}`,
  canonicalise: (row) =>
    row.of_range === null
      ? {
          subtype: text(row.subtype),
          operatorClass: pathOrNull(row.operator_class),
          collation: pathOrNull(row.collation),
          canonical: pathOrNull(row.canonical),
          subtypeDifference: pathOrNull(row.difference),
          multirange: texts(row.multirange),
        }
      : null,
  facts: (row): Facts =>
    row.of_range === null
      ? { stored: flag(row.stored), convertible: flag(row.convertible) }
      : { range: texts(row.of_range) },
  within: (at, _spec, { range }): Address[] => [
    ...(range === undefined ? [] : [{ kind: "range", path: range as readonly string[] }]),
    { kind: "schema", path: [at.schema] },
  ],
  sqlName,
  privileges: ofTypes(sqlName),
  added: low(UNEXPECTED),
  removed: high("columns and functions of this type cannot be created any more"),
  rename: {
    drift: high("whatever names the type as expected fails; columns follow"),
    hazards: ["breaks-names"],
  },
  attributes: {
    subtype: { drift: high("the range is one of other values"), alter: rebuilt },
    operatorClass: { drift: high("values in the range are ordered differently"), alter: rebuilt },
    collation: { drift: high("values in the range are ordered differently"), alter: rebuilt },
    canonical: { drift: high("ranges that used to be equal no longer are, or the other way round"), alter: rebuilt },
    subtypeDifference: { drift: low("indexes on the range are built less well, or better"), alter: rebuilt },
    multirange: { drift: medium("statements that name the multirange type fail"), alter: renamed },
  },
  create: (at, spec) => [statement(`CREATE ${sqlName(at)} AS RANGE (${options(spec).join(", ")})`)],
  // A canonical function takes and returns the range: it can only be made of its shell.
  shell: (at, spec) => (spec.canonical ? [statement(`CREATE ${sqlName(at)}`)] : []),
  occupies: (at, { multirange: [schema = "", name = ""] }) => [typeName(at.schema, at.name), typeName(schema, name)],
  drop: (at, spec) => [statement(`DROP ${sqlName(at)}${spec.canonical ? " CASCADE" : ""}`, "breaks-names", "may-fail")],
  rebuildable: (_spec, facts) => facts.stored !== true,
  isSpelled: (_spec, { convertible }) => convertible === true,
  sweepsData: true,
});

function renamed(_at: At, to: readonly string[], { actual }: Alteration<Range>): Statement[] {
  const [schema = "", name = ""] = actual.multirange;
  const [toSchema = "", toName = ""] = to;
  return [
    ...(schema === toSchema
      ? []
      : [statement(`ALTER TYPE ${qualified(schema, name)} SET SCHEMA ${ident(toSchema)}`, "may-fail")]),
    ...(name === toName
      ? []
      : [statement(`ALTER TYPE ${qualified(toSchema, name)} RENAME TO ${ident(toName)}`, "may-fail")]),
  ];
}

const options = (spec: Range): string[] => [
  `SUBTYPE = ${spec.subtype}`,
  ...(spec.operatorClass ? [`SUBTYPE_OPCLASS = ${qualified(...spec.operatorClass)}`] : []),
  ...(spec.collation ? [`COLLATION = ${qualified(...spec.collation)}`] : []),
  ...(spec.canonical ? [`CANONICAL = ${qualified(...spec.canonical)}`] : []),
  ...(spec.subtypeDifference ? [`SUBTYPE_DIFF = ${qualified(...spec.subtypeDifference)}`] : []),
  `MULTIRANGE_TYPE_NAME = ${qualified(...spec.multirange)}`,
];
