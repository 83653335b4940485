/** Foreign-data wrappers: the code that talks to other servers. */

import {
  changeForeignOptions,
  changeSecrets,
  type ForeignOptions,
  foreignOptions,
  optionsClause,
  secretsByHand,
} from "../core/foreign-options.ts";
import { membership, ORIGINS, userMade } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { texts } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type ForeignDataWrapper = ForeignOptions & {
  /** Schema and name of a function; null = its tables cannot be read. */
  handler: readonly string[] | null;
  validator: readonly string[] | null;
};
type At = { name: string };

const alter = (at: At, clause: string) => [statement(`${target(at)} ${clause}`, "changes-behaviour")];
const target = (at: At) => `ALTER FOREIGN DATA WRAPPER ${ident(at.name)}`;
const calls = (role: "HANDLER" | "VALIDATOR", to: readonly string[] | null) =>
  to ? `${role} ${qualified(...to)}` : `NO ${role}`;

export const foreignDataWrapper = defineKind<readonly ["name"], ForeignDataWrapper>({
  name: "foreign-data-wrapper",
  title: "foreign-data wrapper",
  key: ["name"],
  catalogue: "pg_foreign_data_wrapper",
  someOf: "pg_foreign_data_wrapper",
  reads: ["pg_foreign_data_wrapper", "pg_proc", "pg_namespace", "pg_extension", ...ORIGINS],
  rank: 52,
  query: () => `
    SELECT w.oid, w.fdwname AS name, pg_get_userbyid(w.fdwowner) AS owner, w.fdwacl::text[] AS acl,
           ${membership("pg_foreign_data_wrapper", "w.oid")},
           CASE WHEN h.oid IS NOT NULL THEN ARRAY[hn.nspname, h.proname]::text[] END AS handler,
           CASE WHEN v.oid IS NOT NULL THEN ARRAY[vn.nspname, v.proname]::text[] END AS validator, w.fdwoptions AS options
    FROM pg_foreign_data_wrapper w
    LEFT JOIN (pg_proc h JOIN pg_namespace hn ON hn.oid = h.pronamespace) ON h.oid = w.fdwhandler
    LEFT JOIN (pg_proc v JOIN pg_namespace vn ON vn.oid = v.pronamespace) ON v.oid = w.fdwvalidator
    WHERE ${userMade("pg_foreign_data_wrapper", "w.oid", "fdwacl")}`,
  canonicalise: (row) => ({
    handler: row.handler === null ? null : texts(row.handler),
    validator: row.validator === null ? null : texts(row.validator),
    ...foreignOptions(row.options),
  }),
  sqlName: (at) => `FOREIGN DATA WRAPPER ${ident(at.name)}`,
  privileges: {
    owner: "U",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON FOREIGN DATA WRAPPER ${ident(at.name)}`,
  },
  added: medium("servers can be reached from here by a way that nobody expected"),
  removed: high("the servers behind it, and their tables, are out of reach"),
  rename: {
    drift: low("its servers follow; only DDL names it"),
  },
  attributes: {
    handler: {
      drift: critical("other code answers for every table behind the wrapper, or none"),
      alter: (at, to) => alter(at, calls("HANDLER", to)),
    },
    validator: {
      drift: medium("options of servers and tables are checked differently, or not at all"),
      alter: (at, to) => alter(at, calls("VALIDATOR", to)),
    },
    options: {
      drift: high(
        "every server behind the wrapper is spoken to differently: its tables may fail, or come from elsewhere",
      ),
      alter: (at, to, { actual }) => changeForeignOptions(target(at), actual, to),
    },
    secrets: {
      drift: high("an option that may hold a secret is set, or no longer"),
      alter: (at, _to, { actual, expected }) => changeSecrets(target(at), actual, expected),
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE FOREIGN DATA WRAPPER ${ident(at.name)} ${calls("HANDLER", spec.handler)}` +
        ` ${calls("VALIDATOR", spec.validator)}${optionsClause(spec.options)}`,
    ),
  ],
  byHand: (at, spec) => secretsByHand(target(at), spec),
  drop: (at) => [statement(`DROP FOREIGN DATA WRAPPER ${ident(at.name)}`, "breaks-names", "may-fail")],
  release: (at, actual, expected) => ({
    before: actual.handler || actual.validator ? alter(at, "NO HANDLER NO VALIDATOR") : [],
    after:
      expected.handler || expected.validator
        ? alter(at, `${calls("HANDLER", expected.handler)} ${calls("VALIDATOR", expected.validator)}`)
        : [],
  }),
  mustBeEmpty: true,
  sweepsData: true,
});
