/** Operators that stand in an operator family, be it one of PostgreSQL's, without belonging to one of its classes. */

import { defineKind } from "../core/registered.ts";
import { texts, textsOrNull } from "../core/row.ts";
import { low, medium } from "../core/severity.ts";
import { ident, nameOf, notFromExtension, qualified, qualifiedOperator, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type FamilyOperator = {
  operator: readonly string[];
  /** The family that knows the order of what the operator answers; null for an operator that searches. */
  orderBy: readonly string[] | null;
};
type At = { schema: string; family: string; method: string; left: string; right: string; strategy: string };

const family = (at: At) => `OPERATOR FAMILY ${qualified(at.schema, at.family)} USING ${ident(at.method)}`;
const place = (at: At) => `OPERATOR ${at.strategy} (${at.left}, ${at.right})`;
const add = (at: At, { operator: [schema = "", name = ""], orderBy }: FamilyOperator) =>
  statement(
    `ALTER ${family(at)} ADD OPERATOR ${at.strategy} ${qualifiedOperator(schema, name)} (${at.left}, ${at.right})` +
      (orderBy ? ` FOR ORDER BY ${qualified(...orderBy)}` : ""),
  );
const drop = (at: At) => statement(`ALTER ${family(at)} DROP ${place(at)}`);
const replaced = (at: At, _to: unknown, { expected }: { expected: FamilyOperator }) => [drop(at), add(at, expected)];

export const familyOperator = defineKind<
  readonly ["schema", "family", "method", "left", "right", "strategy"],
  FamilyOperator
>({
  name: "family-operator",
  title: "operator of an operator family",
  key: ["schema", "family", "method", "left", "right", "strategy"],
  typeParts: ["left", "right"],
  catalogue: "pg_amop",
  someOf: "pg_amop WHERE oid >= 16384",
  reads: ["pg_amop", "pg_opfamily", "pg_am", "pg_operator", "pg_namespace", "pg_depend"],
  rank: 112,
  query: () => `
    SELECT member.oid, n.nspname AS schema, f.opfname AS family, m.amname AS method, format_type(member.amoplefttype, NULL) AS left,
           format_type(member.amoprighttype, NULL) AS right, member.amopstrategy::text AS strategy,
           ${nameOf("pg_operator", "member.amopopr")} AS operator, ${nameOf("pg_opfamily", "member.amopsortfamily")} AS order_by
    FROM pg_amop member
    JOIN pg_opfamily f ON f.oid = member.amopfamily
    JOIN pg_am m ON m.oid = f.opfmethod
    JOIN pg_namespace n ON n.oid = f.opfnamespace
    WHERE (${userSchemas("n")} OR member.oid >= 16384 AND ${notFromExtension("pg_operator", "member.amopopr")}) AND ${notFromExtension("pg_opfamily", "f.oid")}
      AND member.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_amop'::regclass AND refclassid = 'pg_opclass'::regclass)`,
  canonicalise: (row) => ({ operator: texts(row.operator), orderBy: textsOrNull(row.order_by) }),
  within: (at) => [{ kind: "operator-family", path: [at.schema, at.family, at.method] }],
  sqlName: (at) => `${place(at)} OF ${family(at)}`,
  label: (at) => `${at.strategy} (${at.left}, ${at.right}) of ${at.schema}.${at.family} for ${at.method}`,
  added: low("indexes may be used for conditions that nobody expected"),
  removed: medium("indexes are no longer used for conditions with the operator"),
  attributes: {
    operator: { drift: medium("indexes answer another condition"), alter: replaced },
    orderBy: {
      drift: medium("indexes are used for searching instead of ordering, or in another order"),
      alter: replaced,
    },
  },
  create: (at, spec) => [add(at, spec)],
  drop: (at) => [drop(at)],
  rebuildable: true,
});
