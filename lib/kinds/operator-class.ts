/** Operator classes, with the operators and functions that PostgreSQL holds to be their own. */

import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, textOrNull, texts } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { ident, nameOf, qualified, qualifiedOperator } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type Name = readonly string[];
type OwnOperator = { strategy: number; operator: Name; left: string; right: string; orderBy: Name | null };
type OwnFunction = { number: number; left: string; right: string; function: Name; arguments: string };
type OperatorClass = {
  type: string;
  family: Name;
  /** Indexes on the type use it where they name none. */
  default: boolean;
  /** Type of what the index stores; null where that is the type itself. */
  storage: string | null;
  operators: readonly OwnOperator[];
  functions: readonly OwnFunction[];
};
type At = { schema: string; name: string; method: string };

const sqlName = (at: At) => `OPERATOR CLASS ${qualified(at.schema, at.name)} USING ${ident(at.method)}`;
const member = (catalogue: string) =>
  `JOIN pg_depend own ON own.classid = '${catalogue}'::regclass AND own.objid = member.oid AND own.refclassid = 'pg_opclass'::regclass`;

export const operatorClass = defineKind<readonly ["schema", "name", "method"], OperatorClass>({
  name: "operator-class",
  title: "operator class",
  key: ["schema", "name", "method"],
  catalogue: "pg_opclass",
  someOf: "pg_opclass WHERE oid >= 16384",
  reads: [
    "pg_opclass",
    "pg_opfamily",
    "pg_am",
    "pg_amop",
    "pg_amproc",
    "pg_operator",
    "pg_proc",
    "pg_namespace",
    ...ORIGINS,
  ],
  rank: 113,
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.opcname AS name, m.amname AS method, pg_get_userbyid(c.opcowner) AS owner,
           format_type(c.opcintype, NULL) AS type, ${nameOf("pg_opfamily", "c.opcfamily")} AS family, c.opcdefault AS is_default,
           format_type(nullif(c.opckeytype, 0), NULL) AS storage, operators.list AS operators, functions.list AS functions,
           ${membership("pg_opclass", "c.oid")}
    FROM pg_opclass c
    JOIN pg_am m ON m.oid = c.opcmethod
    JOIN pg_namespace n ON n.oid = c.opcnamespace
    LEFT JOIN (SELECT own.refobjid AS oid, jsonb_agg(jsonb_build_object(
                 'strategy', member.amopstrategy, 'operator', ${nameOf("pg_operator", "member.amopopr")},
                 'left', format_type(member.amoplefttype, NULL), 'right', format_type(member.amoprighttype, NULL),
                 'orderBy', ${nameOf("pg_opfamily", "member.amopsortfamily")})
                 ORDER BY member.amopstrategy, format_type(member.amoplefttype, NULL) COLLATE "C", format_type(member.amoprighttype, NULL) COLLATE "C") AS list
               FROM pg_amop member ${member("pg_amop")} GROUP BY own.refobjid) operators ON operators.oid = c.oid
    LEFT JOIN (SELECT own.refobjid AS oid, jsonb_agg(jsonb_build_object(
                 'number', member.amprocnum, 'left', format_type(member.amproclefttype, NULL), 'right', format_type(member.amprocrighttype, NULL),
                 'function', ${nameOf("pg_proc", "member.amproc")}, 'arguments', oidvectortypes(p.proargtypes))
                 ORDER BY member.amprocnum, format_type(member.amproclefttype, NULL) COLLATE "C", format_type(member.amprocrighttype, NULL) COLLATE "C") AS list
               FROM pg_amproc member JOIN pg_proc p ON p.oid = member.amproc ${member("pg_amproc")} GROUP BY own.refobjid) functions ON functions.oid = c.oid
    WHERE ${ofUsers("n", "pg_opclass", "c.oid")}`,
  canonicalise: (row) => ({
    type: text(row.type),
    family: texts(row.family),
    default: flag(row.is_default),
    storage: textOrNull(row.storage),
    operators: (row.operators ?? []) as OwnOperator[],
    functions: (row.functions ?? []) as OwnFunction[],
  }),
  within: (at, spec) => [
    ...(spec ? [{ kind: "operator-family", path: [...spec.family, at.method] }] : []),
    { kind: "schema", path: [at.schema] },
  ],
  sqlName,
  label: (at) => `${at.schema}.${at.name} for ${at.method}`,
  added: (spec) => (spec.default ? medium("indexes on the type will be ordered and searched by it") : low(UNEXPECTED)),
  removed: high("the indexes that used it are gone, and none can be created with it"),
  rename: {
    drift: low("its indexes follow; only DDL names it"),
  },
  attributes: {
    type: { drift: high("the operator class is for another type"), recreate: true },
    family: { drift: medium("the planner connects its operators with others"), recreate: true },
    default: { drift: medium("new indexes on the type use, or do not use, it unasked"), recreate: true },
    storage: { drift: high("indexes keep values of another type"), recreate: true },
    operators: { drift: high("indexes answer other conditions"), recreate: true },
    functions: { drift: high("indexes order or search their values differently"), recreate: true },
  },
  create: (at, spec) => [definition(at, spec)],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail", "index-lost")],
  rebuildable: true,
});

function definition(at: At, spec: OperatorClass): Statement {
  const items = [
    ...spec.operators.map(
      ({ strategy, operator: [schema = "", name = ""], left, right, orderBy }) =>
        `OPERATOR ${strategy} ${qualifiedOperator(schema, name)} (${left}, ${right})` +
        (orderBy ? ` FOR ORDER BY ${qualified(...orderBy)}` : ""),
    ),
    ...spec.functions.map(
      (item) =>
        `FUNCTION ${item.number} (${item.left}, ${item.right}) ${qualified(...item.function)}(${item.arguments})`,
    ),
    // A class needs an item; its own type as storage says nothing more.
    ...(spec.storage || spec.operators.length + spec.functions.length === 0
      ? [`STORAGE ${spec.storage ?? spec.type}`]
      : []),
  ];
  return statement(
    `CREATE OPERATOR CLASS ${qualified(at.schema, at.name)}${spec.default ? " DEFAULT" : ""} FOR TYPE ${spec.type} ` +
      `USING ${ident(at.method)} FAMILY ${qualified(...spec.family)} AS\n  ${items.join(",\n  ")}`,
  );
}
