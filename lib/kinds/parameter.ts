/** Parameters of the server that roles other than superusers may set. */

import { defineKind } from "../core/registered.ts";
import { texts } from "../core/row.ts";
import { critical, high } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type At = { name: string };

const sqlName = (at: At) => `PARAMETER ${qualified(...at.name.split("."))}`;
const role = (name: string) => (name === "public" ? "PUBLIC" : ident(name));

export const parameter = defineKind<readonly ["name"], Record<never, never>>({
  name: "parameter",
  title: "parameter",
  key: ["name"],
  catalogue: "pg_parameter_acl",
  clusterWide: true,
  since: 15,
  reads: ["pg_parameter_acl"],
  rank: 9,
  // There is a row as long as somebody besides the first superuser has rights.
  query: () => `
    SELECT p.oid, p.parname AS name, p.paracl::text[] AS acl, pg_get_userbyid(10) AS grantor,
           ARRAY(SELECT DISTINCT CASE WHEN x.grantee = 0 THEN 'public' ELSE pg_get_userbyid(x.grantee)::text END
                 FROM aclexplode(p.paracl) x WHERE x.grantee <> 10) AS grantees
    FROM pg_parameter_acl p`,
  canonicalise: () => ({}),
  facts: (row) => ({ grantees: texts(row.grantees) }),
  sqlName,
  privileges: { owner: "", public: "", phrase: (at, words) => `${words.join(", ")} ON ${sqlName(at)}` },
  added: critical("a role may set, for itself or for the server, what only superusers may"),
  removed: high("nobody but superusers may set the parameter any more"),
  attributes: {},
  // The grants bring it about.
  create: () => [],
  drop: (at, _spec, { grantees }) =>
    (grantees as readonly string[]).map((name) =>
      statement(`REVOKE ALL ON ${sqlName(at)} FROM ${role(name)}`, "narrows-permissions"),
    ),
});
