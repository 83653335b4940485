/** Columns as DDL spells them, and the way from one definition to the other. */

import { type Canonical, encode, type SqlText } from "../core/canonical.ts";
import { conditionsIn } from "../core/condition.ts";
import { caution, type Hazard, type Rating, safe } from "../core/hazard.ts";
import type { Alteration, Facts, Remedy, Spec } from "../core/kind.ts";
import { type Numbered, resumed } from "../core/numbering.ts";
import { online, validated, validation } from "../core/online.ts";
import type { Conversion, StandIn } from "../core/release.ts";
import { ident, qualified } from "../core/sql.ts";
import { clause, rated, type Statement, statement } from "../core/statement.ts";
import { castWay, isCast } from "../core/type-family.ts";
import { countingOf, type Identity, isBeyond, unusual } from "./column-definition-identity.ts";
import { madeOf } from "./column-definition-retyped.ts";
import {
  DEFAULTED,
  DRAWN,
  defaultRisk,
  NULLABLE,
  NUMBERED,
  notNullRisk,
  RECOMPUTED,
  RENUMBERED,
  RESTARTED,
  retypingRisk,
  SET_ASIDE,
  UNCOMPUTED,
  UNNUMBERED,
} from "./column-definition-risk.ts";

export type Column = {
  type: string;
  /** Since 18 also how far it goes, where that is not all the way: `NO INHERIT`, `NOT VALID`, `NO INHERIT NOT VALID`. */
  notNull: boolean | string;
  /** Schema and name; null = the type's own. */
  collation: readonly string[] | null;
  default: SqlText | null;
  /** `ALWAYS` or `BY DEFAULT` with the options of the sequence behind it. */
  identity: Identity | null;
  generated: { kept: string; expression: SqlText } | null;
  /** null = the type's own. */
  storage: string | null;
  compression: string | null;
  statistics: number | null;
  options: readonly string[];
  /** What the column is on the other server; of a foreign table's only. */
  foreignOptions: readonly string[];
};
export type At = { schema: string; table: string; name: string };

const table = (at: At) => `ALTER TABLE ${qualified(at.schema, at.table)}`;
const alter = (at: At, does: string, rating: Rating, ...hazards: Hazard[]): Statement =>
  clause(table(at), `ALTER COLUMN ${ident(at.name)} ${does}`, rating, ...hazards, "access-exclusive-lock");
/** Leaves the columns of child tables and partitions alone, which may have values of their own. */
export const alterOnly = (at: At, does: string, lock: Hazard = "access-exclusive-lock"): Statement =>
  statement(`ALTER TABLE ONLY ${qualified(at.schema, at.table)} ALTER COLUMN ${ident(at.name)} ${does}`, lock);
const collate = (spec: Column) => (spec.collation ? ` COLLATE ${qualified(...spec.collation)}` : "");

/** The column as CREATE TABLE and ADD COLUMN spell it. */
export function definition(at: At, spec: Column, facts: Facts): string {
  const { generated, identity } = spec;
  return (
    `${ident(at.name)} ${spec.type}${collate(spec)}` +
    (generated ? ` GENERATED ALWAYS AS (${generated.expression.text}) ${generated.kept}` : "") +
    (identity ? ` ${identityClause(at, identity)}` : "") +
    (spec.default ? ` DEFAULT ${spec.default.text}` : "") +
    (isChecked(spec) ? `${saidName(facts)} NOT NULL${noInherit(spec)}` : "")
  );
}

/** The same where it is merged with those above it: before 16 it may not say again how they compute it. */
export function mergedDefinition(at: At, spec: Column, leaders: readonly Spec[], facts: Facts): string {
  const isSaid =
    spec.generated && leaders.some(({ generated }) => encode(generated ?? null) === encode(spec.generated));
  return definition(at, isSaid ? { ...spec, generated: null } : spec, facts);
}

/** What is said of its NOT NULL is said of that name. */
const saidName = ({ notNullSaid, notNullName }: Facts): string =>
  notNullSaid ? ` CONSTRAINT ${ident(String(notNullName))}` : "";

const reach = ({ notNull }: Pick<Column, "notNull">): string => (typeof notNull === "string" ? notNull : "");
/** Whether the column is NOT NULL for every row: CREATE TABLE cannot say anything less. */
export const isChecked = (spec: Pick<Column, "notNull">): boolean =>
  spec.notNull !== false && !reach(spec).includes("NOT VALID");
