/** Sequences: their definition and owner column, never their position. Those of identity columns belong to the column. */

import type { Address } from "../core/address.ts";
import { danger, type Hazard, safe } from "../core/hazard.ts";
import type { Alteration, Facts } from "../core/kind.ts";
import { relationName } from "../core/names.ts";
import { resumed } from "../core/numbering.ts";
import { membership, ORIGINS, ofUsers } from "../core/of-users.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, texts } from "../core/row.ts";
import { high, low, medium, UNEXPECTED } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { late, rated, type Statement, statement } from "../core/statement.ts";
import { typeChange } from "../core/type-family.ts";

type Sequence = {
  type: string;
  start: string;
  increment: string;
  /** null = as low, or as high, as the type goes. */
  minimum: string | null;
  maximum: string | null;
  cache: string;
  cycle: boolean;
  persistence: string;
  /** Schema, table and column, or null. */
  ownedBy: readonly string[] | null;
};
type At = { schema: string; name: string };

const LIMITS: Record<string, readonly [string, string]> = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
};
const limits = (type: string) => LIMITS[type] ?? ["", ""];

const alter = (at: At, clause: string, ...hazards: Hazard[]) => [
  statement(`ALTER SEQUENCE ${qualified(at.schema, at.name)} ${clause}`, ...hazards),
];
// One statement for all that differs: taken one by one, a start may lie outside of bounds that are yet to change.
const renumbered = (at: At, _to: unknown, { actual, expected }: Alteration<Sequence>) => {
  const standing = numbering(actual);
  const clauses = numbering(expected).filter((clause) => !standing.includes(clause));
  const sql = `ALTER SEQUENCE ${qualified(at.schema, at.name)} ${clauses.join(" ")}`;
  if (isBeyond(actual, expected))
    return [rated(RESTARTED, `${sql} RESTART`, "data-loss", "changes-behaviour", "share-row-exclusive-lock")];
  return countsOn(actual, expected)
    ? [rated(COUNTS_ON, sql, "share-row-exclusive-lock")]
    : [statement(sql, "changes-behaviour", "may-fail", "share-row-exclusive-lock")];
};
/** Whether the numbers to come stay those that they were, and there may be more of them. */
function countsOn(actual: Sequence, expected: Sequence): boolean {
  const [[lowest, highest], [first, last]] = [bounds(expected), bounds(actual)];
  const steps = ({ start, increment, cycle }: Sequence) => `${start} ${increment} ${cycle}`;
  const isWithin = lowest <= first && last <= highest;
  return steps(actual) === steps(expected) && isWithin && (!actual.cycle || (lowest === first && highest === last));
}
const COUNTS_ON = safe("it counts on from where it is: the numbers to come stay what they were, and may go further");
/** Where it began is out of bounds, and so, as far as anybody knows, is where it has come to: it has to start again. */
function isBeyond({ start }: Sequence, expected: Sequence): boolean {
  const [lowest, highest] = bounds(expected);
  return BigInt(start) < lowest || BigInt(start) > highest;
}
const RESTARTED = danger(
  "its bounds leave out where it began: how far it had counted is lost, and it starts again",
  "note its last_value first, and see that the numbers to come are free",
);
const RESET =
  "where it belongs to no column, set it beyond the greatest number in use right after: SELECT setval(…, max(…))";
const tie = (at: At, to: readonly string[] | null) =>
  statement(
    `ALTER SEQUENCE ${qualified(at.schema, at.name)} OWNED BY ${to ? qualified(...to) : "NONE"}`,
    "share-row-exclusive-lock",
  );

