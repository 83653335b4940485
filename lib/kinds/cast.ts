/** Casts that users made. Those PostgreSQL makes with a range type belong to the type. */

import { membership, ORIGINS, userMade } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { text, texts } from "../core/row.ts";
import { high, medium } from "../core/severity.ts";
import { inItsOwnRight, nameOf, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Cast = {
  /** The function that converts the values, `INOUT` (through their text) or `WITHOUT FUNCTION` (as they are). */
  method: string | { function: readonly string[]; arguments: string };
  /** `EXPLICIT`, `ASSIGNMENT` or `IMPLICIT`. */
  context: string;
};
type At = { source: string; target: string };

const CONTEXTS: Record<string, string> = { e: "EXPLICIT", a: "ASSIGNMENT", i: "IMPLICIT" };
const METHODS: Record<string, string> = { i: "INOUT", b: "WITHOUT FUNCTION" };
const sqlName = (at: At) => `CAST (${at.source} AS ${at.target})`;

export const cast = defineKind<readonly ["source", "target"], Cast>({
  name: "cast",
  title: "cast",
  key: ["source", "target"],
  typeParts: ["source", "target"],
  catalogue: "pg_cast",
  someOf: "pg_cast WHERE oid >= 16384",
  reads: ["pg_cast", "pg_proc", "pg_namespace", ...ORIGINS],
  // Before all that may hold an expression: what casts needs the function of the cast, and nothing tells that it needs the cast.
  rank: 58,
  query: () => `
    SELECT c.oid, format_type(c.castsource, NULL) AS source, format_type(c.casttarget, NULL) AS target, c.castmethod::text AS method,
           ${nameOf("pg_proc", "c.castfunc")} AS function, oidvectortypes(p.proargtypes) AS arguments, c.castcontext::text AS context,
           ${membership("pg_cast", "c.oid")}
    FROM pg_cast c LEFT JOIN pg_proc p ON p.oid = c.castfunc
    WHERE c.oid >= 16384 AND ${inItsOwnRight("pg_cast", "c.oid")} AND ${userMade("pg_cast", "c.oid")}`,
  canonicalise: (row) => ({
    method: METHODS[text(row.method)] ?? { function: texts(row.function), arguments: text(row.arguments) },
    context: CONTEXTS[text(row.context)] ?? text(row.context),
  }),
  sqlName,
  label: (at) => `${at.source} AS ${at.target}`,
  added: medium("values are converted where that used to be refused"),
  removed: high("queries that convert values this way fail"),
  attributes: {
    method: { drift: high("values are converted in another way"), recreate: true },
    context: {
      drift: (_expected, actual) =>
        actual === "IMPLICIT"
          ? high("values are converted unasked, and other functions and operators may be chosen")
          : high("values are converted in other places, and queries that rely on it fail"),
      recreate: true,
    },
  },
  create: (at, { method, context }) => [
    statement(
      `CREATE ${sqlName(at)} ` +
        (typeof method === "string"
          ? method === "INOUT"
            ? "WITH INOUT"
            : method
          : `WITH FUNCTION ${qualified(...method.function)}(${method.arguments})`) +
        (context === "EXPLICIT" ? "" : ` AS ${context}`),
    ),
  ],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});
