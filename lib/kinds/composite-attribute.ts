/** Attributes of composite types. Their order is a fact beside them, as that of columns is. */

import type { Hazard } from "../core/hazard.ts";
import type { Alteration, Facts, Remedy } from "../core/kind.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integer, text, texts } from "../core/row.ts";
import { high, medium } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";
import { stored, typed } from "../core/stored.ts";
import { isAssigned } from "../core/type-family.ts";
import { typeLikeness } from "../core/type-likeness.ts";

type Attribute = {
  type: string;
  /** Schema and name; null = the type's own. */
  collation: readonly string[] | null;
};
type At = { schema: string; type: string; name: string };

const alter = (at: At, clause: string, ...hazards: Hazard[]) =>
  statement(`ALTER TYPE ${qualified(at.schema, at.type)} ${clause}`, ...hazards);

const definition = (at: At, spec: Attribute) => `${ident(at.name)} ${typeOf(spec)}`;
const typeOf = (spec: Attribute) => spec.type + (spec.collation ? ` COLLATE ${qualified(...spec.collation)}` : "");

export const compositeAttribute = defineKind<readonly ["schema", "type", "name"], Attribute>({
  name: "composite-attribute",
  title: "attribute",
  key: ["schema", "type", "name"],
  catalogue: "pg_class",
  someOf: "pg_class WHERE relkind = 'c' AND oid >= 16384",
  reads: ["pg_attribute", "pg_class", "pg_namespace", "pg_type", "pg_collation", "pg_depend"],
  rank: 70,
  query: () => `
    SELECT c.oid, a.attnum AS subid, n.nspname AS schema, c.relname AS type, a.attname AS name,
           format_type(a.atttypid, a.atttypmod) AS of_type,
           CASE WHEN a.attcollation <> t.typcollation THEN ARRAY[cn.nspname, co.collname]::text[] END AS collation,
           ${stored("pg_type", "c.reltype")} AS stored, ${typed("c.reltype")} AS typed
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'c'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN (pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace) ON co.oid = a.attcollation
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${userSchemas("n")} AND ${notFromExtension("pg_type", "c.reltype")}`,
  canonicalise: (row) => ({
    type: text(row.of_type),
    collation: row.collation === null ? null : texts(row.collation),
  }),
  facts: (row): Facts => ({ position: integer(row.subid), stored: flag(row.stored), typed: flag(row.typed) }),
  within: (at) => [{ kind: "composite-type", path: [at.schema, at.type] }],
  sqlName: (at) => `COLUMN ${qualified(at.schema, at.type, at.name)}`,
  added: medium("values built without the attribute are refused, and rows come with one field more"),
  removed: high("whatever names the attribute fails"),
  rename: {
    drift: high("whatever names the attribute as expected fails"),
    statement: (at, to) =>
      statement(
        `ALTER TYPE ${qualified(at.schema, at.type)} RENAME ATTRIBUTE ${ident(at.name)} TO ${ident(to)} CASCADE`,
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
      drift: high("values are built and read as another type: queries fail, or misread them"),
      disturbsDependents: true,
      recasts: true,
      passesOn: "always",
      alter: retyped,
    },
    collation: {
      drift: medium("ORDER BY, comparisons and unique indexes treat the values differently"),
      disturbsDependents: true,
      passesOn: "always",
      alter: retyped,
    },
  },
  clause: definition,
  create: (at, spec) => [
    alter(at, `ADD ATTRIBUTE ${definition(at, spec)} CASCADE`, "changes-behaviour", "access-exclusive-lock"),
  ],
  drop: (at, _spec, { stored, typed }) => [
    alter(
      at,
      `DROP ATTRIBUTE ${ident(at.name)}${typed === true ? " CASCADE" : ""}`,
      ...(stored === true || typed === true ? (["data-loss"] as const) : []),
      "breaks-names",
      "access-exclusive-lock",
    ),
  ],
  rebuildable: (_spec, facts) => facts.stored !== true && facts.typed !== true,
});

const UNCAST =
  "PostgreSQL casts no values of typed tables to the type by itself: add another attribute, fill it, then drop this one";

function retyped(at: At, _to: unknown, { actual, expected, facts, expectedFacts }: Alteration<Attribute>): Remedy {
  if (facts.stored === true)
    return {
      manual:
        "PostgreSQL changes no attribute of a type whose values lie in tables: add another attribute, fill it, then drop this one",
    };
  if (facts.typed === true && expectedFacts.typed === true && !isAssigned(actual.type, expected.type))
    return { manual: UNCAST };
  return [
    alter(
      at,
      `ALTER ATTRIBUTE ${ident(at.name)} TYPE ${typeOf(expected)}${facts.typed === true ? " CASCADE" : ""}`,
      ...(facts.typed === true ? (["table-rewrite"] as const) : []),
      "changes-behaviour",
      "may-fail",
      "access-exclusive-lock",
    ),
  ];
}
