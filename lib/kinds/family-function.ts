/** Support functions that stand in an operator family, be it one of PostgreSQL's, without belonging to one of its classes. */

import { defineKind } from "../core/registered.ts";
import { text, texts } from "../core/row.ts";
import { high, low, medium } from "../core/severity.ts";
import { ident, nameOf, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type FamilyFunction = { function: { name: readonly string[]; arguments: string } };
type At = { schema: string; family: string; method: string; left: string; right: string; number: string };

const family = (at: At) => `OPERATOR FAMILY ${qualified(at.schema, at.family)} USING ${ident(at.method)}`;
const place = (at: At) => `FUNCTION ${at.number} (${at.left}, ${at.right})`;
const add = (at: At, { function: { name, arguments: types } }: FamilyFunction) =>
  statement(`ALTER ${family(at)} ADD ${place(at)} ${qualified(...name)}(${types})`);
const drop = (at: At) => statement(`ALTER ${family(at)} DROP ${place(at)}`);
const replaced = (at: At, _to: unknown, { expected }: { expected: FamilyFunction }) => [drop(at), add(at, expected)];

export const familyFunction = defineKind<
  readonly ["schema", "family", "method", "left", "right", "number"],
  FamilyFunction
>({
  name: "family-function",
  title: "function of an operator family",
  key: ["schema", "family", "method", "left", "right", "number"],
  typeParts: ["left", "right"],
  catalogue: "pg_amproc",
  someOf: "pg_amproc WHERE oid >= 16384",
  reads: ["pg_amproc", "pg_opfamily", "pg_am", "pg_proc", "pg_namespace", "pg_depend"],
  rank: 112,
  query: () => `
    SELECT member.oid, n.nspname AS schema, f.opfname AS family, m.amname AS method, format_type(member.amproclefttype, NULL) AS left,
           format_type(member.amprocrighttype, NULL) AS right, member.amprocnum::text AS number,
           ${nameOf("pg_proc", "member.amproc")} AS function, oidvectortypes(p.proargtypes) AS arguments
    FROM pg_amproc member
    JOIN pg_proc p ON p.oid = member.amproc
    JOIN pg_opfamily f ON f.oid = member.amprocfamily
    JOIN pg_am m ON m.oid = f.opfmethod
    JOIN pg_namespace n ON n.oid = f.opfnamespace
    WHERE (${userSchemas("n")} OR member.oid >= 16384 AND ${notFromExtension("pg_proc", "p.oid")}) AND ${notFromExtension("pg_opfamily", "f.oid")}
      AND member.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_amproc'::regclass AND refclassid = 'pg_opclass'::regclass)`,
  canonicalise: (row) => ({ function: { name: texts(row.function), arguments: text(row.arguments) } }),
  within: (at) => [{ kind: "operator-family", path: [at.schema, at.family, at.method] }],
  sqlName: (at) => `${place(at)} OF ${family(at)}`,
  label: (at) => `${at.number} (${at.left}, ${at.right}) of ${at.schema}.${at.family} for ${at.method}`,
  added: low("indexes may do what nobody expected of them"),
  removed: medium("indexes can no longer do what the function was for"),
  attributes: {
    function: { drift: high("indexes order or search their values differently"), alter: replaced },
  },
  create: (at, spec) => [add(at, spec)],
  drop: (at) => [drop(at)],
  rebuildable: true,
});
