/** Composite types that stand by themselves. Those of tables are the tables', and their attributes are columns. */

import { ofTypes } from "../core/acl.ts";
import type { Facts } from "../core/kind.ts";
import { rowNames } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag } from "../core/row.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { listed, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";
import { convertible, stored, typed } from "../core/stored.ts";

type At = { schema: string; name: string };

const sqlName = (at: At) => `TYPE ${qualified(at.schema, at.name)}`;

export const compositeType = defineKind<readonly ["schema", "name"], Record<never, never>>({
  name: "composite-type",
  title: "composite type",
  key: ["schema", "name"],
  catalogue: "pg_type",
  someOf: "pg_class WHERE relkind = 'c' AND oid >= 16384",
  // Its attributes, and what needs them, hang on the relation behind it.
  alias: "pg_class",
  reads: ["pg_class", "pg_type", "pg_attribute", "pg_namespace", "pg_extension", "pg_partitioned_table", ...ORIGINS],
  rank: 34,
  query: () => `
    SELECT t.oid, c.oid AS alias_oid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner,
           t.typacl::text[] AS acl, ${stored("pg_type", "t.oid")} OR ${typed("t.oid")} AS stored,
           ${convertible("t.oid", "t.typarray")} AS convertible, ${membership("pg_type", "t.oid")}
    FROM pg_class c
    JOIN pg_type t ON t.oid = c.reltype
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'c' AND ${ofUsers("n", "pg_type", "t.oid", "typacl")}`,
  canonicalise: () => ({}),
  facts: (row): Facts => ({ stored: flag(row.stored), convertible: flag(row.convertible) }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  privileges: ofTypes(sqlName),
  added: low(UNEXPECTED),
  removed: high("columns and functions of this type cannot be created any more"),
  rename: {
    drift: high("whatever names the type as expected fails; columns follow"),
    hazards: ["access-exclusive-lock", "breaks-names"],
    likeness: { name: 0.4, parts: { weight: 0.6, kinds: ["composite-attribute"] } },
  },
  attributes: {},
  create: (at, _spec, clauses) => [statement(`CREATE ${sqlName(at)} AS ${listed(clauses)}`)],
  occupies: (at) => rowNames(at.schema, at.name),
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail", "access-exclusive-lock")],
  rebuildable: (_spec, facts) => facts.stored !== true,
  isSpelled: (_spec, { convertible }) => convertible === true,
  sweepsData: true,
});
