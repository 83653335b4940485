/** Text search dictionaries: what turns tokens into the words that are searched for. */

import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { sorted, text, textOrNull, texts } from "../core/row.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { ident, literal, nameOf, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Dictionary = {
  template: readonly string[];
  /** `name=value`. */
  options: readonly string[];
};
type At = { schema: string; name: string };

const sqlName = (at: At) => `TEXT SEARCH DICTIONARY ${qualified(at.schema, at.name)}`;

export const textSearchDictionary = defineKind<readonly ["schema", "name"], Dictionary>({
  name: "text-search-dictionary",
  title: "text search dictionary",
  key: ["schema", "name"],
  catalogue: "pg_ts_dict",
  someOf: "pg_ts_dict WHERE oid >= 16384",
  reads: ["pg_ts_dict", "pg_ts_template", "pg_namespace", ...ORIGINS],
  rank: 115,
  query: () => `
    SELECT d.oid, n.nspname AS schema, d.dictname AS name, pg_get_userbyid(d.dictowner) AS owner,
           ${nameOf("pg_ts_template", "d.dicttemplate")} AS template, d.dictinitoption AS options, ${membership("pg_ts_dict", "d.oid")}
    FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
    WHERE ${ofUsers("n", "pg_ts_dict", "d.oid")}`,
  canonicalise: (row) => ({ template: texts(row.template), options: sorted(optionsIn(textOrNull(row.options) ?? "")) }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  added: low(UNEXPECTED),
  removed: high("the text search configurations that used the dictionary are gone"),
  rename: {
    drift: low("the configurations that use it follow; only DDL names it"),
  },
  attributes: {
    template: { drift: high("the dictionary turns tokens into other words"), recreate: true },
    options: {
      drift: high("the dictionary turns tokens into other words"),
      alter: (at, to, { actual }) => {
        const kept = to.map(keyOf);
        const reset = actual.options.map(keyOf).filter((key) => !kept.includes(key));
        const set = to.filter((option) => !actual.options.includes(option));
        return [statement(`ALTER ${sqlName(at)} (${[...set.map(spelled), ...reset.map(ident)].join(", ")})`)];
      },
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE ${sqlName(at)} (${[`TEMPLATE = ${qualified(...spec.template)}`, ...spec.options.map(spelled)].join(", ")})`,
    ),
  ],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: true,
});

const keyOf = (option: string): string => option.slice(0, option.indexOf("="));
/** A number without quotes: some templates take it for nothing but a text otherwise, and refuse it. */
function spelled(option: string): string {
  const value = option.slice(keyOf(option).length + 1);
  return `${ident(keyOf(option))} = ${/^(?:0|-?[1-9]\d*)$/.test(value) ? value : literal(value)}`;
}

/** `language = 'english', "Odd" = 3` as PostgreSQL keeps it: a number may stand in quotes or not. */
function optionsIn(list: string): string[] {
  const options = /(?:"((?:[^"]|"")*)"|([^\s=",]+)) = (?:(E?)'((?:[^']|'')*)'|([^\s,']+))/g;
  return Array.from(list.matchAll(options), ([, quoted, plain, escaped, value, bare]) => {
    const key = quoted?.replaceAll('""', '"') ?? text(plain);
    const read = value?.replaceAll("''", "'") ?? text(bare);
    return `${key}=${escaped ? read.replaceAll("\\\\", "\\") : read}`;
  });
}
