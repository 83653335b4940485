/** Constraints as DDL spells them, and what their coming and going means. */

import type { SqlText } from "../core/canonical.ts";
import { conditionsIn } from "../core/condition.ts";
import { findOutside } from "../core/deparsed.ts";
import { caution, type Hazard, safe } from "../core/hazard.ts";
import type { Facts } from "../core/kind.ts";
import { primaryKeyOf, relationName } from "../core/names.ts";
import { concurrently, online, validation } from "../core/online.ts";
import { withOptions } from "../core/options.ts";
import type { Otherwise } from "../core/otherwise.ts";
import { nameBeside, partName } from "../core/partly-built.ts";
import { type Row, text, texts } from "../core/row.ts";
import type { Samples } from "../core/samples.ts";
import { high, low, medium } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { type Partition, rated, type Statement, statement } from "../core/statement.ts";

export type Constraint = {
  type: string;
  columns: readonly string[];
  /** Columns carried by the index without being part of the key. */
  include: readonly string[];
  nullsNotDistinct: boolean;
  references: Reference | null;
  check: SqlText | null;
  /** Of an exclusion: method, elements and operators … */
  exclusion: SqlText | null;
  /** … and the rows it is limited to. */
  predicate: SqlText | null;
  noInherit: boolean;
  deferrable: string;
  /** Of a key that its last column is a range without overlaps, of a foreign key that it is a period. */
  period: boolean;
  validated: boolean;
  enforced: boolean;
  /** A superuser can switch off the triggers by which a constraint is enforced. */
  triggersEnabled: boolean;
  /** Of the index behind the constraint. */
  indexOptions: readonly string[];
  indexStatistics: Samples;
  indexTablespace: string | null;
  indexValid: boolean;
  clustered: boolean;
};
export type Reference = {
  table: readonly string[];
  columns: readonly string[];
  match: string;
  onUpdate: string;
  onDelete: string;
  /** Columns that ON DELETE SET NULL or SET DEFAULT is limited to. */
  onDeleteColumns: readonly string[];
};

const ACTIONS: Record<string, string> = {
  a: "NO ACTION",
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};
const MATCHES: Record<string, string> = { s: "SIMPLE", f: "FULL", p: "PARTIAL" };

export type At = { schema: string; table: string; name: string };

export const sqlOf = (at: At, clause: string, only = "") =>
  `ALTER TABLE ${only}${qualified(at.schema, at.table)} ${clause}`;
export const alter = (at: At, clause: string, ...hazards: Hazard[]): Statement =>
  statement(sqlOf(at, clause), ...hazards);

/** @param before @param after what stands around the last of them */
const list = (columns: readonly string[], before = "", after = "") =>
  `(${[...columns.slice(0, -1).map(ident), ...columns.slice(-1).map((name) => before + ident(name) + after)].join(", ")})`;