export const sequence = defineKind<readonly ["schema", "name"], Sequence>({
  name: "sequence",
  title: "sequence",
  key: ["schema", "name"],
  catalogue: "pg_class",
  someOf: "pg_class WHERE relkind = 'S' AND oid >= 16384",
  numerous: true,
  reads: ["pg_sequence", "pg_class", "pg_namespace", "pg_attribute", ...ORIGINS],
  rank: 40,
  // 14 knows no unlogged sequences, not even for the columns of unlogged tables: theirs is what the table's is.
  query: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl, ${membership("pg_class", "c.oid")},
           format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start, s.seqincrement::text AS increment,
           s.seqmin::text AS minimum, s.seqmax::text AS maximum, s.seqcache::text AS cache, s.seqcycle AS cycle,
           CASE WHEN t.relpersistence = 'u' THEN 'u' ELSE c.relpersistence::text END AS persistence, d.deptype = 'i' AS of_identity,
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
    WHERE c.relpersistence <> 't' AND ${ofUsers("n", "pg_class", "c.oid", "relacl")}`,
  canonicalise: (row) =>
    flag(row.of_identity)
      ? null
      : {
          type: text(row.type),
          start: text(row.start),
          increment: text(row.increment),
          minimum: row.minimum === limits(text(row.type))[0] ? null : text(row.minimum),
          maximum: row.maximum === limits(text(row.type))[1] ? null : text(row.maximum),
          cache: text(row.cache),
          cycle: flag(row.cycle),
          persistence: row.persistence === "u" ? "unlogged" : "permanent",
          ownedBy: row.owned_by === null ? null : texts(row.owned_by),
        },
  // That of an identity column is no object, but may carry grants.
  facts: (row): Facts => (flag(row.of_identity) ? { column: texts(row.owned_by) } : {}),
  within: (at, spec, facts): Address[] => {
    const column = spec ? spec.ownedBy : (facts.column as readonly string[] | undefined);
    return [...(column ? [{ kind: "column", path: column }] : []), { kind: "schema", path: [at.schema] }];
  },
  // ALTER TABLE … OWNER TO and SET LOGGED do the same to the sequences of the table's columns.
  follows: (_at, { ownedBy }) =>
    ownedBy
      ? { leaders: ["table", "foreign-table"].map((kind) => ({ kind, path: ownedBy.slice(0, 2) })), arises: false }
      : undefined,
  sqlName: (at) => `SEQUENCE ${qualified(at.schema, at.name)}`,
  privileges: {
    sort: "sequences",
    owner: "rwU",
    public: "",
    phrase: (at, words) => `${words.join(", ")} ON SEQUENCE ${qualified(at.schema, at.name)}`,
  },
  added: low(UNEXPECTED),
  removed: high("inserts that draw a number from it fail"),
  rename: {
    drift: high("code that draws a number by the expected name fails; defaults of columns follow"),
    hazards: ["access-exclusive-lock", "breaks-names"],
  },
  attributes: {
    type: {
      drift: (expected, actual) =>
        typeChange(expected, actual).way === "widens"
          ? medium("numbers come that columns and the application have no room for")
          : high("inserts fail sooner: the sequence runs out at a smaller number"),
      alter: renumbered,
    },
    start: { drift: low("the next RESTART begins at another number"), alter: renumbered },
    increment: {
      drift: medium("new keys collide with others, or leave gaps: they run in other steps"),
      alter: renumbered,
    },
    minimum: {
      drift: medium("a sequence that counts down, or starts again, stops at another number"),
      alter: renumbered,
    },
    maximum: {
      drift: (expected, actual) =>
        actual !== null && (expected === null || BigInt(actual) < BigInt(expected))
          ? high("inserts fail sooner: the sequence runs out at a smaller number")
          : medium("numbers come that columns and the application have no room for"),
      alter: renumbered,
    },
    cache: {
      drift: low("more, or fewer, numbers are lost when a session ends: they are handed out in other blocks"),
      alter: renumbered,
    },
    cycle: {
      drift: (_expected, actual) =>
        actual
          ? high("at its end the sequence starts again and keys collide")
          : medium("inserts fail when the sequence comes to its end"),
      alter: renumbered,
    },
    persistence: {
      drift: (_expected, actual) =>
        actual === "unlogged"
          ? high("a crash resets the sequence, and keys are given out twice")
          : low("the sequence survives a crash, and drawing from it is logged"),
      alter: (at, to) => alter(at, to === "unlogged" ? "SET UNLOGGED" : "SET LOGGED", "access-exclusive-lock"),
    },
    ownedBy: {
      drift: low("the sequence goes when its column is dropped, or stays behind"),
      // It may come to belong to a column whose default needs it first, and would go with the one that it belonged to.
      alter: (at, to, { actual }) => [
        ...(actual.ownedBy === null ? [] : [tie(at, null)]),
        ...(to === null ? [] : [late(tie(at, to))]),
      ],
    },
  },
  create: (at, spec) => [
    rated(
      safe("the sequence comes, and counts from its start: numbers it gave out before may come again", RESET),
      `CREATE ${spec.persistence === "unlogged" ? "UNLOGGED " : ""}SEQUENCE ${[qualified(at.schema, at.name), ...said(spec)].join(" ")}`,
    ),
    // The column's default needs the sequence and the sequence's owner is the column: the second tie comes last.
    ...(spec.ownedBy ? [late(tie(at, spec.ownedBy)), late(goingOn(at, spec, spec.ownedBy))] : []),
  ],
  occupies: (at) => [relationName(at.schema, at.name)],
  drop: (at, spec) => [
    rated(
      danger("how far it had counted is lost, and whatever draws a number from it fails", "note its last_value first"),
      `DROP SEQUENCE ${qualified(at.schema, at.name)}`,
      "data-loss",
      "breaks-names",
      "may-fail",
      // Of one that belongs to no column, who draws from it stands in code alone.
      ...(spec.ownedBy ? [] : (["untrackable-dependencies"] as const)),
      "access-exclusive-lock",
    ),
  ],
});

/** After the numbers that rows hold already. */
function goingOn(at: At, spec: Sequence, ownedBy: readonly string[]): Statement {
  const [lowest, highest] = bounds(spec);
  const down = spec.increment.startsWith("-");
  const [column = "", ...table] = [...ownedBy].reverse();
  return {
    ...resumed(
      { sequence: qualified(at.schema, at.name), table: qualified(...table.reverse()), column: ident(column) },
      { down, start: BigInt(spec.start), end: down ? lowest : highest },
    ),
    // Another server's rows are not read for it.
    onlyOn: {
      address: { kind: "column", path: ownedBy },
      is: ({ type }, { foreign }) => foreign === undefined && String(type) in LIMITS,
    },
  };
}

function bounds({ type, minimum, maximum }: Sequence): readonly [bigint, bigint] {
  const [lowest, highest] = limits(type);
  return [BigInt(minimum ?? lowest), BigInt(maximum ?? highest)];
}

/** Without what PostgreSQL has of itself. */
function said(spec: Sequence): string[] {
  const [lowest, highest] = limits(spec.type);
  const [minimum, maximum] = bounds(spec);
  const up = !spec.increment.startsWith("-");
  const usual = numbering({
    ...{ type: "bigint", increment: "1", start: String(up ? minimum : maximum), cache: "1", cycle: false },
    ...{ minimum: up ? "1" : lowest, maximum: up ? highest : "-1", persistence: "", ownedBy: null },
  });
  return numbering(spec).filter((clause) => !usual.includes(clause));
}

function numbering(spec: Sequence): string[] {
  const [lowest, highest] = bounds(spec);
  return [
    `AS ${spec.type}`,
    `INCREMENT BY ${spec.increment}`,
    `MINVALUE ${lowest}`,
    `MAXVALUE ${highest}`,
    `START WITH ${spec.start}`,
    `CACHE ${spec.cache}`,
    spec.cycle ? "CYCLE" : "NO CYCLE",
  ];
}
