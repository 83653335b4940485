/** Text search templates: the code that dictionaries run. */

import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { texts, textsOrNull } from "../core/row.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { nameOf, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Template = { init: readonly string[] | null; lexize: readonly string[] };
type At = { schema: string; name: string };

const sqlName = (at: At) => `TEXT SEARCH TEMPLATE ${qualified(at.schema, at.name)}`;

export const textSearchTemplate = defineKind<readonly ["schema", "name"], Template>({
  name: "text-search-template",
  title: "text search template",
  key: ["schema", "name"],
  catalogue: "pg_ts_template",
  someOf: "pg_ts_template WHERE oid >= 16384",
  reads: ["pg_ts_template", "pg_proc", "pg_namespace", ...ORIGINS],
  rank: 114,
  query: () => `
    SELECT t.oid, n.nspname AS schema, t.tmplname AS name, ${nameOf("pg_proc", "t.tmplinit")} AS init,
           ${nameOf("pg_proc", "t.tmpllexize")} AS lexize, ${membership("pg_ts_template", "t.oid")}
    FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
    WHERE ${ofUsers("n", "pg_ts_template", "t.oid")}`,
  canonicalise: (row) => ({ init: textsOrNull(row.init), lexize: texts(row.lexize) }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  added: low(UNEXPECTED),
  removed: high("the dictionaries made from the template are gone"),
  rename: {
    drift: low("its dictionaries follow; only DDL names it"),
  },
  attributes: {
    init: { drift: high("the template's dictionaries read their options differently"), recreate: true },
    lexize: { drift: high("the template's dictionaries turn tokens into other words"), recreate: true },
  },
  create: (at, spec) => [
    statement(
      `CREATE ${sqlName(at)} (${spec.init ? `INIT = ${qualified(...spec.init)}, ` : ""}LEXIZE = ${qualified(...spec.lexize)})`,
    ),
  ],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});
