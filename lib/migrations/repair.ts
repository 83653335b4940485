/**
 * What brings a ledger and a live schema together again: what is there and not recorded is recorded, what is recorded and
 * not there is taken back, so that the tool runs it again; and where only part is there, or a later migration stands on
 * it, the missing effects alone are said. A hole in the middle of history is filled and not run again.
 */

import type { History, MigrationRecord } from "../core/history.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { Judgement, Ledger, LedgerEntry, LedgerReport } from "../core/ledger.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { type Remediation, remediate } from "../engine/remediation/remediate.ts";
import { judge } from "./incidents.ts";
import type { LedgerChange } from "./ledger-change.ts";
import { liveOf } from "./live.ts";
import { withEffects } from "./named-effects.ts";
import { beforePending } from "./pending.ts";
import { idsOf } from "./recording.ts";

/** What is done about one migration; `complete` says its missing effects. */
export type Mending = "record" | "take-back" | "complete" | "by-hand";

export interface Mended {
  readonly id: string;
  readonly name: string;
  readonly state: Judgement["state"];
  readonly does: readonly Mending[];
  /** What to know or to do; null where the statements say it all. */
  readonly note: string | null;
}

export interface Repair {
  /** In the order of the history; those with nothing wrong are not among them. */
  readonly migrations: readonly Mended[];
  /** The missing effects … */
  readonly effects: Remediation;
  /** … and the live schema with them. */
  readonly wanted: Snapshot;
  readonly change: LedgerChange;
  /** What will still not agree when all of it has been done. */
  readonly left: readonly Pick<Judgement, "id" | "name" | "state">[];
}

/**
 * @param expected the schema that the whole history comes to
 * @param oneRow whether a single row of the ledger stands for all that were run
 */
export function repair(
  kinds: KindRegistry,
  history: History,
  expected: Snapshot,
  live: Snapshot,
  report: LedgerReport,
  oneRow = false,
): Repair {
  const known = new Set(history.migrations.map(({ id }) => id));
  const orphans = report.migrations.flatMap(({ id }) => (known.has(id) ? [] : [id]));
  const decided = decide(history, report.migrations);
  const migrations = oneRow && orphans.length > 0 ? decided.map((each) => withheld(each, orphans)) : decided;
  const doing = (what: Mending) => new Set(migrations.flatMap(({ id, does }) => (does.includes(what) ? [id] : [])));
  const [record, unrecord, complete] = [doing("record"), doing("take-back"), doing("complete")];
  const recorded = new Set(report.migrations.flatMap(({ id, recorded: is }) => (is ? [id] : [])));
  const of = (wanted: (id: string) => boolean) => history.migrations.filter(({ id }) => wanted(id));
  const kept = of((id) => record.has(id) || (recorded.has(id) && !unrecord.has(id)));
  const pending = new Set(of((id) => !kept.some((each) => each.id === id)).map(({ id }) => id));
  const wanted = withEffects(
    live,
    beforePending(expected, history, live, pending),
    report.migrations.filter(({ id }) => complete.has(id)).flatMap(({ missing }) => missing),
  );
  const entries = report.ledger.found === "read" ? report.ledger.entries : [];
  const change = {
    record: of((id) => record.has(id)).flatMap((each) => rowsOf(each, entries, unrecord)),
    unrecord: of((id) => unrecord.has(id)).flatMap((each) => rowsOf(each)),
    ...{ kept, orphans, entries },
  };
  return {
    migrations,
    effects: complete.size === 0 ? { statements: [], manual: [] } : remediate(kinds, wanted, live),
    wanted,
    change,
    left: leftAfter(kinds, history, report.ledger, change, wanted),
  };
}

