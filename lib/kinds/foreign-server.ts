/** Foreign servers: where the rows of foreign tables come from. */

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
import { text, textOrNull } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, literal } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type ForeignServer = ForeignOptions & { wrapper: string; type: string | null; version: string | null };
type At = { name: string };

const target = (at: At) => `ALTER SERVER ${ident(at.name)}`;
const alter = (at: At, clause: string) => [statement(`${target(at)} ${clause}`, "changes-behaviour")];
const rebuiltByHand =
  "a new server would lack the passwords of its user mappings: build it, its user mappings and its tables anew";

export const foreignServer = defineKind<readonly ["name"], ForeignServer>({
  name: "server",
  title: "foreign server",
  key: ["name"],
  catalogue: "pg_foreign_server",
  someOf: "pg_foreign_server",
  reads: ["pg_foreign_server", "pg_foreign_data_wrapper", "pg_extension", ...ORIGINS],
  rank: 54,
  query: () => `
    SELECT s.oid, s.srvname AS name, pg_get_userbyid(s.srvowner) AS owner, s.srvacl::text[] AS acl,
           ${membership("pg_foreign_server", "s.oid")},
           w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version, s.srvoptions AS options
    FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    WHERE ${userMade("pg_foreign_server", "s.oid", "srvacl")}`,
  canonicalise: (row) => ({
    wrapper: text(row.wrapper),
    type: textOrNull(row.type),
    version: textOrNull(row.version),
    ...foreignOptions(row.options),
  }),
  within: (_at, spec) => (spec ? [{ kind: "foreign-data-wrapper", path: [spec.wrapper] }] : []),
  sqlName: (at) => `SERVER ${ident(at.name)}`,
  privileges: {
    owner: "U",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON FOREIGN SERVER ${ident(at.name)}`,
  },
  added: medium("rows can be sent to, and fetched from, a server that nobody expected"),
  removed: critical("every query on the tables of the server fails"),
  rename: {
    drift: low("its tables follow; only DDL, and code that opens connections by it, names it"),
  },
  attributes: {
    wrapper: { drift: critical("the server is spoken to in another way"), manual: rebuiltByHand },
    type: { drift: low("the server calls itself another type"), manual: rebuiltByHand },
    version: {
      drift: low("the server calls itself another version"),
      alter: (at, to) => alter(at, `VERSION ${to === null ? "NULL" : literal(to)}`),
    },
    options: {
      drift: critical("rows are sent to, and fetched from, another place or in another way"),
      alter: (at, to, { actual }) => changeForeignOptions(target(at), actual, to),
    },
    secrets: {
      drift: high("an option that may hold a secret is set, or no longer"),
      alter: (at, _to, { actual, expected }) => changeSecrets(target(at), actual, expected),
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE SERVER ${ident(at.name)}` +
        (spec.type === null ? "" : ` TYPE ${literal(spec.type)}`) +
        (spec.version === null ? "" : ` VERSION ${literal(spec.version)}`) +
        ` FOREIGN DATA WRAPPER ${ident(spec.wrapper)}${optionsClause(spec.options)}`,
    ),
  ],
  byHand: (at, spec) => secretsByHand(target(at), spec),
  drop: (at) => [statement(`DROP SERVER ${ident(at.name)}`, "breaks-names", "may-fail")],
  mustBeEmpty: true,
  sweepsData: true,
});
