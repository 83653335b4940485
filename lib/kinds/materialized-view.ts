/** Materialized views: their definition, not their rows nor whether they have been refreshed. */

import { type SqlText, sqlText } from "../core/canonical.ts";
import { changeOptions, withOptions } from "../core/options.ts";
import { defineKind } from "../core/registered.ts";
import { sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, UNEXPECTED } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type MaterializedView = {
  definition: SqlText;
  options: readonly string[];
  tablespace: string | null;
  accessMethod: string;
};
type At = { schema: string; name: string };

const alter = (at: At) => `ALTER MATERIALIZED VIEW ${qualified(at.schema, at.name)}`;

export const materializedView = defineKind<readonly ["schema", "name"], MaterializedView>({
  name: "materialized-view",
  title: "materialized view",
  key: ["schema", "name"],
  catalogue: "pg_class",
  reads: ["pg_class", "pg_rewrite", "pg_namespace", "pg_am", "pg_tablespace", "pg_depend"],
  rank: 100,
  batches: "SELECT oid FROM pg_class WHERE relkind = 'm' AND oid >= 16384",
  query: (_server, batch) => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl,
           pg_get_viewdef(c.oid) AS definition, c.reloptions AS options, ts.spcname AS tablespace, am.amname AS access_method
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    WHERE ${batch("c.oid")} AND c.relkind = 'm' AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}`,
  canonicalise: (row) => ({
    definition: sqlText("view", text(row.definition)),
    options: sorted(texts(row.options)),
    tablespace: textOrNull(row.tablespace),
    accessMethod: text(row.access_method),
  }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName: (at) => `MATERIALIZED VIEW ${qualified(at.schema, at.name)}`,
  privileges: {
    sort: "tables",
    owner: "arwdDxt",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLE ${qualified(at.schema, at.name)}`,
  },
  added: low(UNEXPECTED),
  removed: critical("every query on the materialized view fails"),
  rename: {
    drift: critical("every query that names the materialized view as expected fails, and so does its refresh"),
    hazards: ["access-exclusive-lock", "breaks-names"],
  },
  attributes: {
    definition: { drift: high("queries on the view get other rows or columns"), recreate: true },
    options: {
      drift: low("the rows take more, or less, room and time"),
      alter: (at, to, { actual }) => changeOptions(alter(at), actual.options, to, "share-update-exclusive-lock"),
    },
    tablespace: {
      drift: low("the materialized view is as fast, and as safe, as another disk"),
      alter: (at, to) => [
        statement(`${alter(at)} SET TABLESPACE ${ident(to ?? "pg_default")}`, "table-rewrite", "access-exclusive-lock"),
      ],
    },
    accessMethod: { drift: low("rows are stored by another method: same answers, at another speed"), recreate: true },
  },
  create: (at, spec) => [
    statement(
      `CREATE MATERIALIZED VIEW ${qualified(at.schema, at.name)}` +
        (spec.accessMethod === "heap" ? "" : ` USING ${ident(spec.accessMethod)}`) +
        withOptions(spec.options) +
        (spec.tablespace ? ` TABLESPACE ${ident(spec.tablespace)}` : "") +
        ` AS\n${spec.definition.text.trim().replace(/;$/, "")}`,
      "table-scan",
    ),
  ],
  drop: (at) => [
    statement(`DROP MATERIALIZED VIEW ${qualified(at.schema, at.name)}`, "breaks-names", "access-exclusive-lock"),
  ],
  rebuildable: true,
});
