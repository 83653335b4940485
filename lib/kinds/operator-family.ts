/** Operator families. Their members belong to an operator class, or are loose and objects of their own. */

import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type At = { schema: string; name: string; method: string };

const sqlName = (at: At) => `OPERATOR FAMILY ${qualified(at.schema, at.name)} USING ${ident(at.method)}`;

export const operatorFamily = defineKind<readonly ["schema", "name", "method"], Record<never, never>>({
  name: "operator-family",
  title: "operator family",
  key: ["schema", "name", "method"],
  catalogue: "pg_opfamily",
  someOf: "pg_opfamily WHERE oid >= 16384",
  reads: ["pg_opfamily", "pg_am", "pg_namespace", ...ORIGINS],
  rank: 111,
  query: () => `
    SELECT f.oid, n.nspname AS schema, f.opfname AS name, m.amname AS method, pg_get_userbyid(f.opfowner) AS owner,
           ${membership("pg_opfamily", "f.oid")}
    FROM pg_opfamily f
    JOIN pg_am m ON m.oid = f.opfmethod
    JOIN pg_namespace n ON n.oid = f.opfnamespace
    WHERE ${ofUsers("n", "pg_opfamily", "f.oid")}`,
  canonicalise: () => ({}),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  label: (at) => `${at.schema}.${at.name} for ${at.method}`,
  added: low(UNEXPECTED),
  removed: high("its operator classes are gone, and the indexes that used them"),
  rename: {
    drift: low("its classes follow; only DDL names it"),
  },
  attributes: {},
  create: (at) => [statement(`CREATE ${sqlName(at)}`)],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});
