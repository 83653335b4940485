/** `driftwatch plan --incorporate`: what the ledger of the live database says is still to be run is not drift, and not undone. */

import { DriftwatchError } from "../core/errors.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { KINDS } from "../kinds/registry.ts";
import { judge } from "../migrations/incidents.ts";
import { hasLedger, readLedger } from "../migrations/ledger-reading.ts";
import { liveOf } from "../migrations/live.ts";
import { type Waiting, waitingOf } from "../migrations/waiting.ts";
import { parseDatabaseUrl } from "../postgres/endpoint.ts";
import { openSession } from "../postgres/session.ts";
import { migrationLabel } from "../report/ledger.ts";
import { quoted } from "./quoted.ts";
import { isLive } from "./source.ts";

/** A schema as far as the migrations have been run that the ledger names. */
export type AsRun = (replayed: Snapshot) => Snapshot;

export interface Pending {
  readonly asRun: AsRun;
  /** What to tell, a line each. */
  readonly notes: readonly string[];
}

const NOTHING: Pending = { asRun: (replayed) => replayed, notes: [] };

/**
 * @param url the actual side; where it is no database, nothing is known of what has been run
 * @param ledger `schema.table`, where it is not the tool's usual one
 * @throws DriftwatchError `plan-refused` where what is not recorded is there in part
 */
export async function pendingIn(url: string, sides: [Snapshot, Snapshot], ledger?: string): Promise<Pending> {
  const [{ history, canonicaliser }, live] = sides;
  if (!isLive(url) || !history || !hasLedger(history.layout) || canonicaliser !== live.canonicaliser) return NOTHING;
  const session = await openSession(parseDatabaseUrl(url));
  try {
    const read = await readLedger(session, history.layout, history.migrations, ledger);
    if (read.found === "absent") {
      if (ledger === undefined) return NOTHING;
      throw noTable(ledger);
    }
    if (read.found === "unreadable")
      return {
        ...NOTHING,
        notes: [`what is pending is not known, since ${read.table} cannot be read: ${read.reason}`],
      };
    const report = judge(history, read, liveOf(KINDS, live));
    const begun = report.migrations.filter(({ recorded, state }) => !recorded && state === "half-applied");
    if (begun.length > 0) throw inPart(begun.map(migrationLabel));
    const waiting = waitingOf(KINDS, history, report);
    // The migrations of a replay that has the new one, too, wait as these do.
    return { asRun: (replayed) => waiting.expectedNow(replayed, live), notes: notesOn(waiting) };
  } finally {
    await session.close();
  }
}

const notesOn = ({ waiting, unknown }: Waiting): string[] => [
  ...(waiting.length > 0
    ? [`left out, since the ledger says they are still to be run: ${waiting.map(migrationLabel).join(", ")}`]
    : []),
  ...unknown.map(({ kind, reason }) => `left out, too, is what is not known of ${kind}: ${reason}`),
];

const inPart = (names: readonly string[]): DriftwatchError =>
  new DriftwatchError(
    "plan-refused",
    `of what is still to be run, part is there already: ${names.join(", ")}`,
    "settle that first: driftwatch ledger --repair shows how",
  );

/** Another table than was meant would make everything pending. */
export const noTable = (table: string): DriftwatchError =>
  new DriftwatchError(
    "bad-argument",
    `--ledger names ${quoted(table)}, and the database has no such table`,
    "give it as SCHEMA.TABLE, or leave it out where it is the tool's usual one",
  );
