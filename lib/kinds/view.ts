/** Views. */

import { type SqlText, sqlText } from "../core/canonical.ts";
import { defineKind } from "../core/registered.ts";
import { sorted, text, texts } from "../core/row.ts";
import { critical, high, low } from "../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type View = { definition: SqlText; options: readonly string[] };
type At = { schema: string; name: string };

const OPTION_NAMES = ["security_barrier", "security_invoker", "check_option"];
const nameOf = (option: string) => option.slice(0, option.indexOf("="));

export const view = defineKind<readonly ["schema", "name"], View>({
  name: "view",
  title: "view",
  key: ["schema", "name"],
  catalogue: "pg_class",
  reads: ["pg_class", "pg_rewrite", "pg_namespace", "pg_depend"],
  rank: 100,
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl,
           pg_get_viewdef(c.oid) AS definition, c.reloptions AS options
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}`,
  canonicalise: (row) => ({ definition: sqlText("view", text(row.definition)), options: sorted(texts(row.options)) }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName: (at) => `VIEW ${qualified(at.schema, at.name)}`,
  privileges: {
    owner: "arwdDxt",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLE ${qualified(at.schema, at.name)}`,
  },
  added: low("a view that nobody expected"),
  removed: critical("every query on the view fails"),
  attributes: {
    definition: { drift: high("queries on the view get other rows or columns"), recreate: true },
    options: {
      drift: (expected, actual) =>
        expected.some((option) => option.startsWith("security_") && !actual.includes(option))
          ? critical("the view no longer guards the rows behind it as it did")
          : high("the view checks and guards rows differently"),
      alter: (at, to, { actual }) => setOptions(at, actual.options, to),
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE VIEW ${qualified(at.schema, at.name)}` +
        (spec.options.length > 0 ? ` WITH (${spec.options.join(", ")})` : "") +
        ` AS\n${withoutSemicolon(spec.definition.text)}`,
    ),
  ],
  drop: (at) => [statement(`DROP VIEW ${qualified(at.schema, at.name)}`, "access-exclusive-lock")],
  rebuildable: true,
});

function setOptions(at: At, from: readonly string[], to: readonly string[]) {
  const view = `ALTER VIEW ${qualified(at.schema, at.name)}`;
  const reset = OPTION_NAMES.filter(
    (name) => from.some((o) => nameOf(o) === name) && !to.some((o) => nameOf(o) === name),
  );
  return [
    ...(to.length > 0 ? [statement(`${view} SET (${to.join(", ")})`, "access-exclusive-lock")] : []),
    ...(reset.length > 0 ? [statement(`${view} RESET (${reset.join(", ")})`, "access-exclusive-lock")] : []),
  ];
}

const withoutSemicolon = (definition: string): string => definition.trim().replace(/;$/, "");
