/** How much of a step the ledger says has been run: a step may stand for several migrations, each recorded for itself. */

import type { History, MigrationRecord } from "../core/history.ts";
import type { LedgerEntry } from "../core/ledger.ts";

/** Django records a squashed migration by a row of its own; others only what the step stands for. */
const SQUASHING: ReadonlySet<string> = new Set(["django"]);

/** Every id that the ledger may know a step by. */
export const idsOf = ({ id, replaces }: MigrationRecord): readonly string[] => [...replaces, id];

export interface Recording {
  readonly recorded: boolean;
  /** Where only some of what it stands for is recorded: the others. */
  readonly unrecorded: readonly string[];
}

export function recordingOf(
  { layout }: Pick<History, "layout">,
  migration: MigrationRecord,
  entries: ReadonlyMap<string, LedgerEntry>,
): Recording {
  const { id, replaces } = migration;
  const own = entries.has(id);
  const isSquash = SQUASHING.has(layout);
  if (replaces.length === 0 || (own && isSquash)) return { recorded: own, unrecorded: [] };
  const versions = isSquash ? replaces : idsOf(migration);
  const isThere = (version: string) => (version === id ? own : entries.get(version)?.state === "applied");
  const lacking = versions.filter((version) => !isThere(version));
  return {
    recorded: lacking.length === 0,
    unrecorded: lacking.length < versions.length ? lacking : [],
  };
}
