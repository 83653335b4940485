/** Collations. Which version of its provider's rules one was made with is a fact beside it. */

import type { Facts } from "../core/kind.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, textOrNull } from "../core/row.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { literal, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";
import { rebuiltUnlessStored, stored } from "../core/stored.ts";

type Collation = {
  provider: string;
  /** Of ICU and of PostgreSQL's own provider. */
  locale: string | null;
  /** Of the C library: for the order, and for what letters are. */
  lcCollate: string | null;
  lcCtype: string | null;
  deterministic: boolean;
  /** On top of those of the locale. */
  rules: string | null;
};
type At = { schema: string; name: string };

const PROVIDERS: Record<string, string> = { c: "libc", i: "icu", b: "builtin" };
const sqlName = (at: At) => `COLLATION ${qualified(at.schema, at.name)}`;
const rebuilt = rebuiltUnlessStored("PostgreSQL cannot change a collation");
const order = high("values sort and compare differently, and indexes on them are built for another order");

export const collation = defineKind<readonly ["schema", "name"], Collation>({
  name: "collation",
  title: "collation",
  key: ["schema", "name"],
  catalogue: "pg_collation",
  someOf: "pg_collation WHERE oid >= 16384",
  reads: ["pg_collation", "pg_class", "pg_namespace", "pg_extension", ...ORIGINS],
  rank: 25,
  query: ({ major }) => `
    SELECT c.oid, n.nspname AS schema, c.collname AS name, pg_get_userbyid(c.collowner) AS owner,
           c.collprovider::text AS provider, c.collisdeterministic AS deterministic, c.collversion AS version,
           ${major >= 17 ? "c.colllocale" : major >= 15 ? "c.colliculocale" : "CASE WHEN c.collprovider = 'i' THEN c.collcollate END"} AS locale,
           CASE WHEN c.collprovider = 'c' THEN c.collcollate END AS lc_collate,
           CASE WHEN c.collprovider = 'c' THEN c.collctype END AS lc_ctype,
           ${major >= 16 ? "nullif(c.collicurules, '')" : "NULL"} AS rules,
           ${stored("pg_collation", "c.oid")} AS stored, ${membership("pg_collation", "c.oid")}
    FROM pg_collation c
    JOIN pg_namespace n ON n.oid = c.collnamespace
    WHERE ${ofUsers("n", "pg_collation", "c.oid")}`,
  canonicalise: (row) => ({
    provider: PROVIDERS[text(row.provider)] ?? text(row.provider),
    locale: row.provider === "i" ? languageTag(text(row.locale)) : textOrNull(row.locale),
    lcCollate: textOrNull(row.lc_collate),
    lcCtype: textOrNull(row.lc_ctype),
    deterministic: flag(row.deterministic),
    rules: textOrNull(row.rules),
  }),
  facts: (row): Facts => ({
    stored: flag(row.stored),
    ...(typeof row.version === "string" ? { version: row.version } : {}),
  }),
  within: (at) => [{ kind: "schema", path: [at.schema] }],
  sqlName,
  added: low(UNEXPECTED),
  removed: high("columns, indexes and queries that sort by it cannot be created any more"),
  rename: {
    drift: high("queries that name the collation as expected fail; columns follow"),
    hazards: ["breaks-names"],
  },
  attributes: {
    provider: { drift: order, alter: rebuilt },
    locale: { drift: order, alter: rebuilt },
    lcCollate: { drift: order, alter: rebuilt },
    lcCtype: { drift: high("upper and lower case, and what is a letter, are told differently"), alter: rebuilt },
    deterministic: { drift: high("values that differ in their bytes are, or are not, equal"), alter: rebuilt },
    rules: { since: 16, drift: order, alter: rebuilt },
  },
  create: (at, spec) => [statement(`CREATE ${sqlName(at)} (${options(spec).join(", ")})`)],
  drop: (at) => [statement(`DROP ${sqlName(at)}`, "breaks-names", "may-fail")],
  rebuildable: (_spec, facts) => facts.stored !== true,
  sweepsData: true,
});

const options = (spec: Collation): string[] => [
  `PROVIDER = ${spec.provider}`,
  ...(spec.locale === null ? [] : [`LOCALE = ${literal(spec.locale)}`]),
  ...(spec.lcCollate === null ? [] : [`LC_COLLATE = ${literal(spec.lcCollate)}`]),
  ...(spec.lcCtype === null ? [] : [`LC_CTYPE = ${literal(spec.lcCtype)}`]),
  ...(spec.deterministic ? [] : ["DETERMINISTIC = false"]),
  ...(spec.rules === null ? [] : [`RULES = ${literal(spec.rules)}`]),
];

/** ICU's old words for what a language tag says in two letters … */
const KEYS: Record<string, string> = {
  calendar: "ca",
  collation: "co",
  colalternate: "ka",
  colbackwards: "kb",
  colcasefirst: "kf",
  colcaselevel: "kc",
  colnormalization: "kk",
  colnumeric: "kn",
  colreorder: "kr",
  colstrength: "ks",
  currency: "cu",
  numbers: "nu",
};
/** … and for its values. */
const VALUES: Record<string, string> = {
  dictionary: "dict",
  gb2312han: "gb2312",
  identical: "identic",
  "non-ignorable": "noignore",
  no: "false",
  phonebook: "phonebk",
  primary: "level1",
  quaternary: "level4",
  secondary: "level2",
  tertiary: "level3",
  traditional: "trad",
  yes: "true",
};

/** The locale as a language tag: PostgreSQL keeps it as it was written up to 15, and rewrites it since 16. */
function languageTag(locale: string): string {
  const [language = "", keywords = ""] = locale.replaceAll("_", "-").split("@");
  if (/^(c|posix)$/i.test(language)) return "en-US-u-va-posix";
  const pairs = keywords
    .split(";")
    .filter((keyword) => keyword.includes("="))
    .map((keyword) => keyword.toLowerCase().split("=") as [string, string]);
  const extension = pairs
    .filter(([key]) => key !== "x")
    .map(([key, value]) => [KEYS[key] ?? key, VALUES[value] ?? value]);
  const privateUse = pairs.filter(([key]) => key === "x").map(([, value]) => ["x", value]);
  const tag = [language || "und", ...(extension.length > 0 ? ["u"] : []), ...extension.flat(), ...privateUse.flat()];
  try {
    return Intl.getCanonicalLocales(tag.join("-"))[0] ?? locale;
  } catch {
    // Not a language tag, for any version.
    return locale;
  }
}
