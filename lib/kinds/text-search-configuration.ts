/** Text search configurations: a parser, and the dictionaries that its tokens go through. */

import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { texts } from "../core/row.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { ident, nameOf, qualified } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

/** By type of token, the dictionaries that are asked one after the other. */
type Mappings = { readonly [token: string]: readonly (readonly string[])[] };
type Configuration = { parser: readonly string[]; mappings: Mappings };
type At = { schema: string; name: string };

const sqlName = (at: At) => `TEXT SEARCH CONFIGURATION ${qualified(at.schema, at.name)}`;

export const textSearchConfiguration = defineKind<readonly ["schema", "name"], Configuration>({
  name: "text-search-configuration",
  title: "text search configuration",
  key: ["schema", "name"],
  catalogue: "pg_ts_config",
  someOf: "pg_ts_config WHERE oid >= 16384",
  reads: ["pg_ts_config", "pg_ts_config_map", "pg_ts_parser", "pg_ts_dict", "pg_namespace", ...ORIGINS],
  rank: 116,
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.cfgname AS name, pg_get_userbyid(c.cfgowner) AS owner,
           ${nameOf("pg_ts_parser", "c.cfgparser")} AS parser, ${membership("pg_ts_config", "c.oid")},
           (SELECT jsonb_object_agg(token.alias, mapped.dictionaries)
            FROM (SELECT m.maptokentype, jsonb_agg(${nameOf("pg_ts_dict", "m.mapdict")} ORDER BY m.mapseqno) AS dictionaries
                  FROM pg_ts_config_map m WHERE m.mapcfg = c.oid GROUP BY m.maptokentype) mapped
            JOIN ts_token_type(c.cfgparser) token ON token.tokid = mapped.maptokentype) AS mappings
    FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
    WHERE ${ofUsers("n", "pg_ts_config", "c.oid")}`,
  canonicalise: (row) => ({ parser: texts(row.parser), mappings: (row.mappings ?? {}) as Mappings }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  added: low(UNEXPECTED),
  removed: high("searches that name the configuration fail"),
  rename: {
    drift: high("searches that name the configuration as expected fail"),
    hazards: ["breaks-names"],
  },
  attributes: {
    parser: { drift: high("texts are cut into other tokens, and searches find other rows"), recreate: true },
    mappings: {
      drift: high("texts are indexed under other words, and searches miss rows"),
      alter: (at, to, { actual }) => remap(at, actual.mappings, to),
    },
  },
  create: (at, spec) => [
    statement(`CREATE ${sqlName(at)} (PARSER = ${qualified(...spec.parser)})`),
    ...remap(at, {}, spec.mappings),
  ],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});

function remap(at: At, from: Mappings, to: Mappings): Statement[] {
  const asked = (mappings: Mappings, token: string) =>
    mappings[token]?.map((dictionary) => qualified(...dictionary)).join(", ");
  const groups = new Map<string, string[]>();
  const say = (verb: string, token: string, dictionaries = "") => {
    const key = `${verb}\0${dictionaries}`;
    groups.set(key, [...(groups.get(key) ?? []), ident(token)]);
  };
  for (const token of Object.keys(from).sort()) if (!Object.hasOwn(to, token)) say("DROP", token);
  for (const token of Object.keys(to).sort()) {
    if (asked(from, token) === asked(to, token)) continue;
    say(Object.hasOwn(from, token) ? "ALTER" : "ADD", token, asked(to, token));
  }
  return [...groups].map(([key, tokens]) => {
    const [verb, dictionaries] = key.split("\0");
    return statement(
      `ALTER ${sqlName(at)} ${verb} MAPPING FOR ${tokens.join(", ")}${dictionaries ? ` WITH ${dictionaries}` : ""}`,
    );
  });
}
