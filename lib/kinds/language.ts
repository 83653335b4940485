/** Procedural languages that no extension brought. Of those that PostgreSQL brings, what has been granted and revoked. */

import { membership, ORIGINS, userMade } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, texts, textsOrNull } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, nameOf, qualified } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type Language = {
  /** Anybody who holds USAGE may write functions in it. */
  trusted: boolean;
  handler: readonly string[];
  inline: readonly string[] | null;
  validator: readonly string[] | null;
};
type At = { name: string };

const replaced = (at: At, _to: unknown, { expected }: { expected: Language }) => [definition(at, expected)];

export const language = defineKind<readonly ["name"], Language>({
  name: "language",
  title: "language",
  key: ["name"],
  catalogue: "pg_language",
  reads: ["pg_language", "pg_proc", "pg_namespace", ...ORIGINS],
  rank: 25,
  query: () => `
    SELECT l.oid, l.lanname AS name, pg_get_userbyid(l.lanowner) AS owner, l.lanacl::text[] AS acl, l.lanpltrusted AS trusted,
           ${nameOf("pg_proc", "l.lanplcallfoid")} AS handler, ${nameOf("pg_proc", "l.laninline")} AS inline,
           ${nameOf("pg_proc", "l.lanvalidator")} AS validator, ${membership("pg_language", "l.oid")}
    FROM pg_language l
    WHERE (l.oid >= 16384 OR l.lanacl IS NOT NULL) AND ${userMade("pg_language", "l.oid", "lanacl")}`,
  canonicalise: (row) => ({
    trusted: flag(row.trusted),
    handler: texts(row.handler),
    inline: textsOrNull(row.inline),
    validator: textsOrNull(row.validator),
  }),
  sqlName: (at) => `LANGUAGE ${ident(at.name)}`,
  privileges: {
    owner: "U",
    public: "U",
    phrase: (at, words) => `${words.join(", ")} ON LANGUAGE ${ident(at.name)}`,
  },
  added: medium("functions can be written in a language that nobody expected"),
  removed: high("functions in the language are gone, and none can be created"),
  rename: {
    drift: low("its functions follow; only DDL names it"),
  },
  attributes: {
    trusted: {
      drift: (_expected, actual) =>
        actual
          ? critical("anybody may write functions in a language that was for superusers alone")
          : high("only superusers may write functions in the language"),
      alter: replaced,
    },
    handler: { drift: high("functions in the language are run by something else"), alter: replaced },
    inline: { drift: medium("DO blocks in the language run differently, or not at all"), alter: replaced },
    validator: { drift: medium("functions in the language are checked differently, or not at all"), alter: replaced },
  },
  create: (at, spec) => [definition(at, spec)],
  drop: (at) => [statement(`DROP LANGUAGE ${ident(at.name)}`, "breaks-names", "may-fail")],
});

const definition = (at: At, spec: Language): Statement =>
  statement(
    `CREATE OR REPLACE ${spec.trusted ? "TRUSTED " : ""}LANGUAGE ${ident(at.name)} HANDLER ${qualified(...spec.handler)}` +
      (spec.inline ? ` INLINE ${qualified(...spec.inline)}` : "") +
      (spec.validator ? ` VALIDATOR ${qualified(...spec.validator)}` : ""),
  );
