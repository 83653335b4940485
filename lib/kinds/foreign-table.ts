/** Foreign tables: whose rows lie on another server. Columns, constraints and triggers are objects of their own. */

import {
  addressesOf,
  attach,
  DESCENT,
  type Descent,
  descent,
  inheritsClause,
  PARENTS,
  partitionDrift,
  partitionOf,
  reparent,
  replace,
  unfinished,
} from "../core/descent.ts";
import {
  changeForeignOptions,
  changeSecrets,
  type ForeignOptions,
  foreignOptions,
  optionsClause,
  secretsByHand,
} from "../core/foreign-options.ts";
import { rowNames } from "../core/names.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { text } from "../core/row.ts";
import { critical, high, medium } from "../core/severity.ts";
import { ident, listed, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type ForeignTable = ForeignOptions & Descent & { server: string };
const EXCLUSIVELY = "access-exclusive-lock" as const;
type At = { schema: string; name: string };

const nameOf = (at: At) => qualified(at.schema, at.name);
const target = (at: At) => `ALTER FOREIGN TABLE ${nameOf(at)}`;
const tables = (paths: readonly (readonly string[])[]) => addressesOf(["table", "foreign-table"], paths);

export const foreignTable = defineKind<readonly ["schema", "name"], ForeignTable>({
  name: "foreign-table",
  title: "foreign table",
  key: ["schema", "name"],
  catalogue: "pg_class",
  someOf: "pg_foreign_table",
  reads: ["pg_foreign_table", "pg_foreign_server", "pg_class", "pg_namespace", "pg_inherits", ...ORIGINS],
  rank: 61,
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl, ${membership("pg_class", "c.oid")},
           s.srvname AS server, f.ftoptions AS options, ${DESCENT}
    FROM pg_foreign_table f
    JOIN pg_class c ON c.oid = f.ftrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_foreign_server s ON s.oid = f.ftserver${PARENTS}
    WHERE ${ofUsers("n", "pg_class", "c.oid", "relacl")}`,
  canonicalise: (row) => ({ server: text(row.server), ...foreignOptions(row.options), ...descent(row) }),
  within: (at, spec) => [...tables(spec?.partition ? [spec.partition.of] : []), { kind: "schema", path: [at.schema] }],
  sqlName: (at) => `FOREIGN TABLE ${nameOf(at)}`,
  privileges: {
    sort: "tables",
    owner: "arwdDxt",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON TABLE ${nameOf(at)}`,
  },
  added: medium("rows of another server can be reached that nobody expected here"),
  removed: critical("every query on the table fails"),
  rename: {
    drift: critical("every query that names the table as expected fails"),
    hazards: ["access-exclusive-lock", "breaks-names"],
    likeness: { name: 0.4, parts: { weight: 0.6, kinds: ["column"] } },
  },
  attributes: {
    // ALTER knows no other server; built again, the table lacks nothing, since its rows lie elsewhere.
    server: { drift: critical("the rows come from another server"), recreate: true },
    options: {
      drift: high("the rows come from another place on the server, or in another way"),
      alter: (at, to, { actual }) => changeForeignOptions(target(at), actual, to, EXCLUSIVELY),
    },
    secrets: {
      drift: high("an option that may hold a secret is set, or no longer"),
      alter: (at, _to, { actual, expected }) => changeSecrets(target(at), actual, expected, EXCLUSIVELY),
    },
    inherits: {
      drift: high("queries on the parent see other rows"),
      passesDown: tables,
      alter: (at, to, { actual }) => reparent(nameOf(at), actual.inherits, to),
    },
    partition: {
      drift: partitionDrift,
      passesDown: (partition) => tables(partition ? [partition.of] : []),
      alter: (at, to, { actual }) => replace(nameOf(at), actual.partition, to),
    },
  },
  create: (at, spec, clauses) => {
    // A partition whose columns come from its parent.
    const arises = spec.partition !== null && clauses.length === 0;
    const columns = arises ? partitionOf(spec) : ` ${listed(clauses)}${inheritsClause(spec)}`;
    const behind = ` SERVER ${ident(spec.server)}${optionsClause(spec.options)}`;
    return [
      statement(`CREATE FOREIGN TABLE ${nameOf(at)}${columns}${behind}`, ...(arises ? [EXCLUSIVELY] : [])),
      ...(arises ? [] : attach(nameOf(at), spec.partition)),
    ];
  },
  byHand: (at, spec) => [...unfinished(spec), ...secretsByHand(target(at), spec)],
  occupies: (at) => rowNames(at.schema, at.name),
  drop: (at) => [statement(`DROP FOREIGN TABLE ${nameOf(at)}`, "breaks-names", EXCLUSIVELY)],
  // So that what it inherits from can be built anew.
  release: (at, actual, expected) => ({
    before: reparent(nameOf(at), actual.inherits, []),
    after: reparent(nameOf(at), [], expected.inherits),
  }),
  sweepsData: true,
});
