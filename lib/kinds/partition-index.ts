/** Indexes of partitioned tables where that of a partition is missing, or is not as the one above it. */

import { type Address, encodeAddress, parseAddress } from "../core/address.ts";
import { findOutside } from "../core/deparsed.ts";
import { caution } from "../core/hazard.ts";
import type { Facts } from "../core/kind.ts";
import { concurrently, online, reindex } from "../core/online.ts";
import { changeOptions, indexOptionsLock } from "../core/options.ts";
import { attached, WHOLE_INDEXES } from "../core/partly-built.ts";
import { defineKind } from "../core/registered.ts";
import { flag, type Row, sorted, text, textOrNull, texts } from "../core/row.ts";
import { resample, type Samples, samples, samplesOf } from "../core/samples.ts";
import { high, low } from "../core/severity.ts";
import { ident, literal, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type PartitionIndex = {
  /** The table that the index was made on, as schema and name. */
  root: readonly string[];
  missing: boolean;
  options: readonly string[];
  /** null = the database's default. */
  tablespace: string | null;
  valid: boolean;
  clustered: boolean;
  statistics: Samples;
};
/** `index`: what the index is called above. */
type At = { schema: string; table: string; of: string; index: string };

const DISK = low("the partition's index lies on another disk");
const STORED = low("the partition's index is stored differently");
const CLUSTERED = low("CLUSTER sorts the partition by another index");
const SAMPLED = low("the planner knows more, or less, of an expression in the partition's index");
const INVALID = high("the planner never uses the partition's index, and every write still pays for it");
const MISSING = high("the partition has no such index: queries read all of it, and what is unique above is not here");
const NO_WAY = "no statement makes an index invalid: accept the one that is there";
const NOT_KNOWN =
  "no statement takes one partition's index away, and which others have theirs is not known here: accept the one that is there";

const table = (at: At) => `ALTER TABLE ${qualified(at.schema, at.table)}`;
const built = (at: At) => `${at.table}_${at.index}`.slice(0, 60);
const own = (at: At, { name }: Facts) => qualified(at.schema, String(name ?? built(at)));
/** ALTER INDEX sets them on the partitions' indexes, too. */
const above = ({ samplesAbove }: Facts): Samples => samples(samplesAbove);
const index = (at: At, facts: Facts) => `ALTER INDEX ${own(at, facts)}`;

const keys = (index: string) => `regexp_replace(pg_get_indexdef(${index}), '^.*? USING ', '')`;
/** Of a partition that lacks its part: the only one there is that could be it, if it is no other's. */
const STANDING = `
  SELECT min(o.relname) FROM pg_index own JOIN pg_class o ON o.oid = own.indexrelid AND NOT o.relispartition
  LEFT JOIN pg_constraint ok ON ok.conindid = o.oid AND ok.conrelid = own.indrelid AND ok.contype IN ('p', 'u', 'x')
  WHERE own.indrelid = part.partition AND own.indisvalid AND NOT own.indisclustered AND own.indisunique = i.indisunique
    AND o.reltablespace = a.reltablespace AND ${samplesOf("o.oid")} IS NOT DISTINCT FROM ${samplesOf("part.above")}
    AND (k.oid IS NULL) = (ok.oid IS NULL) AND (k.oid IS NULL OR pg_get_constraintdef(k.oid) = pg_get_constraintdef(ok.oid))
    AND ${keys("o.oid")} = ${keys("part.above")}
    AND 1 = (SELECT count(*) FROM lacking other WHERE other.partition = part.partition AND ${keys("other.above")} = ${keys("part.above")})
  HAVING count(*) = 1`;

export const partitionIndex = defineKind<readonly ["schema", "table", "of", "index"], PartitionIndex>({
  name: "partition-index",
  title: "index of a partition",
  key: ["schema", "table", "of", "index"],
  // The index itself, by its OID in pg_class, is what comments are found on.
  catalogue: "pg_index",
  someOf: "pg_inherits",
  reads: [
    "pg_index",
    "pg_class",
    "pg_attribute",
    "pg_namespace",
    "pg_inherits",
    "pg_tablespace",
    "pg_constraint",
    "pg_depend",
  ],
  ofPart: true,
  rank: 91,
  query: () => `
    WITH RECURSIVE ${WHOLE_INDEXES},
    part AS (
      SELECT whole.root, whole.oid AS above, i.indrelid AS partition, c.oid AS own, c.relname AS name, c.reloptions AS options,
             c.reltablespace AS tablespace, c.relkind = 'I' OR i.indisvalid AND i.indisready AND i.indislive AS valid, i.indisclustered AS clustered
      FROM whole JOIN pg_inherits x ON x.inhparent = whole.oid
      JOIN pg_index i ON i.indexrelid = x.inhrelid JOIN pg_class c ON c.oid = x.inhrelid JOIN pg_class a ON a.oid = whole.oid
      WHERE c.reloptions IS DISTINCT FROM a.reloptions OR c.reltablespace <> a.reltablespace OR i.indisclustered
         OR i.indexprs IS NOT NULL AND ${samplesOf("c.oid")} <> coalesce(${samplesOf("whole.oid")}, '[]')
         OR c.relkind = 'i' AND NOT (i.indisvalid AND i.indisready AND i.indislive)
      UNION ALL
      SELECT root, above, partition, partition, NULL, NULL, 0, true, false FROM lacking)
    SELECT part.own AS oid, n.nspname AS schema, c.relname AS table, rn.nspname AS of, r.relname AS index, part.name,
           ARRAY[rtn.nspname, rt.relname]::text[] AS root, part.name IS NULL AS missing, part.options, ts.spcname AS tablespace, part.valid, part.clustered, ${samplesOf("part.own")} AS samples, ${samplesOf("part.above")} AS samples_above,
           a.reloptions AS options_above, ats.spcname AS tablespace_above, ARRAY[an.nspname, a.relname]::text[] AS above,
           i.indisunique AS unique, CASE WHEN k.oid IS NULL THEN pg_get_indexdef(part.above) ELSE pg_get_constraintdef(k.oid) END AS definition,
           k.oid IS NOT NULL AS of_constraint, CASE WHEN part.name IS NULL AND c.relkind = 'r' THEN pg_get_indexdef(part.above) END AS index_definition, CASE WHEN part.name IS NULL THEN (${STANDING}) END AS standing
    FROM part
    JOIN pg_class c ON c.oid = part.partition JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class r ON r.oid = part.root JOIN pg_namespace rn ON rn.oid = r.relnamespace
    JOIN pg_index ri ON ri.indexrelid = part.root JOIN pg_class rt ON rt.oid = ri.indrelid JOIN pg_namespace rtn ON rtn.oid = rt.relnamespace
    JOIN pg_class a ON a.oid = part.above JOIN pg_namespace an ON an.oid = a.relnamespace
    JOIN pg_index i ON i.indexrelid = part.above
    LEFT JOIN pg_constraint k ON k.conindid = part.above AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_tablespace ts ON ts.oid = part.tablespace
    LEFT JOIN pg_tablespace ats ON ats.oid = a.reltablespace
    WHERE ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}`,
  canonicalise: (row) => ({
    root: texts(row.root),
    missing: flag(row.missing),
    options: sorted(texts(row.options)),
    tablespace: textOrNull(row.tablespace),
    valid: flag(row.valid),
    clustered: flag(row.clustered),
    statistics: flag(row.missing) ? [] : samples(row.samples),
  }),
  earlier: (spec) => ({ statistics: [], ...spec }),
  facts: (row): Facts => ({
    name: textOrNull(row.name),
    above: texts(row.above),
    optionsAbove: sorted(texts(row.options_above)),
    tablespaceAbove: textOrNull(row.tablespace_above),
    samplesAbove: samples(row.samples_above),
    unique: flag(row.unique),
    definition: text(row.definition),
    ofConstraint: flag(row.of_constraint),
    ...(row.index_definition ? { indexDefinition: text(row.index_definition) } : {}),
    ...(flag(row.missing) ? { anew: true } : {}),
    ...(row.standing ? { takes: encodeAddress(standing(row)) } : {}),
  }),
  within: (at) => [{ kind: "table", path: [at.schema, at.table] }],
  follows: (at, spec, { anew }) => ({
    leaders: ["index", "constraint"].map((kind) => ({ kind, path: [...spec.root, at.index] })),
    arises: true,
    apart: byItself(spec),
    anew: spec.missing && anew === true,
  }),
  sqlName: (at) => `INDEX ${qualified(at.schema, at.index)}`,
  label: (at) => `${at.index} on ${at.schema}.${at.table}`,
  added: (spec) => deviation(spec),
  removed: (spec) => (spec.missing || !spec.valid ? low("the partition's index is as it should be again") : STORED),
  attributes: {
    root: { drift: high("the index is that of another table"), recreate: true },
    // No statement takes one partition's index away: all of it is built anew, part by part.
    missing: { drift: MISSING, alter: (at, to, { facts }) => (to ? "recreate" : build(at, facts)) },
    options: {
      drift: STORED,
      passesOn: "once",
      // One that has just come with a constraint has said nothing yet.
      alter: (at, to, { actual, expected, facts }) =>
        expected.missing ? [] : placed(at, facts, restore(at, facts, actual.options ?? [], to)),
    },
    tablespace: {
      drift: DISK,
      passesOn: "once",
      alter: (at, to, { expected, facts }) => (expected.missing ? [] : placed(at, facts, move(at, facts, to))),
    },
    valid: {
      drift: (_expected, actual) => (actual ? low("the partition's index is usable again") : INVALID),
      alter: (at, to, { facts }) => (to ? [builtAgain(at, facts)] : { manual: NO_WAY }),
    },
    clustered: {
      isSole: true,
      drift: CLUSTERED,
      passesOn: "once",
      alter: (at, to, { expected, facts }) => (expected.missing ? [] : placed(at, facts, [cluster(at, facts, to)])),
    },
    statistics: {
      drift: SAMPLED,
      passesOn: "once",
      alter: (at, to, { actual, expected, facts }) =>
        expected.missing ? [] : placed(at, facts, resample(index(at, facts), actual.statistics ?? [], to)),
    },
  },
  create: (at, spec, _clauses, facts) =>
    spec.missing
      ? []
      : [
          ...restore(at, facts, texts(facts.optionsAbove), spec.options),
          ...(spec.tablespace === facts.tablespaceAbove ? [] : move(at, facts, spec.tablespace)),
          ...(spec.clustered ? [cluster(at, facts, true)] : []),
          ...resample(index(at, facts), above(facts), spec.statistics),
        ].map((made) => byPlace(at, facts, made)),
  byHand: (_at, { missing, valid }, { anew }) =>
    valid && (!missing || anew === true) ? [] : [{ attribute: null, reason: valid ? NOT_KNOWN : NO_WAY }],
  drop: (at, spec, facts) => {
    if (spec.missing && typeof facts.takes === "string")
      return [attached(texts(facts.above), qualified(at.schema, parseAddress(facts.takes).path.at(-1) ?? ""))];
    if (spec.missing) return build(at, facts);
    return [
      ...restore(at, facts, spec.options, texts(facts.optionsAbove)),
      ...(spec.tablespace === facts.tablespaceAbove ? [] : move(at, facts, textOrNull(facts.tablespaceAbove ?? null))),
      ...(spec.clustered ? [cluster(at, facts, false)] : []),
      ...resample(index(at, facts), spec.statistics, above(facts)),
      ...(spec.valid ? [] : [builtAgain(at, facts)]),
    ];
  },
  rebuildable: true,
});

/** As an index that stands alone, and as a constraint, would have it. */
const byItself = ({ options, tablespace, statistics, valid, clustered }: PartitionIndex) => ({
  index: { options, tablespace, statistics, valid, clustered },
  constraint: {
    ...{ indexOptions: options, indexTablespace: tablespace, indexStatistics: statistics, indexValid: valid },
    clustered,
  },
});

const standing = (row: Row): Address => ({
  kind: flag(row.of_constraint) ? "constraint" : "index",
  path: [text(row.schema), text(row.table), text(row.standing)],
});

const placed = (at: At, facts: Facts, made: readonly Statement[]): readonly Statement[] =>
  made.map((each) => byPlace(at, facts, each));

/** PostgreSQL names the index of a partition when it makes it, by what table and columns are called by then. */
function byPlace(at: At, facts: Facts, made: Statement): Statement {
  const [above = "", whole = ""] = texts(facts.above).map(String);
  const name = ident(String(facts.name ?? built(at)));
  const template = made.sql.replaceAll("%", "%%").replace(name.replaceAll("%", "%%"), () => "%I");
  const found = `SELECT c.relname FROM pg_inherits x JOIN pg_index i ON i.indexrelid = x.inhrelid JOIN pg_class c ON c.oid = x.inhrelid
    WHERE x.inhparent = ${literal(qualified(above, whole))}::regclass AND i.indrelid = ${literal(qualified(at.schema, at.table))}::regclass`;
  return { ...made, sql: `DO ${literal(`BEGIN EXECUTE format(${literal(template)}, (${found})); END`)}` };
}

const deviation = (spec: PartitionIndex) => {
  if (spec.missing) return MISSING;
  if (!spec.valid) return INVALID;
  if (spec.clustered) return CLUSTERED;
  return spec.statistics.length > 0 ? SAMPLED : STORED;
};

const restore = (at: At, facts: Facts, from: readonly string[], to: readonly string[]): Statement[] =>
  changeOptions(index(at, facts), from, to, indexOptionsLock(from, to));

const move = (at: At, facts: Facts, to: string | null): Statement[] => [
  statement(`${index(at, facts)} SET TABLESPACE ${ident(to ?? "pg_default")}`, "access-exclusive-lock"),
];

const builtAgain = (at: At, facts: Facts): Statement => reindex(own(at, facts));

const cluster = (at: At, { name }: Facts, on: boolean): Statement =>
  statement(
    `${table(at)} ${on ? `CLUSTER ON ${ident(String(name))}` : "SET WITHOUT CLUSTER"}`,
    "share-update-exclusive-lock",
  );

/** Builds what the partition lacks, and makes it a part of the index above. */
function build(at: At, facts: Facts): Statement[] {
  const name = built(at);
  const definition = text(facts.definition);
  const tail = definition.slice(Math.max(0, findOutside(definition, " USING ")));
  const sql =
    facts.ofConstraint === true
      ? `${table(at)} ADD CONSTRAINT ${ident(name)} ${definition}`
      : `CREATE ${facts.unique === true ? "UNIQUE " : ""}INDEX ${ident(name)} ON ${qualified(at.schema, at.table)}${tail}`;
  const lock = facts.ofConstraint === true ? "access-exclusive-lock" : "share-lock";
  return [
    { ...statement(sql, "index-build", "blocks-writes", ...collisions(facts), lock), ...besideWrites(at, facts) },
    attached(texts(facts.above), qualified(at.schema, name)),
  ];
}

const collisions = ({ unique }: Facts): readonly "may-fail"[] => (unique === true ? ["may-fail"] : []);

/** One that is partitioned itself has no index that is built at once, and an exclusion none that is built beside writes. */
function besideWrites(at: At, facts: Facts): Pick<Statement, "online"> {
  const whole = textOrNull(facts.indexDefinition ?? null) ?? "";
  const tail = whole.slice(Math.max(0, findOutside(whole, " USING ")));
  const [definition, ofConstraint] = [text(facts.definition), facts.ofConstraint === true];
  const type = ["PRIMARY KEY", "UNIQUE"].find((each) => definition.startsWith(each));
  if (tail === "" || (ofConstraint && (type === undefined || !tail.startsWith(" USING btree ")))) return {};
  const name = ident(built(at));
  const unique = facts.unique === true ? "UNIQUE " : "";
  const index = `CREATE ${unique}INDEX CONCURRENTLY ${name} ON ${qualified(at.schema, at.table)}${tail}`;
  const late = findOutside(definition, " DEFERRABLE");
  const clause = `ADD CONSTRAINT ${name} ${type} USING INDEX ${name}${late < 0 ? "" : definition.slice(late)}`;
  return {
    online: [
      concurrently(index, ...collisions(facts)),
      ...(ofConstraint ? [online(HELD, `${table(at)} ${clause}`, "access-exclusive-lock")] : []),
    ],
  };
}

const HELD = caution(
  "new rows are held to it from then on; nobody can read or write the table for the moment it takes",
);