const noInherit = (spec: Column): string => (reach(spec).includes("NO INHERIT") ? " NO INHERIT" : "");

/** NOT NULL said of a column that has none of it. */
export function notNull(at: At, spec: Column, facts: Facts, expectedFacts: Facts): Statement[] {
  if (spec.notNull === false) return [];
  const isForeign = facts.foreign === "table";
  const { rating, hazards } = notNullRisk(at, isChecked(spec), isForeign);
  const set = clause(table(at), notNullSet(at, spec, expectedFacts), rating, ...hazards, "access-exclusive-lock");
  return [spec.notNull === true && !isForeign ? { ...set, ...gentler(at, set.sql, facts) } : set];
}

function notNullSet(at: At, { notNull }: Column, facts: Facts): string {
  if (notNull === true && !facts.notNullSaid) return `ALTER COLUMN ${ident(at.name)} SET NOT NULL`;
  const limits = notNull === true ? "" : ` ${notNull}`;
  return `ADD${saidName(facts)} NOT NULL ${ident(at.name)}${limits}`;
}

/** What a check has proved is not read again. */
function gentler(at: At, set: string, { rows, domain }: Facts): Pick<Statement, "online" | "proof"> {
  const check = ident("driftwatch_not_null");
  const lock = "access-exclusive-lock";
  // IS NOT NULL would ask of each field of a row.
  const condition = `${ident(at.name)} IS ${rows || domain ? "DISTINCT FROM" : "NOT"} NULL`;
  return {
    proof: {
      on: { kind: "table", path: [at.schema, at.table] },
      of: conditionsIn(condition),
      statements: [rated(SET, set, lock)],
    },
    online: [
      online(BEGUN, `${table(at)} ADD CONSTRAINT ${check} CHECK (${condition}) NOT VALID`, lock),
      validated(`${table(at)} VALIDATE CONSTRAINT ${check}`, PROVED),
      online(SET, set, lock),
      online(SPENT, `${table(at)} DROP CONSTRAINT ${check}`, lock),
    ],
  };
}

const BEGUN = caution(
  "writes that leave the column empty are refused from then on; the rows that are there are not read",
);
const PROVED = caution("it fails where a row holds NULL; reads and writes go on while the table is read");
const SET = safe("no row is read: the check has proved that none holds NULL");
const SPENT = safe("the check has served: the column refuses NULL by itself now");

/** From one NOT NULL to the other; in place where PostgreSQL can, so that other sessions never see it gone. */
function renull(at: At, actual: Column, expected: Column, facts: Facts, expectedFacts: Facts): Statement[] {
  // One that has just come with its table's type has said nothing yet.
  if (!actual.notNull) return notNull(at, expected, facts, expectedFacts);
  const dropped = alter(at, "DROP NOT NULL", NULLABLE);
  // What a partition's own key keeps from going is a person's.
  if (expected.notNull === false) return facts.keyBelow && expectedFacts.keyBelow ? [] : [dropped];
  if (isChecked(actual) && !isChecked(expected)) return [dropped, ...notNull(at, expected, facts, expectedFacts)];
  const name = ident(String(facts.notNullName));
  const wanted = ident(String(expectedFacts.notNullName));
  return [
    ...(isChecked(actual) || !isChecked(expected)
      ? []
      : [validation(`${table(at)} VALIDATE CONSTRAINT ${name}`, PROVED)]),
    ...(noInherit(actual) === noInherit(expected)
      ? []
      : [
          statement(
            `${table(at)} ALTER CONSTRAINT ${name}${noInherit(expected) || " INHERIT"}`,
            "may-fail",
            "access-exclusive-lock",
          ),
        ]),
    ...(expectedFacts.notNullSaid && name !== wanted
      ? [rated(RECALLED, `${table(at)} RENAME CONSTRAINT ${name} TO ${wanted}`, "access-exclusive-lock")]
      : []),
  ];
}

const RECALLED = safe("that the column is NOT NULL is called otherwise, and nothing else changes");

const identityClause = (at: At, { generated, sequence, options }: Identity): string =>
  `GENERATED ${generated} AS IDENTITY (${[`SEQUENCE NAME ${qualified(at.schema, sequence)}`, ...unusual(options)].join(" ")})`;

