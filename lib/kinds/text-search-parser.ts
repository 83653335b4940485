/** Text search parsers: what cuts a text into tokens. */

import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { texts, textsOrNull } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { nameOf, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Name = readonly string[];
type Parser = { start: Name; gettoken: Name; end: Name; lextypes: Name; headline: Name | null };
type At = { schema: string; name: string };

const sqlName = (at: At) => `TEXT SEARCH PARSER ${qualified(at.schema, at.name)}`;

export const textSearchParser = defineKind<readonly ["schema", "name"], Parser>({
  name: "text-search-parser",
  title: "text search parser",
  key: ["schema", "name"],
  catalogue: "pg_ts_parser",
  someOf: "pg_ts_parser WHERE oid >= 16384",
  reads: ["pg_ts_parser", "pg_proc", "pg_namespace", ...ORIGINS],
  rank: 114,
  query: () => `
    SELECT p.oid, n.nspname AS schema, p.prsname AS name, ${nameOf("pg_proc", "p.prsstart")} AS start,
           ${nameOf("pg_proc", "p.prstoken")} AS gettoken, ${nameOf("pg_proc", "p.prsend")} AS end,
           ${nameOf("pg_proc", "p.prslextype")} AS lextypes, ${nameOf("pg_proc", "p.prsheadline")} AS headline,
           ${membership("pg_ts_parser", "p.oid")}
    FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
    WHERE ${ofUsers("n", "pg_ts_parser", "p.oid")}`,
  canonicalise: (row) => ({
    start: texts(row.start),
    gettoken: texts(row.gettoken),
    end: texts(row.end),
    lextypes: texts(row.lextypes),
    headline: textsOrNull(row.headline),
  }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  added: low(UNEXPECTED),
  removed: high("the text search configurations that used the parser are gone"),
  rename: {
    drift: low("the configurations that use it follow; only DDL names it"),
  },
  attributes: {
    start: { drift: high("texts are cut into other tokens"), recreate: true },
    gettoken: { drift: high("texts are cut into other tokens"), recreate: true },
    end: { drift: medium("the parser cleans up differently"), recreate: true },
    lextypes: { drift: high("tokens are of other types"), recreate: true },
    headline: { drift: medium("search results are highlighted differently, or not at all"), recreate: true },
  },
  create: (at, spec) => [
    statement(
      `CREATE ${sqlName(at)} (START = ${qualified(...spec.start)}, GETTOKEN = ${qualified(...spec.gettoken)}, ` +
        `END = ${qualified(...spec.end)}, LEXTYPES = ${qualified(...spec.lextypes)}` +
        `${spec.headline ? `, HEADLINE = ${qualified(...spec.headline)}` : ""})`,
    ),
  ],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});