function decide({ migrations }: History, judged: readonly Judgement[]): Mended[] {
  const byId = new Map(migrations.map((migration) => [migration.id, migration]));
  const isGraph = migrations.some(({ needs }) => needs.length > 0);
  // From the end: what nobody stands on any more can be taken back.
  const standing: MigrationRecord[] = [];
  const decisions = judged.toReversed().flatMap((judgement): Mended[] => {
    const migration = byId.get(judgement.id);
    const isFree =
      migration?.repeatable === true ||
      !standing.some(({ repeatable, needs }) => !repeatable && (!isGraph || needs.includes(judgement.id)));
    const [does, note] = migration ? mend(judgement, isFree) : orphan(judgement);
    const stays =
      (judgement.recorded && !(does.includes("take-back") && !does.includes("record"))) || does.includes("record");
    if (migration && stays) standing.push(migration);
    const { id, name, state } = judgement;
    return does.length === 0 ? [] : [{ id, name, state, does, note }];
  });
  return decisions.reverse();
}

/** A row for each of those that a step stands for; without those that are recorded already, and stay so. */
function rowsOf(
  migration: MigrationRecord,
  entries: readonly LedgerEntry[] = [],
  unrecord: ReadonlySet<string> = new Set(),
): MigrationRecord[] {
  if (migration.replaces.length === 0) return [migration];
  const recorded = new Set(unrecord.has(migration.id) ? [] : entries.map(({ id }) => id));
  return idsOf(migration)
    .filter((id) => !recorded.has(id))
    .map((id) => (id === migration.id ? migration : { ...migration, id, name: id, checksum: null, replaces: [] }));
}

/** The row that would have to change is one that no file explains. */
const withheld = (mended: Mended, orphans: readonly string[]): Mended =>
  mended.does.includes("record") || mended.does.includes("take-back")
    ? { ...mended, does: ["by-hand"], note: `the ledger's one row says ${orphans.join(", ")}: settle that first` }
    : mended;

type Decision = readonly [does: readonly Mending[], note: string | null];

const ROWS = "only what it does to the schema: rows that it writes are not written";

const IN_PART =
  "all that it stands for is there, or changed no schema: leave out the row of one that is still to be run";

function mend(judgement: Judgement, isFree: boolean): Decision {
  const { state, recorded, unrecorded, edited, present, missing, changed } = judgement;
  const third = changed.length > 0 ? `is something third by now: ${changed.join(", ")}` : null;
  switch (state) {
    case "unrecorded-present":
      return [["record"], unrecorded.length > 0 ? `${unrecorded.join(", ")}; ${IN_PART}` : null];
    case "recorded-missing":
      return isFree ? [["take-back"], "its tool runs it again"] : [["complete"], ROWS];
    case "half-applied":
      return [
        [
          ...(missing.length > 0 ? ["complete" as const] : []),
          ...(recorded ? [] : ["record" as const]),
          ...(third ? ["by-hand" as const] : []),
        ],
        third ?? ROWS,
      ];
    case "failed-or-dirty":
      if (present.length === 0) return [["take-back"], "its tool runs it again"];
      return [[...(missing.length > 0 ? ["complete" as const] : []), "take-back", "record"], third ?? ROWS];
    case "skipped-by-order":
      return [["by-hand"], "newer ones are applied: have its tool run it out of order"];
    default:
      return edited
        ? [["by-hand"], "its file has changed since: restore it, or have its tool take the new checksum"]
        : [[], null];
  }
}

const orphan = ({ state }: Judgement): Decision =>
  state === "recorded-orphan" || state === "failed-or-dirty"
    ? [["by-hand"], "it is recorded and has no file: restore that, or delete the row"]
    : [[], null];

/** The three witnesses, heard again as they will be. */
function leftAfter(
  kinds: KindRegistry,
  history: History,
  ledger: Ledger,
  { record, unrecord }: LedgerChange,
  wanted: Snapshot,
): Repair["left"] {
  if (ledger.found !== "read") return [];
  const moved = new Set([...record, ...unrecord].map(({ id }) => id));
  const entries = [
    ...ledger.entries.filter(({ id }) => !moved.has(id)),
    ...record.map(({ id, checksum }): LedgerEntry => ({ id, state: "applied", checksum, explicit: true })),
  ];
  const { migrations } = judge(history, { ...ledger, entries }, liveOf(kinds, wanted));
  const fine: readonly Judgement["state"][] = ["applied", "superseded", "unverifiable", "pending"];
  return migrations.filter(({ state }) => !fine.includes(state)).map(({ id, name, state }) => ({ id, name, state }));
}
