/** Constraints as DDL spells them. */

import type { SqlText } from "../core/canonical.ts";
import { findOutside } from "../core/deparsed.ts";
import type { Hazard } from "../core/hazard.ts";
import { withOptions } from "../core/options.ts";
import { type Row, text, texts } from "../core/row.ts";
import type { Samples } from "../core/samples.ts";
import { ident, qualified } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

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

export const table = (at: At, only = "") => `ALTER TABLE ${only}${qualified(at.schema, at.table)}`;
export const sqlOf = (at: At, clause: string, only = "") => `${table(at, only)} ${clause}`;
export const alter = (at: At, clause: string, ...hazards: Hazard[]): Statement =>
  statement(sqlOf(at, clause), ...hazards);

/** @param before @param after what stands around the last of them */
export const list = (columns: readonly string[], before = "", after = "") =>
  `(${[...columns.slice(0, -1).map(ident), ...columns.slice(-1).map((name) => before + ident(name) + after)].join(", ")})`;

/** What follows ADD CONSTRAINT and the name. */
export function definition(spec: Constraint): string {
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
    ...(references ? [`REFERENCES ${qualified(...references.table)} ${list(references.columns, before)}`] : []),
    ...(references ? actions(references) : []),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const actions = ({ match, onUpdate, onDelete, onDeleteColumns }: Reference): string[] => [
  match === "SIMPLE" ? "" : `MATCH ${match}`,
  onUpdate === "NO ACTION" ? "" : `ON UPDATE ${onUpdate}`,
  onDelete === "NO ACTION" ? "" : `ON DELETE ${onDelete}`,
  onDeleteColumns.length > 0 ? list(onDeleteColumns) : "",
];

const storage = (spec: Constraint): string =>
  withOptions(spec.indexOptions) +
  (spec.indexTablespace ? ` USING INDEX TABLESPACE ${ident(spec.indexTablespace)}` : "");

export const isIndexed = ({ type }: Constraint): boolean => type !== "CHECK" && type !== "FOREIGN KEY";

export function usingIndex({ name }: At, { type, deferrable }: Constraint, index: string): string {
  const when = deferrable === "NOT DEFERRABLE" ? "" : ` ${deferrable}`;
  return `ADD CONSTRAINT ${ident(name)} ${type} USING INDEX ${ident(index)}${when}`;
}

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
