/** The plan that the bench measures: one table in ten has changed, in one of five ways. */

import { readFileSync } from "node:fs";
import { EVERYTHING } from "../../lib/core/snapshot.ts";
import { parseSnapshot } from "../../lib/core/snapshot-file.ts";
import { planBetween } from "../../lib/engine/plan.ts";
import { withParser } from "../../lib/engine/renames/renames.ts";
import { diff, findRenames, remediate } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";

const CHANGES = [
  (table: string) => `ALTER TABLE ${table} ADD COLUMN hotfix text`,
  (_table: string, n: number) => `DROP INDEX bench.t${n}_parent_id_idx`,
  (table: string) => `ALTER TABLE ${table} ALTER COLUMN quantity TYPE bigint`,
  (table: string, n: number) => `ALTER TABLE ${table} DROP CONSTRAINT t${n}_dates`,
  (table: string) => `ALTER TABLE ${table} RENAME COLUMN note TO remark`,
];

/** What happens to a schema of so many tables (`benchSchema`), a statement each. */
export function driftOf(tables: number): { readonly changes: readonly string[]; readonly renames: readonly string[] } {
  const all = Array.from({ length: Math.ceil(tables / 10) }, (_, at) => {
    const n = at * 10 + 1;
    return n >= tables ? [] : [CHANGES[at % CHANGES.length]?.(`bench.t${n}`, n) ?? ""];
  }).flat();
  const isRename = (statement: string) => statement.includes(" RENAME ");
  return { changes: all.filter((each) => !isRename(each)), renames: all.filter(isRename) };
}

export interface Files {
  readonly expected: string;
  readonly actual: string;
}

const parsed = ({ expected, actual }: Files) => ({
  expected: parseSnapshot(readFileSync(expected)),
  actual: parseSnapshot(readFileSync(actual)),
});

/** The files parsed and their differences found; how many. */
export function parseAndDiff(files: Files): number {
  const { expected, actual } = parsed(files);
  return diff(expected, actual).length;
}

/** The same and the way back to what is expected; how many statements. */
export async function planUp(files: Files): Promise<number> {
  const { expected, actual } = parsed(files);
  return remediate(expected, actual, await findRenames(expected, actual)).statements.length;
}

/** The whole of `driftwatch plan`: findings with their severities, both ways, both fingerprints. */
export async function planBothWays(files: Files): Promise<number> {
  const { up, down } = planBetween(
    KINDS,
    parsed(files),
    EVERYTHING,
    { rules: [], at: "2026-01-01T00:00:00.000Z" },
    await withParser({}),
  );
  return up.steps.length + down.steps.length;
}
