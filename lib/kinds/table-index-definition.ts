/** Indexes as DDL spells them, and how they are built. */

import type { SqlText } from "../core/canonical.ts";
import { concurrently, online } from "../core/online.ts";
import { withOptions } from "../core/options.ts";
import { builtByPartition, nameBeside } from "../core/partly-built.ts";
import type { Samples } from "../core/samples.ts";
import { ident, qualified, wellKnown } from "../core/sql.ts";
import { type Partition, rated, type Statement } from "../core/statement.ts";
import { building, givingWay, givingWayBelow, OUTLINED, takingOver } from "./table-index-definition-risk.ts";

export type Index = {
  method: string;
  unique: boolean;
  nullsNotDistinct: boolean;
  keys: readonly Key[];
  include: readonly string[];
  predicate: SqlText | null;
  options: readonly string[];
  /** Expressions, by their place, that the planner samples more or less of than of a column. */
  statistics: Samples;
  tablespace: string | null;
  valid: boolean;
  clustered: boolean;
};
export type Key = {
  column: string | null;
  expression: SqlText | null;
  /** Schema and name; null = the column's own. */
  collation: string | null;
  /** Quoted schema and name, with its parameters; null = the type's default. */
  operatorClass: string | null;
  order: string;
};
export type At = { schema: string; table: string; name: string };

/** @param isAlone whether it can be built beside writes, as that of a partitioned table cannot */
export const built = (at: At, spec: Index, isAlone: boolean): Statement => ({
  ...rated(
    building(spec.unique, !isAlone),
    definition(at, spec),
    ...(["index-build", "blocks-writes", ...collisions(spec), "share-lock"] as const),
  ),
  ...(isAlone
    ? { online: [besideWrites(at, spec, false)] }
    : {
        onlineByPartition: (below) => builtByPartition(at, below, (part, whole) => besideWrites(part, spec, whole)),
      }),
  inPlace: (_going, below, tied) => inPlace(at, spec, isAlone, below, tied),
});

const besideWrites = (at: At, spec: Index, whole: boolean): Statement =>
  whole
    ? online(OUTLINED, definition(at, spec, "", "ONLY "), "share-lock")
    : concurrently(definition(at, spec, "CONCURRENTLY "), ...collisions(spec));

function inPlace(
  at: At,
  spec: Index,
  isAlone: boolean,
  below: readonly Partition[],
  tied: (name: string) => readonly string[],
): Statement[] {
  const name = nameBeside(at.name);
  const beside = { ...at, name };
  const taking = tied(name).map((clause) => takingOver(qualified(at.schema, at.table), clause));
  if (isAlone) return [besideWrites(beside, spec, false), ...taking, ...givingWay(at.schema, at.name, name)];
  return [
    ...builtByPartition(beside, below, (part, whole) => besideWrites(part, spec, whole)),
    ...taking,
    ...givingWayBelow(at, name, below),
  ];
}

const collisions = ({ unique }: Index): readonly "may-fail"[] => (unique ? ["may-fail"] : []);

export const outlined = (at: At, spec: Index): Statement =>
  rated(OUTLINED, definition(at, spec, "", "ONLY "), "share-lock");

function definition(at: At, spec: Index, how = "", only = ""): string {
  const parts = [
    `CREATE ${spec.unique ? "UNIQUE " : ""}INDEX ${how}${ident(at.name)} ON ${only}${qualified(at.schema, at.table)}`,
    spec.method === "btree" ? "" : `USING ${wellKnown(spec.method)}`,
    `(${spec.keys.map(keyDefinition).join(", ")})`,
    spec.include.length > 0 ? `INCLUDE (${spec.include.map(ident).join(", ")})` : "",
    spec.nullsNotDistinct ? "NULLS NOT DISTINCT" : "",
    withOptions(spec.options).trim(),
    spec.tablespace ? `TABLESPACE ${ident(spec.tablespace)}` : "",
    spec.predicate ? `WHERE ${spec.predicate.text}` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function keyDefinition(key: Key): string {
  const subject = key.column === null ? `(${key.expression?.text})` : ident(key.column);
  const parts = [subject, key.collation ? `COLLATE ${key.collation}` : "", key.operatorClass ?? "", key.order];
  return parts.filter((part) => part !== "").join(" ");
}