/**
 * From one definition to the other, in the one order that always works: what makes values by itself goes before the
 * type changes and comes after; an identity needs NOT NULL, and a default makes way for it.
 */
export function redefine(at: At, actual: Column, expected: Column, facts: Facts, expectedFacts: Facts): Statement[] {
  const differs = (a: Canonical, b: Canonical) => encode(a) !== encode(b);
  const retyped = actual.type !== expected.type || differs(actual.collation, expected.collation);
  // A foreign table's rows are not rewritten, and PostgreSQL refuses to be told how.
  const made = [madeOf(actual.type, facts), madeOf(expected.type, expectedFacts)] as const;
  const way = expected.generated || facts.foreign !== undefined ? "" : castWay(...made, expected.type);
  const using = way === "" ? "" : ` USING ${ident(at.name)}${way}`;
  const sides = [
    { ...actual, type: made[0] },
    { ...expected, type: made[1] },
  ] as const;
  const retyping = retypingRisk(...sides, facts.foreign === "table", expectedFacts.refuses === true);
  const statements: Statement[] = [];
  const say = (needed: boolean, ...more: Statement[]) => needed && statements.push(...more);
  statements.push(...uncomputed(at, actual, expected));
  // First of all, since a sequence that is to come may bear the name of the one that goes.
  say(actual.identity !== null && !expected.identity, {
    ...alter(at, "DROP IDENTITY", UNNUMBERED, "data-loss"),
    time: "early",
  });
  // A default that the new type cannot take by itself makes PostgreSQL refuse the change.
  const aside = actual.default !== null && (retyped || !expected.default);
  say(aside, ...defaultAside(at, actual, expected));
  say(retyped, alter(at, `TYPE ${expected.type}${collate(expected)}${using}`, retyping.rating, ...retyping.hazards));
  // Of one table all that goes through its rows can be one statement.
  statements.push(...renull(at, actual, expected, facts, expectedFacts));
  if (expected.default && (aside || differs(actual.default, expected.default)))
    statements.push({
      ...alterOnly(at, `SET DEFAULT ${expected.default.text}`),
      rating: defaultRisk(actual.default, expected.default),
    });
  statements.push(...restore(at, retyped ? { ...actual, storage: null, compression: null } : actual, expected, facts));
  if (expected.identity) statements.push(...identify(at, actual.identity, expected.identity, facts));
  return statements;
}

export const defaultAside = (at: At, actual: Column, expected: Column): Statement[] =>
  actual.default ? [{ ...alterOnly(at, "DROP DEFAULT"), rating: expected.default ? SET_ASIDE : DEFAULTED }] : [];

export const uncomputed = (at: At, actual: Column, expected: Column): Statement[] =>
  actual.generated && !expected.generated ? [alter(at, "DROP EXPRESSION", UNCOMPUTED)] : [];

/** What computes the column: in place since 17, where nothing else of what it holds changes; else it is built anew. */
export function computed(at: At, to: Column["generated"], alteration: Alteration<Column>): Remedy {
  const { actual, expected, facts, expectedFacts } = alteration;
  // What is not stored cannot be kept as it stands.
  if (!to)
    return actual.generated?.kept === "VIRTUAL" ? "recreate" : redefine(at, actual, expected, facts, expectedFacts);
  const held = ({ type, collation, generated }: Column) => encode([type, collation, generated?.kept ?? null]);
  if (facts.recomputable !== true || held(actual) !== held(expected)) return "recreate";
  const hazards = ["changes-behaviour", "table-rewrite", "may-fail"] as const;
  return [alter(at, `SET EXPRESSION AS (${to.expression.text})`, RECOMPUTED, ...hazards)];
}

/** How long values are kept: a new type brings its own way. SET STORAGE DEFAULT exists since 16 only. */
const restore = (at: At, actual: Column, expected: Column, { typeStorage }: Facts): Statement[] => [
  ...(actual.storage === expected.storage
    ? []
    : [alterOnly(at, `SET STORAGE ${expected.storage ?? typeStorage ?? "EXTENDED"}`)]),
  ...(actual.compression === expected.compression
    ? []
    : [alterOnly(at, `SET COMPRESSION ${expected.compression ?? "default"}`)]),
];

