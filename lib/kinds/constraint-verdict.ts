/** What it means that a constraint has come, is gone, or promises something else. */

import type { Keeping } from "../core/keeping.ts";
import type { Facts } from "../core/kind.ts";
import { reindexed } from "../core/online.ts";
import { critical, high, medium, type Verdict } from "../core/severity.ts";
import { qualified } from "../core/sql.ts";

interface Reference {
  readonly onDelete: string;
}

export function existence(
  spec: { readonly type: string; readonly references: Reference | null },
  verb: "added" | "removed",
): Verdict {
  if (verb === "added")
    return sweeps(spec.references)
      ? high("deleting a row over there deletes, or empties, rows here")
      : medium("writes that used to be accepted may fail");
  if (spec.type === "PRIMARY KEY") return critical("rows lose their identity: duplicates are accepted");
  if (spec.type === "FOREIGN KEY") return high("orphaned rows are accepted");
  if (spec.type === "UNIQUE") return high("duplicates are accepted, and ON CONFLICT finds nothing to hold on to");
  if (spec.type === "EXCLUDE") return high("rows are accepted side by side that exclude each other");
  return high("rows are accepted that the application believes impossible");
}

/** Of two keys, what tells rows apart is the columns; they have a finding of their own. */
export function anotherType(expected: string, actual: string): Verdict {
  if (expected === "PRIMARY KEY" && actual === "UNIQUE")
    return high("rows have no primary key, only one that is unique: publications and ORMs look for it");
  if (expected === "UNIQUE" && actual === "PRIMARY KEY")
    return medium(
      "the unique constraint has become the primary key: rows that leave one of its columns empty are refused, too",
    );
  return critical("the table keeps another promise under the same name: the old one is broken unnoticed");
}

/** @param expected @param actual when breaches are told */
export function atAnotherTime(expected: string, actual: string, type: string): Verdict {
  if (actual === "NOT DEFERRABLE")
    return high("transactions that put rows right only at their end fail at the first statement");
  if (expected !== "NOT DEFERRABLE")
    return medium("breaches are told at another moment: at the statement, or at the end of the transaction");
  return type === "FOREIGN KEY"
    ? medium("breaches can be put off to the end of the transaction")
    : medium("breaches can be put off to the end of the transaction, and ON CONFLICT refuses the constraint");
}

/** Whether rows go, or lose their reference, with the row they refer to. */
export const sweeps = (references: Reference | null): boolean =>
  references !== null && ["CASCADE", "SET NULL", "SET DEFAULT"].includes(references.onDelete);

/** Rows that were let in, and their order in an index. */
export function keeps(
  at: { readonly schema: string; readonly table: string; readonly name: string },
  { type, check }: { readonly type: string; readonly check: { readonly text: string } | null },
  facts: Facts,
): Keeping | undefined {
  if (type === "FOREIGN KEY") return undefined;
  if (!check) return reindexed(at, null, { ...facts, exclusion: type === "EXCLUDE" });
  return { again: [], advice: `SELECT count(*) FROM ${qualified(at.schema, at.table)} WHERE NOT (${check.text})` };
}
