/** Transforms: how a language sees the values of a type. */

import { membership, ORIGINS, userMade } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { textsOrNull } from "../core/row.ts";
import { high, medium } from "../core/severity.ts";
import { ident, nameOf, qualified } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type Transform = { fromSql: readonly string[] | null; toSql: readonly string[] | null };
type At = { type: string; language: string };

const sqlName = (at: At) => `TRANSFORM FOR ${at.type} LANGUAGE ${ident(at.language)}`;
const replaced = (at: At, _to: unknown, { expected }: { expected: Transform }) => [definition(at, expected)];

export const transform = defineKind<readonly ["type", "language"], Transform>({
  name: "transform",
  title: "transform",
  key: ["type", "language"],
  typeParts: ["type"],
  catalogue: "pg_transform",
  someOf: "pg_transform WHERE oid >= 16384",
  reads: ["pg_transform", "pg_language", "pg_proc", "pg_namespace", ...ORIGINS],
  rank: 104,
  query: () => `
    SELECT t.oid, format_type(t.trftype, NULL) AS type, l.lanname AS language,
           ${nameOf("pg_proc", "t.trffromsql")} AS from_sql, ${nameOf("pg_proc", "t.trftosql")} AS to_sql, ${membership("pg_transform", "t.oid")}
    FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
    WHERE t.oid >= 16384 AND ${userMade("pg_transform", "t.oid")}`,
  canonicalise: (row) => ({ fromSql: textsOrNull(row.from_sql), toSql: textsOrNull(row.to_sql) }),
  sqlName,
  label: (at) => `for ${at.type} in ${at.language}`,
  added: medium("functions that ask for the transform get their arguments in another form"),
  removed: high("functions that ask for the transform fail"),
  attributes: {
    fromSql: { drift: high("functions get the type's values in another form"), alter: replaced },
    toSql: { drift: high("what functions answer is read in another form"), alter: replaced },
  },
  create: (at, spec) => [definition(at, spec)],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});

function definition(at: At, { fromSql, toSql }: Transform): Statement {
  const functions = [
    ...(fromSql ? [`FROM SQL WITH FUNCTION ${qualified(...fromSql)}(internal)`] : []),
    ...(toSql ? [`TO SQL WITH FUNCTION ${qualified(...toSql)}(internal)`] : []),
  ];
  return statement(`CREATE OR REPLACE ${sqlName(at)} (${functions.join(", ")})`);
}