/** What follows ADD CONSTRAINT and the name. */
function definition(spec: Constraint): string {
  const parts = [
    spec.check ? `CHECK (${spec.check.text})` : (spec.exclusion?.text ?? key(spec)),
    spec.type === "CHECK" ? "" : storage(spec),
    spec.predicate ? `WHERE (${spec.predicate.text})` : "",
    spec.noInherit ? "NO INHERIT" : "",
    spec.deferrable === "NOT DEFERRABLE" ? "" : spec.deferrable,
    spec.enforced ? "" : "NOT ENFORCED",
    spec.validated ? "" : "NOT VALID",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function key(spec: Constraint): string {
  const { references, period } = spec;
  const before = period && references ? "PERIOD " : "";
  const parts = [
    spec.type,
    spec.nullsNotDistinct ? "NULLS NOT DISTINCT" : "",
    list(spec.columns, before, period && !references ? " WITHOUT OVERLAPS" : ""),
    spec.include.length > 0 ? `INCLUDE ${list(spec.include)}` : "",
    references
      ? `REFERENCES ${qualified(...references.table)} ${list(references.columns, before)} MATCH ${references.match}`
      : "",
    references ? `ON UPDATE ${references.onUpdate} ON DELETE ${references.onDelete}` : "",
    references && references.onDeleteColumns.length > 0 ? list(references.onDeleteColumns) : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const storage = (spec: Constraint): string =>
  withOptions(spec.indexOptions) +
  (spec.indexTablespace ? ` USING INDEX TABLESPACE ${ident(spec.indexTablespace)}` : "");

export const isIndexed = ({ type }: Constraint): boolean => type !== "CHECK" && type !== "FOREIGN KEY";

export const occupies = (at: At, spec: Constraint): string[] => [
  ...(isIndexed(spec) ? [relationName(at.schema, at.name)] : []),
  ...(spec.type === "PRIMARY KEY" ? [primaryKeyOf(at.schema, at.table)] : []),
];

export const RELEASED = caution(
  "rows that break the constraint are accepted from then on",
  "see first that nobody relies on it: foreign keys, ON CONFLICT, the application",
);
const TWO_STEPS = "add it NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own: writes go on meanwhile";

/** A key that partitions are to lack their part of. */
export const outlined = (at: At, spec: Constraint): Statement =>
  rated(
    caution("it has no rows yet, and nothing is refused until each partition has its part of it"),
    sqlOf(at, `ADD CONSTRAINT ${ident(at.name)} ${definition(spec)}`, "ONLY "),
    "may-fail",
    "access-exclusive-lock",
  );

const TAKEN_FOR_GRANTED = caution(
  "no row is read: queries take it from then on that the other server's rows pass it, and leave out what does not; inserts are held to it",
  "see first that the other server has the same check",
);

/** PostgreSQL has neither way for the whole of a partitioned table, which takes over what its partitions have. */
const BY_PARTITION = {
  key: "on each partition first CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX: the table takes those over",
  foreignKey: "on each partition first add it NOT VALID, then VALIDATE CONSTRAINT: the table takes those over",
};

export function added(at: At, spec: Constraint, { partitioned, foreign }: Facts = {}): Statement {
  const sql = sqlOf(at, `ADD CONSTRAINT ${ident(at.name)} ${definition(spec)}`);
  if (foreign) return rated(TAKEN_FOR_GRANTED, sql, "access-exclusive-lock");
  if (isIndexed(spec)) {
    const gently =
      spec.type === "EXCLUDE"
        ? "in a quiet hour, with lock_timeout set: an exclusion cannot be built beside writes"
        : partitioned
          ? BY_PARTITION.key
          : "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX: writes go on meanwhile";
    const reason =
      "it fails at the first rows that collide, and nobody can read or write the table while its index is built";
    return rated(caution(reason, gently), sql, "index-build", "may-fail", "access-exclusive-lock");
  }
  const lock = spec.references ? "share-row-exclusive-lock" : "access-exclusive-lock";
  if (!spec.validated || !spec.enforced)
    return rated(caution("new rows are held to it from then on; those that are there are not checked"), sql, lock);
  const reason = spec.references
    ? "it fails at the first row without a counterpart, and nobody can write to either table while all rows are checked"
    : "it fails at the first row that breaks it, and nobody can read or write the table while all rows are checked";
  const gently = partitioned && spec.references ? BY_PARTITION.foreignKey : TWO_STEPS;
  return rated(caution(reason, gently), sql, "table-scan", "blocks-writes", "may-fail", lock);
}

/** A key around an index that was built beside writes; any other constraint checked after it has begun to count. */
export function addedOnline(
  at: At,
  spec: Constraint,
  { partitioned, foreign }: Facts,
): Pick<Statement, "online" | "inPlace" | "onlineByPartition"> {
  if (foreign || spec.type === "EXCLUDE" || spec.period || !spec.validated || !spec.enforced) return {};
  if (partitioned && spec.type !== "CHECK") return { onlineByPartition: (below) => takenOver(at, spec, below) };
  const name = ident(at.name);
  const inPlace = `DROP CONSTRAINT ${name}, `;
  if (!isIndexed(spec)) {
    const { rating = HELD, sql } = added(at, { ...spec, validated: false });
    const lock = spec.references ? "share-row-exclusive-lock" : "access-exclusive-lock";
    const checked = validate(at).online ?? [];
    const clause = `${inPlace}ADD CONSTRAINT ${name} ${definition({ ...spec, validated: false })}`;
    return {
      online: [online(rating, sql, lock), ...checked],
      inPlace: [online(rating, sqlOf(at, clause), "access-exclusive-lock"), ...checked],
    };
  }
  const beside = nameBeside(at.name);
  return {
    online: [
      concurrently(uniqueIndex(at, spec), "may-fail"),
      online(HELD, sqlOf(at, usingIndex(at, spec, at.name)), "access-exclusive-lock"),
    ],
    inPlace: [
      concurrently(uniqueIndex({ ...at, name: beside }, spec), "may-fail"),
      online(HELD, sqlOf(at, inPlace + usingIndex(at, spec, beside)), "access-exclusive-lock"),
    ],
  };
}

function uniqueIndex(at: At, spec: Constraint): string {
  const parts = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${ident(at.name)} ON ${qualified(at.schema, at.table)}`,
    list(spec.columns),
    spec.include.length > 0 ? `INCLUDE ${list(spec.include)}` : "",
    spec.nullsNotDistinct ? "NULLS NOT DISTINCT" : "",
    withOptions(spec.indexOptions).trim(),
    spec.indexTablespace ? `TABLESPACE ${ident(spec.indexTablespace)}` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function usingIndex({ name }: At, { type, deferrable }: Constraint, index: string): string {
  const when = deferrable === "NOT DEFERRABLE" ? "" : ` ${deferrable}`;
  return `ADD CONSTRAINT ${ident(name)} ${type} USING INDEX ${ident(index)}${when}`;
}

/** What each partition with rows has by then, the table need not bring about. */
const takenOver = (at: At, spec: Constraint, below: readonly Partition[]): readonly Statement[] => [
  ...below
    .filter(({ partitioned }) => !partitioned)
    .flatMap(
      ({ schema, table }) => addedOnline({ schema, table, name: partName(table, at.name) }, spec, {}).online ?? [],
    ),
  online(
    HELD,
    added(at, spec, { partitioned: true }).sql,
    spec.references ? "share-row-exclusive-lock" : "access-exclusive-lock",
  ),
];

const HELD = caution(
  "new rows are held to it from then on; nobody can read or write the table for the moment it takes",
);
const VALIDATED = caution(
  "it fails at the first row that breaks it; reads and writes go on while all rows are checked",
);

export const validate = (at: At): Statement =>
  validation(sqlOf(at, `VALIDATE CONSTRAINT ${ident(at.name)}`), VALIDATED);

/** Of all rows, those of the tables below among them. */
export const holds = (_at: At, { check, validated, enforced, noInherit }: Constraint): readonly string[] =>
  check && validated && enforced && !noInherit ? conditionsIn(check.text) : [];

/** The index that refuses the same rows: ADD CONSTRAINT … USING INDEX takes it over. */
export function indexInstead(at: At, spec: Constraint, { partitioned }: Facts): Otherwise | undefined {
  if ((spec.type !== "PRIMARY KEY" && spec.type !== "UNIQUE") || spec.period) return undefined;
  const plain = { expression: null, collation: null, operatorClass: null, order: "" };
  const isKey = spec.type === "PRIMARY KEY";
  return {
    kind: "index",
    like: {
      method: "btree",
      unique: true,
      nullsNotDistinct: spec.nullsNotDistinct,
      keys: spec.columns.map((column) => ({ column, ...plain })),
      include: spec.include,
      predicate: null,
    },
    // PostgreSQL takes over none of a partitioned table.
    ...(partitioned === true ? {} : { taken: taken(at, spec) }),
    added: low("the unique index has become a constraint: it refuses the same rows, and foreign keys can refer to it"),
    removed: isKey
      ? high(
          "a unique index refuses the same duplicates, but rows have no primary key: publications and ORMs look for it",
        )
      : medium("a unique index refuses the same duplicates, but what names the constraint, as ON CONFLICT does, fails"),
  };
}

const TAKEN = safe(
  "the unique index becomes that of the constraint, and has its name: it refuses the same rows; nobody can read or write the table for the moment it takes",
);

const taken = (at: At, spec: Constraint): Otherwise["taken"] => ({
  like: {
    valid: true,
    clustered: spec.clustered,
    options: spec.indexOptions,
    tablespace: spec.indexTablespace,
    statistics: [],
  },
  by: (index) => [rated(TAKEN, sqlOf(at, usingIndex(at, spec, index)), "access-exclusive-lock")],
});

/** The definition of an exclusion up to its options, which are attributes of their own. */
export function elementsOf(definition: string): string {
  const ends = [" WITH (", " WHERE (", " DEFERRABLE"].map((next) => findOutside(definition, next));
  return definition.slice(0, Math.min(definition.length, ...ends.filter((end) => end >= 0)));
}

/** From a row of the query for constraints. */
export function reference(row: Row): Reference {
  return {
    table: texts(row.references_table),
    columns: texts(row.references_columns),
    match: MATCHES[text(row.match)] ?? text(row.match),
    onUpdate: ACTIONS[text(row.on_update)] ?? text(row.on_update),
    onDelete: ACTIONS[text(row.on_delete)] ?? text(row.on_delete),
    onDeleteColumns: texts(row.on_delete_columns),
  };
}
