/** Extensions. Their version differs between majors for the same DDL, so it is a fact beside the object. */

import { caution, danger } from "../core/hazard.ts";
import { defineKind } from "../core/registered.ts";
import { text } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { ident } from "../core/sql.ts";
import { rated, statement } from "../core/statement.ts";

export const extension = defineKind<readonly ["name"], { schema: string }>({
  name: "extension",
  title: "extension",
  key: ["name"],
  catalogue: "pg_extension",
  reads: ["pg_extension", "pg_namespace"],
  rank: 20,
  query: () => `
    SELECT e.oid, e.extname AS name, n.nspname AS in_schema, e.extversion AS version, pg_get_userbyid(e.extowner) AS made_by
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`,
  canonicalise: (row) => ({ schema: text(row.in_schema) }),
  facts: (row) => ({ version: text(row.version), madeBy: text(row.made_by) }),
  within: (_at, spec) => (spec ? [{ kind: "schema", path: [spec.schema] }] : []),
  brings: ({ schema }, { madeBy }) => ({ schema, role: String(madeBy) }),
  sqlName: (at) => `EXTENSION ${ident(at.name)}`,
  added: low(UNEXPECTED),
  removed: high("queries that use its types, functions or operators fail"),
  attributes: {
    schema: {
      drift: medium("names that were found through the old schema no longer are"),
      spelledOut: true,
      alter: (at, to) => [
        statement(`ALTER EXTENSION ${ident(at.name)} SET SCHEMA ${ident(to)}`, "breaks-names", "may-fail"),
      ],
    },
  },
  create: (at, spec) => [
    rated(
      caution(
        "the script of the extension's default version runs, with the rights of a superuser where the extension is trusted",
        "see first in pg_available_extensions that it is the version the others have",
      ),
      `CREATE EXTENSION ${ident(at.name)} SCHEMA ${ident(spec.schema)}`,
    ),
  ],
  sweepsData: true,
  drop: (at) => [
    rated(
      danger(
        "its types, functions and tables go, with what the tables hold: jobs, reference data, statistics",
        "look at its tables first (pg_dump takes along what an extension lets it), and at what calls its functions",
      ),
      `DROP EXTENSION ${ident(at.name)}`,
      "data-loss",
      "breaks-names",
      "may-fail",
      "untrackable-dependencies",
    ),
  ],
});
