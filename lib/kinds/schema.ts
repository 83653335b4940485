/** Schemas. */

import { initial, isMember, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { critical, low, UNEXPECTED } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

// "public" is made by initdb: owned by the bootstrap superuser with CREATE for everyone up to 14, owned by
// pg_database_owner with USAGE alone since 15. Both read as the latter here; what deviates from them is kept. Under another
// name it is still the one that initdb has made, and a user's like any other.
const PUBLIC = "(n.nspname = 'public' OR n.oid = 2200)";
const OF_INITDB = `(${PUBLIC} AND (n.nspowner = 10 OR n.nspowner = 'pg_database_owner'::regrole))`;
const INITDB_ACL = `
  ARRAY(SELECT CASE WHEN item.grantee = n.nspowner THEN 'pg_database_owner=' || item.letters || '/initdb'
                    WHEN item.grantee = 0 AND n.nspowner = 10 THEN '=U/initdb' ELSE entry::text END
        FROM unnest(n.nspacl) AS entry,
             LATERAL (SELECT grantee, string_agg(left(privilege_type, 1), '') AS letters
                      FROM aclexplode(ARRAY[entry]) GROUP BY grantee) AS item)`;

export const schema = defineKind<readonly ["schema"], Record<never, never>>({
  name: "schema",
  title: "schema",
  key: ["schema"],
  catalogue: "pg_namespace",
  reads: ["pg_namespace", ...ORIGINS],
  rank: 10,
  query: () => `
    SELECT n.oid, n.nspname AS schema,
           CASE WHEN ${OF_INITDB} THEN 'pg_database_owner' ELSE pg_get_userbyid(n.nspowner) END AS owner,
           CASE WHEN ${OF_INITDB} AND n.nspacl IS NOT NULL THEN ${INITDB_ACL} ELSE n.nspacl::text[] END AS acl,
           pg_get_userbyid(n.nspowner) AS grantor, NOT ${PUBLIC} AND ${isMember("pg_namespace", "n.oid")} AS member,
           n.nspname = 'pg_catalog' AS initdb, (${initial("pg_namespace", "n.oid", "0")}) AS initial_acl
    FROM pg_namespace n
    WHERE ${ofUsers("n", "pg_namespace", "n.oid", "nspacl")}`,
  canonicalise: () => ({}),
  sqlName: (at) => `SCHEMA ${ident(at.schema)}`,
  privileges: {
    sort: "schemas",
    owner: "UC",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON SCHEMA ${ident(at.schema)}`,
  },
  added: low(UNEXPECTED),
  removed: critical("what stood in the schema is gone, or elsewhere: every query that names it there fails"),
  rename: {
    drift: critical("every query that names the schema as expected fails"),
    hazards: ["breaks-names"],
    part: "schema",
    // All that stood in the one stands in the other: that is enough, whatever they are called.
    likeness: { name: 0.28, parts: { weight: 0.72 } },
  },
  attributes: {},
  create: (at) => [statement(`CREATE SCHEMA ${ident(at.schema)}`)],
  drop: (at) => [statement(`DROP SCHEMA ${ident(at.schema)}`, "breaks-names", "may-fail")],
  mustBeEmpty: true,
});
