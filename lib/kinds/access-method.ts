/** Access methods: how tables and indexes keep their rows. */

import { membership, ORIGINS, userMade } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, texts } from "../core/row.ts";
import { high, low, UNEXPECTED } from "../core/severity.ts";
import { ident, nameOf, qualified } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type AccessMethod = {
  /** `TABLE` or `INDEX`. */
  type: string;
  handler: readonly string[];
};

const TYPES: Record<string, string> = { t: "TABLE", i: "INDEX" };
const HOLDS_ROWS = "tables lie in the access method: move each to another one, then drop it and create it as expected";

export const accessMethod = defineKind<readonly ["name"], AccessMethod>({
  name: "access-method",
  title: "access method",
  key: ["name"],
  catalogue: "pg_am",
  someOf: "pg_am WHERE oid >= 16384",
  reads: ["pg_am", "pg_class", "pg_proc", "pg_namespace", ...ORIGINS],
  rank: 26,
  query: () => `
    SELECT a.oid, a.amname AS name, a.amtype::text AS type, ${nameOf("pg_proc", "a.amhandler")} AS handler,
           EXISTS (SELECT FROM pg_class c WHERE c.relam = a.oid AND c.relkind IN ('r', 'p', 'm')) AS holds_rows,
           ${membership("pg_am", "a.oid")}
    FROM pg_am a WHERE a.oid >= 16384 AND ${userMade("pg_am", "a.oid")}`,
  canonicalise: (row) => ({ type: TYPES[text(row.type)] ?? text(row.type), handler: texts(row.handler) }),
  facts: (row) => ({ holdsRows: flag(row.holds_rows) }),
  sqlName: (at) => `ACCESS METHOD ${ident(at.name)}`,
  added: low(UNEXPECTED),
  removed: high("no table or index can be created with the access method"),
  attributes: {
    type: {
      drift: high("the access method is for something else"),
      alter: (_at, _to, { facts }) => (facts.holdsRows ? { manual: HOLDS_ROWS } : "recreate"),
    },
    handler: {
      drift: high("what lies in the access method is read and written by other code"),
      alter: (_at, _to, { facts }) => (facts.holdsRows ? { manual: HOLDS_ROWS } : "recreate"),
    },
  },
  create: (at, spec) => [
    statement(`CREATE ACCESS METHOD ${ident(at.name)} TYPE ${spec.type} HANDLER ${qualified(...spec.handler)}`),
  ],
  drop: (at) => [statement(`DROP ACCESS METHOD ${ident(at.name)}`, "breaks-names", "may-fail")],
  sweepsData: true,
});
