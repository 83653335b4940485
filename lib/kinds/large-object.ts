/** Large objects about which something is said: a grant, a comment or a label. What they hold, and that they exist, is data. */

import { defineKind } from "../core/registered.ts";
import { texts } from "../core/row.ts";
import { low, medium } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type At = { loid: string };

const sqlName = (at: At) => `LARGE OBJECT ${at.loid}`;
const role = (name: string) => (name === "public" ? "PUBLIC" : ident(name));

export const largeObject = defineKind<readonly ["loid"], Record<never, never>>({
  name: "large-object",
  title: "large object",
  key: ["loid"],
  catalogue: "pg_largeobject_metadata",
  // A comment on one is found by the catalogue that holds the data.
  alias: "pg_largeobject",
  reads: ["pg_largeobject_metadata", "pg_description", "pg_seclabel"],
  rank: 65,
  query: () => `
    SELECT m.oid, m.oid AS alias_oid, m.oid::text AS loid, pg_get_userbyid(m.lomowner) AS owner, m.lomacl::text[] AS acl,
           ARRAY(SELECT DISTINCT CASE WHEN x.grantee = 0 THEN 'public' ELSE pg_get_userbyid(x.grantee)::text END
                 FROM aclexplode(m.lomacl) x WHERE x.grantee <> m.lomowner) AS grantees,
           ARRAY(SELECT provider FROM pg_seclabel WHERE classoid = 'pg_largeobject'::regclass AND objoid = m.oid ORDER BY provider) AS providers
    FROM pg_largeobject_metadata m
    WHERE m.lomacl <> acldefault('L', m.lomowner)
       OR m.oid IN (SELECT objoid FROM pg_description WHERE classoid = 'pg_largeobject'::regclass)
       OR m.oid IN (SELECT objoid FROM pg_seclabel WHERE classoid = 'pg_largeobject'::regclass)`,
  canonicalise: () => ({}),
  facts: (row) => ({ grantees: texts(row.grantees), providers: texts(row.providers) }),
  sqlName,
  privileges: {
    sort: "large objects",
    owner: "rw",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON ${sqlName(at)}`,
  },
  added: medium("a large object can be read or written by those that nobody expected"),
  removed: low("the large object, or what was said about it, is gone"),
  attributes: {},
  // It may be there, with nothing said about it.
  create: (at) => [
    statement(
      `SELECT lo_create(${at.loid}) WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata WHERE oid = ${at.loid})`,
    ),
  ],
  // What it holds stays: only what is said about it goes.
  drop: (at, _spec, { grantees, providers }) => [
    ...(grantees as readonly string[]).map((name) =>
      statement(`REVOKE ALL ON ${sqlName(at)} FROM ${role(name)}`, "narrows-permissions"),
    ),
    statement(`COMMENT ON ${sqlName(at)} IS NULL`),
    ...(providers as readonly string[]).map((name) =>
      statement(`SECURITY LABEL FOR ${ident(name)} ON ${sqlName(at)} IS NULL`, "may-fail", "exposes-rows"),
    ),
  ],
});
