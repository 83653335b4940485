/** Tablespaces of the cluster. Where one lies on the disk is a matter of the server. */

import { changeOptions, withOptions } from "../core/options.ts";
import { defineKind } from "../core/registered.ts";
import { sorted, text, texts } from "../core/row.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { ident, literal } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

export const tablespace = defineKind<readonly ["name"], { options: readonly string[] }>({
  name: "tablespace",
  title: "tablespace",
  key: ["name"],
  catalogue: "pg_tablespace",
  clusterWide: true,
  reads: ["pg_tablespace"],
  rank: 6,
  query: () => `
    SELECT t.oid, t.spcname AS name, pg_get_userbyid(t.spcowner) AS owner, t.spcacl::text[] AS acl, t.spcoptions AS options,
           pg_tablespace_location(t.oid) AS location
    FROM pg_tablespace t WHERE t.oid >= 16384`,
  canonicalise: (row) => ({ options: sorted(texts(row.options)) }),
  facts: (row) => ({ location: text(row.location) }),
  sqlName: (at) => `TABLESPACE ${ident(at.name)}`,
  privileges: {
    owner: "C",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLESPACE ${ident(at.name)}`,
  },
  added: low(UNEXPECTED),
  removed: high("nothing can be placed in the tablespace any more"),
  rename: {
    drift: low("what lies in it follows; only DDL names it"),
  },
  attributes: {
    options: {
      drift: low("the planner takes the disk for faster, or slower, and may pick other plans"),
      alter: (at, to, { actual }) => changeOptions(`ALTER TABLESPACE ${ident(at.name)}`, actual.options, to),
    },
  },
  // One in the data directory has a relative location there, which CREATE takes as none.
  create: (at, spec, _clauses, { location }) => [
    statement(
      `CREATE TABLESPACE ${ident(at.name)} LOCATION ${literal(String(location).startsWith("/") ? String(location) : "")}` +
        withOptions(spec.options),
      "not-transactional",
      "may-fail",
    ),
  ],
  drop: (at) => [statement(`DROP TABLESPACE ${ident(at.name)}`, "not-transactional", "may-fail")],
});
