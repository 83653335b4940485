/** Sequences: their definition and owner column, never their position. Those of identity columns belong to the column. */

import type { Address } from "../core/address.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, texts } from "../core/row.ts";
import { high, low, medium } from "../core/severity.ts";
import { notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { lateStatement, statement } from "../core/statement.ts";

type Sequence = {
  type: string;
  start: string;
  increment: string;
  minimum: string;
  maximum: string;
  cache: string;
  cycle: boolean;
  persistence: string;
  /** Schema, table and column, or null. */
  ownedBy: readonly string[] | null;
};
type At = { schema: string; name: string };

const alter = (at: At, clause: string) => [statement(`ALTER SEQUENCE ${qualified(at.schema, at.name)} ${clause}`)];
const ownedBy = (to: readonly string[] | null) => `OWNED BY ${to ? qualified(...to) : "NONE"}`;
const numbers = medium("new keys run differently from what the application was built for");

export const sequence = defineKind<readonly ["schema", "name"], Sequence>({
  name: "sequence",
  title: "sequence",
  key: ["schema", "name"],
  catalogue: "pg_class",
  reads: ["pg_sequence", "pg_class", "pg_namespace", "pg_attribute", "pg_depend"],
  rank: 40,
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl,
           format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start, s.seqincrement::text AS increment,
           s.seqmin::text AS minimum, s.seqmax::text AS maximum, s.seqcache::text AS cache, s.seqcycle AS cycle,
           c.relpersistence::text AS persistence, d.deptype = 'i' AS of_identity,
           CASE WHEN d.objid IS NOT NULL THEN ARRAY[tn.nspname, t.relname, a.attname]::text[] END AS owned_by
    FROM pg_sequence s
    JOIN pg_class c ON c.oid = s.seqrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (pg_depend d
               JOIN pg_class t ON t.oid = d.refobjid
               JOIN pg_namespace tn ON tn.oid = t.relnamespace
               JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid)
      ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
     AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    WHERE c.relpersistence <> 't' AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}`,
  canonicalise: (row) =>
    flag(row.of_identity)
      ? null
      : {
          type: text(row.type),
          start: text(row.start),
          increment: text(row.increment),
          minimum: text(row.minimum),
          maximum: text(row.maximum),
          cache: text(row.cache),
          cycle: flag(row.cycle),
          persistence: row.persistence === "u" ? "unlogged" : "permanent",
          ownedBy: row.owned_by === null ? null : texts(row.owned_by),
        },
  within: (at, spec): Address[] => {
    const column = spec.ownedBy ? [{ kind: "column", path: spec.ownedBy }] : [];
    return [...column, { kind: "schema", path: [at.schema] }];
  },
  sqlName: (at) => `SEQUENCE ${qualified(at.schema, at.name)}`,
  privileges: {
    owner: "rwU",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON SEQUENCE ${qualified(at.schema, at.name)}`,
  },
  added: low("a sequence that nobody expected"),
  removed: high("inserts that draw a number from it fail"),
  attributes: {
    type: { drift: medium("the sequence runs out at another number"), alter: (at, to) => alter(at, `AS ${to}`) },
    start: { drift: low("matters at the next RESTART only"), alter: (at, to) => alter(at, `START WITH ${to}`) },
    increment: { drift: numbers, alter: (at, to) => alter(at, `INCREMENT BY ${to}`) },
    minimum: { drift: numbers, alter: (at, to) => alter(at, `MINVALUE ${to}`) },
    maximum: { drift: numbers, alter: (at, to) => alter(at, `MAXVALUE ${to}`) },
    cache: {
      drift: low("numbers are handed out in blocks of another size"),
      alter: (at, to) => alter(at, `CACHE ${to}`),
    },
    cycle: {
      drift: (_expected, actual) =>
        actual ? high("at its end the sequence starts again and keys collide") : low("at its end the sequence stops"),
      alter: (at, to) => alter(at, to ? "CYCLE" : "NO CYCLE"),
    },
    persistence: {
      drift: (_expected, actual) =>
        actual === "unlogged"
          ? high("a crash resets the sequence, and keys are given out twice")
          : low("the sequence is safe in a crash"),
      alter: (at, to) => alter(at, to === "unlogged" ? "SET UNLOGGED" : "SET LOGGED"),
    },
    ownedBy: {
      drift: low("dropping the column does, or does not, drop the sequence"),
      alter: (at, to) => alter(at, ownedBy(to)),
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE ${spec.persistence === "unlogged" ? "UNLOGGED " : ""}SEQUENCE ${qualified(at.schema, at.name)} AS ${spec.type}` +
        ` INCREMENT BY ${spec.increment} MINVALUE ${spec.minimum} MAXVALUE ${spec.maximum} START WITH ${spec.start}` +
        ` CACHE ${spec.cache}${spec.cycle ? " CYCLE" : " NO CYCLE"}`,
    ),
    // The column's default needs the sequence and the sequence's owner is the column: the second tie comes last.
    ...(spec.ownedBy
      ? [lateStatement(`ALTER SEQUENCE ${qualified(at.schema, at.name)} ${ownedBy(spec.ownedBy)}`)]
      : []),
  ],
  drop: (at) => [statement(`DROP SEQUENCE ${qualified(at.schema, at.name)}`, "data-loss", "may-fail")],
});
