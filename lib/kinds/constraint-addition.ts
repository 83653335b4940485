/** Constraints that come, also while people read and write, and what their coming and going means. */

import { conditionsIn } from "../core/condition.ts";
import { caution, safe } from "../core/hazard.ts";
import type { Facts } from "../core/kind.ts";
import { primaryKeyOf, relationName } from "../core/names.ts";
import { concurrently, online, validation } from "../core/online.ts";
import { withOptions } from "../core/options.ts";
import type { Otherwise } from "../core/otherwise.ts";
import { nameBeside, partName } from "../core/partly-built.ts";
import { high, low, medium } from "../core/severity.ts";
import { ident, qualified } from "../core/sql.ts";
import { clause, type Partition, rated, type Statement } from "../core/statement.ts";
import {
  type At,
  alter,
  type Constraint,
  definition,
  isIndexed,
  list,
  sqlOf,
  table,
  usingIndex,
} from "./constraint-addition-definition.ts";

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
  const addition = `ADD CONSTRAINT ${ident(at.name)} ${definition(spec)}`;
  const sql = sqlOf(at, addition);
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
  const scanning = ["table-scan", "blocks-writes", "may-fail", lock] as const;
  // The rows of a foreign key are sought in the other table, and not in passing.
  return spec.references
    ? rated(caution(reason, gently), sql, ...scanning)
    : clause(table(at), addition, caution(reason, gently), ...scanning);
}

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

/** A key around an index that was built beside writes; any other constraint checked after it has begun to count. */
export function addedOnline(
  at: At,
  spec: Constraint,
  { partitioned, foreign }: Facts,
): Pick<Statement, "online" | "inPlace" | "onlineByPartition"> {
  if (foreign || spec.type === "EXCLUDE" || spec.period || !spec.validated || !spec.enforced) return {};
  if (partitioned && spec.type !== "CHECK")
    return {
      onlineByPartition: (below) => takenOver(at, spec, below),
      inPlace: (going, below, tied) => exchangedBelow(at, spec, going, below, tied(at.name)),
    };
  return isIndexed(spec)
    ? {
        online: [built(at, spec, at.name), online(HELD, sqlOf(at, usingIndex(at, spec, at.name)), EXCLUSIVE)],
        inPlace: (going, _below, tied) => exchangedIndex(at, spec, going, tied(at.name)),
      }
    : { online: checkedAfter(at, spec), inPlace: (going) => checkedAfter(at, spec, going) };
}

const EXCLUSIVE = "access-exclusive-lock";

const lockOf = ({ references }: Constraint) => (references ? "share-row-exclusive-lock" : EXCLUSIVE);

const instead = (going: string): string => `DROP CONSTRAINT ${ident(going)}, `;

/** @param going what makes way in the same statement */
function checkedAfter(at: At, spec: Constraint, going?: string): Statement[] {
  const unchecked = { ...spec, validated: false };
  const { rating = HELD, sql } = added(at, unchecked);
  const begun =
    going === undefined
      ? online(rating, sql, lockOf(spec))
      : online(
          rating,
          sqlOf(at, `${instead(going)}ADD CONSTRAINT ${ident(at.name)} ${definition(unchecked)}`),
          EXCLUSIVE,
        );
  return [begun, ...(validate(at).online ?? [])];
}

const built = (at: At, spec: Constraint, name: string): Statement =>
  concurrently(uniqueIndex({ ...at, name }, spec), "may-fail");

/** @param tied clauses that say of the one what was said of the other */
function exchangedIndex(at: At, spec: Constraint, going: string, tied: readonly string[]): Statement[] {
  const beside = going === at.name ? nameBeside(at.name) : at.name;
  const clauses = [instead(going) + usingIndex(at, spec, beside), ...tied].join(", ");
  return [built(at, spec, beside), online(HELD, sqlOf(at, clauses), EXCLUSIVE)];
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

/** Of each partition with rows the place, and what its part is called: in the end, and as long as another has that name. */
const partsOf = (at: At, below: readonly Partition[]): { part: At; beside: string }[] =>
  below
    .filter(({ partitioned }) => !partitioned)
    .map(({ schema, table }) => ({
      part: { schema, table, name: partName(table, at.name) },
      beside: partName(table, nameBeside(at.name)),
    }));

const whole = (at: At, spec: Constraint): string => added(at, spec, { partitioned: true }).sql;

/** What each partition with rows has by then, the table need not bring about. */
const takenOver = (at: At, spec: Constraint, below: readonly Partition[]): Statement[] => [
  ...partsOf(at, below).flatMap(({ part }) => addedOnline(part, spec, {}).online ?? []),
  online(HELD, whole(at, spec), lockOf(spec)),
];

/** The same beside another one, which makes way in a transaction that only gives names. */
function exchangedBelow(
  at: At,
  spec: Constraint,
  going: string,
  below: readonly Partition[],
  tied: readonly string[],
): Statement[] {
  const parts = partsOf(at, below);
  const coming = parts.flatMap(({ part, beside }) =>
    isIndexed(spec) ? [built(part, spec, beside)] : checkedAfter({ ...part, name: beside }, spec),
  );
  const named = parts.map(({ part, beside }) =>
    isIndexed(spec)
      ? rated(HELD, sqlOf(part, usingIndex(part, spec, beside)), EXCLUSIVE)
      : rated(RENAMED, sqlOf(part, `RENAME CONSTRAINT ${ident(beside)} TO ${ident(part.name)}`), EXCLUSIVE),
  );
  return [
    ...coming,
    rated(GONE, alter(at, `DROP CONSTRAINT ${ident(going)}`).sql, EXCLUSIVE),
    ...named,
    rated(HELD, whole(at, spec), lockOf(spec)),
    ...tied.map((clause) => alter(at, clause, "replica-identity", EXCLUSIVE)),
  ];
}

const HELD = caution(
  "new rows are held to it from then on; nobody can read or write the table for the moment it takes",
);
const GONE = caution(
  "it makes way for the one that takes its place, which every partition has by then",
  "run what follows in the same transaction: in between nothing is refused",
);
const RENAMED = safe("the partition's part has the name that the other had; what it refuses is the same");
