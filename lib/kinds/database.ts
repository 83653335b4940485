/** The database itself, whatever it is called: a restored copy has another name. */

import { defineKind } from "../core/registered.ts";
import { flag, integer, text, textOrNull } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { THIS_DATABASE } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Database = {
  /** -1: no limit. */
  connectionLimit: number;
  isTemplate: boolean;
  tablespace: string;
  encoding: string;
  /** `provider`: `libc`, `icu` or `builtin`; `name` and `rules` are those of another than libc. */
  locale: { provider: string; collate: string; ctype: string; name: string | null; rules: string | null };
};

const PROVIDERS: Record<string, string> = { c: "libc", i: "icu", b: "builtin" };
const alter = (clause: string) => [statement(`ALTER DATABASE ${THIS_DATABASE} ${clause}`)];
const FIXED = "it is fixed when a database is created: dump it, create one as expected, and restore it there";

export const database = defineKind<readonly ["database"], Database>({
  name: "database",
  title: "database",
  key: ["database"],
  catalogue: "pg_database",
  clusterWide: true,
  reads: ["pg_database", "pg_tablespace"],
  rank: 6,
  query: ({ major }) => `
    SELECT d.oid, 'this' AS database, pg_get_userbyid(d.datdba) AS owner, d.datacl::text[] AS acl,
           d.datconnlimit AS connection_limit, d.datistemplate AS is_template,
           t.spcname AS tablespace, pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, d.datctype AS ctype,
           ${major < 15 ? "'c'" : "d.datlocprovider::text"} AS provider,
           ${major < 15 ? "NULL" : major < 17 ? "d.daticulocale" : "d.datlocale"} AS locale,
           ${major < 16 ? "NULL" : "d.daticurules"} AS icu_rules
    FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
    WHERE d.datname = current_database()`,
  canonicalise: (row) => ({
    connectionLimit: integer(row.connection_limit),
    isTemplate: flag(row.is_template),
    tablespace: text(row.tablespace),
    encoding: text(row.encoding),
    locale: {
      provider: PROVIDERS[text(row.provider)] ?? text(row.provider),
      collate: text(row.collate),
      ctype: text(row.ctype),
      name: textOrNull(row.locale),
      rules: textOrNull(row.icu_rules),
    },
  }),
  sqlName: () => `DATABASE ${THIS_DATABASE}`,
  label: () => "itself",
  privileges: {
    owner: "CTc",
    public: "Tc",
    phrase: (_at, words) => `${words.join(", ")} ON DATABASE ${THIS_DATABASE}`,
  },
  added: low("connections meant for another database may end up in one that nobody expected"),
  removed: critical("the database is gone"),
  attributes: {
    connectionLimit: {
      drift: (expected, actual) =>
        actual >= 0 && (expected < 0 || actual < expected)
          ? high("the database takes fewer connections than expected")
          : medium("the database takes more connections than expected"),
      alter: (_at, to) => alter(`CONNECTION LIMIT ${to}`),
    },
    isTemplate: {
      drift: (_expected, actual) =>
        actual ? high("everybody who may create databases can copy this one") : low("the database is no template"),
      alter: (_at, to) => alter(`IS_TEMPLATE ${to}`),
    },
    tablespace: {
      drift: low("the database lies on another disk"),
      manual: "nobody may be connected while it moves: ALTER DATABASE … SET TABLESPACE from another database",
    },
    encoding: { drift: high("texts are stored in another encoding"), manual: FIXED },
    locale: { drift: medium("texts sort, and letters are told from others, in another way"), manual: FIXED },
  },
  create: { manual: "what connects to a database finds it there" },
  drop: () => [],
});