/** How a new column keeps long values, where that is not its type's own way. */
export const kept = (at: At, spec: Column): Statement[] => [
  ...(spec.storage ? [alterOnly(at, `SET STORAGE ${spec.storage}`)] : []),
  ...(spec.compression ? [alterOnly(at, `SET COMPRESSION ${spec.compression}`)] : []),
];

/** The column, and one of an array, with its values as those of the other type, and back. */
export function converted(at: At, spec: Column, { type, at: bottom, first = [] }: StandIn): Conversion {
  const [dimensions = ""] = /(\[\])*$/.exec(spec.type) ?? [];
  const away = `TYPE ${type}${dimensions} USING ${ident(at.name)}::${type}${dimensions}`;
  const back = `TYPE ${spec.type}${collate(spec)}`;
  const read = isCast(type, spec.type) ? "" : `::text${dimensions}`;
  if (!bottom) {
    const reading = (way: string) => [
      alter(at, `${back} USING ${ident(at.name)}${way}::${spec.type}`, READ, "table-rewrite", "may-fail"),
      ...kept(at, spec),
    ];
    return {
      away: [...first, alter(at, away, SPELLED, "table-rewrite")],
      back: reading(read),
      across: { first, over: reading(`::text${dimensions}`) },
    };
  }
  const [before, after] = [bottom.before, bottom.after].map((each) => ({
    ...spec,
    type: each.type + dimensions,
    collation: spec.collation ?? each.collation,
  })) as [Column, Column];
  const { rating, hazards } = retypingRisk(before, after, false);
  const way = castWay(before.type, after.type, spec.type);
  const using = way === "" ? "" : ` USING ${ident(at.name)}${way}`;
  const checked = new Set<Hazard>([...hazards, "table-rewrite", "may-fail"]);
  return {
    away: [dimensions === "" ? alter(at, away, BARED) : alter(at, away, BARED_ONE_BY_ONE, "table-rewrite")],
    back: [alter(at, back + using, rating.risk === "danger" ? rating : CHECKED, ...checked), ...kept(at, spec)],
  };
}

const SPELLED = caution(
  "values stand as text until their type has been built anew; the table is written anew while nobody can read or write it",
  "in a quiet hour, with room on the disk, and with the way back in the same transaction",
);
const READ = caution(
  "it fails, and nothing is lost, at the first value that the type built anew does not have; the table is written anew",
  "count the rows that hold such values first, and decide what becomes of them",
);
const BARED = safe(
  "values stand as what the domain is made of until that has been built anew, and nothing checks them meanwhile",
  "run it in one transaction with the way back",
);
const BARED_ONE_BY_ONE = caution(
  "values stand as what the domain is made of until that has been built anew; the table is written anew for it",
  "in a quiet hour, with room on the disk, and with the way back in the same transaction",
);
const CHECKED = caution(
  "it fails, and nothing is lost, at the first value that the domain built anew refuses; the table is written anew",
  "in a quiet hour, with room on the disk; count the rows that hold such values first",
);

const numbered = (at: At, { sequence }: Identity): Numbered => ({
  sequence: qualified(at.schema, sequence),
  table: qualified(at.schema, at.table),
  column: ident(at.name),
});

/** From one identity to the other, or to the first that the column has. */
function identify(at: At, from: Identity | null, to: Identity, { foreign }: Facts): Statement[] {
  if (!from)
    return [
      alter(at, `ADD ${identityClause(at, to)}`, foreign ? DRAWN : NUMBERED),
      ...(foreign ? [] : [resumed(numbered(at, to), countingOf(to))]),
    ];
  const options = to.options.filter((option) => !from.options.includes(option));
  const settings = options.map((option) => `SET ${option}`).join(" ");
  return [
    ...(from.generated === to.generated ? [] : [alter(at, `SET GENERATED ${to.generated}`, RENUMBERED)]),
    ...(isBeyond(from, to)
      ? [alter(at, `${settings} RESTART`, RESTARTED, "data-loss")]
      : options.length === 0
        ? []
        : [alter(at, settings, RENUMBERED)]),
    ...(from.sequence !== to.sequence
      ? [
          statement(
            `ALTER SEQUENCE ${qualified(at.schema, from.sequence)} RENAME TO ${ident(to.sequence)}`,
            "breaks-names",
            "access-exclusive-lock",
          ),
        ]
      : []),
  ];
}
