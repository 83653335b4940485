/** Base types: values that functions of their own read, write and keep. */

import { ofTypes } from "../core/acl.ts";
import type { Alteration, Facts, Remedy } from "../core/kind.ts";
import { typeName } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { literal, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";
import { rebuiltUnlessStored, stored } from "../core/stored.ts";

/** Schema and name of a function. */
type Routine = readonly string[];
type BaseType = {
  input: Routine;
  output: Routine;
  receive: Routine | null;
  send: Routine | null;
  typmodIn: Routine | null;
  typmodOut: Routine | null;
  analyze: Routine | null;
  subscript: Routine | null;
  /** Bytes, or `VARIABLE`. */
  length: string;
  byValue: boolean;
  alignment: string;
  storage: string;
  category: string;
  preferred: boolean;
  default: string | null;
  element: string | null;
  delimiter: string;
  collatable: boolean;
};
type At = { schema: string; name: string };

const ALIGNMENTS: Record<string, string> = { c: "char", s: "int2", i: "int4", d: "double" };
const STORAGES: Record<string, string> = { p: "plain", e: "external", x: "extended", m: "main" };
const ROUTINES = ["input", "output", "receive", "send", "modin", "modout", "analyze", "subscript"];

const sqlName = (at: At) => `TYPE ${qualified(at.schema, at.name)}`;
const rebuilt = rebuiltUnlessStored("PostgreSQL cannot change this of a type");
const function_ = (oid: string) =>
  `(SELECT ARRAY[fn.nspname, f.proname]::text[] FROM pg_proc f JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = ${oid})`;
const pathOrNull = (value: unknown) => (value === null ? null : texts(value));
const set = (option: string) => (at: At, to: Routine | null) => [
  statement(`ALTER ${sqlName(at)} SET (${option} = ${to ? qualified(...to) : "NONE"})`),
];

export const baseType = defineKind<readonly ["schema", "name"], BaseType>({
  name: "base-type",
  title: "base type",
  key: ["schema", "name"],
  catalogue: "pg_type",
  someOf: "pg_type WHERE typtype = 'b' AND typinput <> 'array_in'::regproc AND oid >= 16384",
  reads: ["pg_type", "pg_proc", "pg_class", "pg_namespace", "pg_extension", ...ORIGINS],
  rank: 29,
  // An array type is implied by the type of its elements.
  query: () => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner, t.typacl::text[] AS acl,
           ${ROUTINES.map((name) => `${function_(`t.typ${name}`)} AS ${name}`).join(",\n           ")},
           t.typlen::int4 AS length, t.typbyval AS by_value, t.typalign::text AS alignment, t.typstorage::text AS storage,
           t.typcategory::text AS category, t.typispreferred AS preferred, t.typdefault AS default,
           CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END AS element, t.typdelim::text AS delimiter,
           t.typcollation <> 0 AS collatable,
           ${stored("pg_type", "t.oid")} AS stored, ${membership("pg_type", "t.oid")}
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'b' AND t.oid NOT IN (SELECT typarray FROM pg_type)
      AND ${ofUsers("n", "pg_type", "t.oid", "typacl")}`,
  canonicalise: (row) => ({
    input: texts(row.input),
    output: texts(row.output),
    receive: pathOrNull(row.receive),
    send: pathOrNull(row.send),
    typmodIn: pathOrNull(row.modin),
    typmodOut: pathOrNull(row.modout),
    analyze: pathOrNull(row.analyze),
    subscript: pathOrNull(row.subscript),
    length: row.length === -1 ? "VARIABLE" : String(row.length),
    byValue: flag(row.by_value),
    alignment: ALIGNMENTS[text(row.alignment)] ?? text(row.alignment),
    storage: STORAGES[text(row.storage)] ?? text(row.storage),
    category: text(row.category),
    preferred: flag(row.preferred),
    default: textOrNull(row.default),
    element: textOrNull(row.element),
    delimiter: text(row.delimiter),
    collatable: flag(row.collatable),
  }),
  facts: (row): Facts => ({ stored: flag(row.stored) }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  privileges: ofTypes(sqlName),
  added: low(UNEXPECTED),
  removed: high("columns and functions of this type cannot be created any more"),
  rename: {
    drift: high("whatever names the type as expected fails; columns follow"),
    hazards: ["breaks-names"],
  },
  attributes: {
    input: { drift: critical("other code reads the type's values"), alter: rebuilt },
    output: { drift: critical("other code writes the type's values"), alter: rebuilt },
    receive: { drift: high("clients that send binary values send them to other code"), alter: set("RECEIVE") },
    send: { drift: high("clients that ask for binary values get them from other code"), alter: set("SEND") },
    typmodIn: {
      drift: high("statements that give the type a length or precision are refused, or mean something else"),
      alter: set("TYPMOD_IN"),
    },
    typmodOut: { drift: medium("the type is printed differently"), alter: set("TYPMOD_OUT") },
    analyze: { drift: low("statistics on the type's columns are gathered differently"), alter: set("ANALYZE") },
    subscript: { drift: high("values are, or are not, subscripted differently"), alter: set("SUBSCRIPT") },
    // Until a person has built it anew, its functions stay: others would read what is stored as something else.
    length: {
      drift: critical("values that are stored are read with another length"),
      holdsUp: () => "dependents",
      alter: rebuilt,
    },
    byValue: {
      drift: critical("values that are stored are read as something else"),
      holdsUp: () => "dependents",
      alter: rebuilt,
    },
    alignment: {
      drift: critical("values that are stored are read at other places"),
      holdsUp: () => "dependents",
      alter: rebuilt,
    },
    storage: {
      drift: low("new columns store long values differently"),
      // Columns that are there keep theirs, and say so from then on.
      measures: { attribute: "storage", absolute: (told, value) => told ?? value.toUpperCase() },
      alter: restored,
    },
    category: { drift: medium("calls of overloaded functions and operators are resolved differently"), alter: rebuilt },
    preferred: {
      drift: medium("calls of overloaded functions and operators are resolved differently"),
      alter: rebuilt,
    },
    default: { drift: medium("columns without a default of their own get another value in new rows"), alter: rebuilt },
    element: { drift: high("what a subscript picks out of a value is of another type"), alter: rebuilt },
    delimiter: { drift: high("arrays of the type are read and written differently"), alter: rebuilt },
    collatable: { drift: high("values can, or cannot, be given a collation"), alter: rebuilt },
  },
  create: (at, spec) => [statement(`CREATE ${sqlName(at)} (\n  ${options(spec).join(",\n  ")})`)],
  // Its functions take and return it: they can only be made of its shell, and go with it.
  shell: (at) => [statement(`CREATE ${sqlName(at)}`)],
  occupies: (at) => [typeName(at.schema, at.name)],
  drop: (at) => [statement(`DROP ${sqlName(at)} CASCADE`, "breaks-names", "may-fail")],
  rebuildable: (_spec, facts) => facts.stored !== true,
  sweepsData: true,
});

// What may have been moved out of the row cannot be said to lie within it, and what has a fixed length lies there always.
// Columns that are made of it keep their own storage, and so might come to deviate from it.
function restored(at: At, to: string, alteration: Alteration<BaseType>): Remedy {
  const { actual, facts } = alteration;
  return to === "plain" || actual.length !== "VARIABLE" || facts.stored === true
    ? rebuilt(at, to, alteration)
    : [statement(`ALTER ${sqlName(at)} SET (STORAGE = ${to})`)];
}

function options(spec: BaseType): string[] {
  const named: [string, Routine | null][] = [
    ["INPUT", spec.input],
    ["OUTPUT", spec.output],
    ["RECEIVE", spec.receive],
    ["SEND", spec.send],
    ["TYPMOD_IN", spec.typmodIn],
    ["TYPMOD_OUT", spec.typmodOut],
    ["ANALYZE", spec.analyze],
    ["SUBSCRIPT", spec.subscript],
  ];
  return [
    ...named.flatMap(([option, path]) => (path ? [`${option} = ${qualified(...path)}`] : [])),
    `INTERNALLENGTH = ${spec.length}`,
    ...(spec.byValue ? ["PASSEDBYVALUE"] : []),
    `ALIGNMENT = ${spec.alignment}`,
    `STORAGE = ${spec.storage}`,
    `CATEGORY = ${literal(spec.category)}`,
    ...(spec.preferred ? ["PREFERRED = true"] : []),
    ...(spec.default === null ? [] : [`DEFAULT = ${literal(spec.default)}`]),
    ...(spec.element === null ? [] : [`ELEMENT = ${spec.element}`]),
    `DELIMITER = ${literal(spec.delimiter)}`,
    ...(spec.collatable ? ["COLLATABLE = true"] : []),
  ];
}
