/** The migration ledger's part in a check: what is pending is not expected yet, and what does not agree is found. */

import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import type { Ledger } from "../core/ledger.ts";
import type { Session } from "../core/session.ts";
import type { Snapshot, Unreadable } from "../core/snapshot.ts";
import { KINDS } from "../kinds/registry.ts";
import { ledgerFindings } from "../migrations/findings.ts";
import { judge } from "../migrations/incidents.ts";
import { hasLedger, readLedgerOnce } from "../migrations/ledger-reading.ts";
import { liveOf } from "../migrations/live.ts";
import { waitingOf } from "../migrations/waiting.ts";

export interface LedgerVerdict {
  /** Of the migrations, where there is a ledger to be read; null = the expected schema has no history. */
  readonly layout: string | null;
  readonly digest: string | null;
  /** Whether there is nothing to say but what the schemas say. */
  readonly agrees: boolean;
  readonly findings: readonly Finding[];
  /** Names of the migrations that are still to be run. */
  readonly pending: readonly string[];
  readonly unreadable: readonly Unreadable[];
  /** The expected schema, as far as the recorded migrations have come. */
  readonly expectedNow: (expected: Snapshot, live: Snapshot) => Snapshot;
}

const NO_LEDGER: LedgerVerdict = {
  ...{ layout: null, digest: null, agrees: true, findings: [], pending: [], unreadable: [] },
  expectedNow: (expected) => expected,
};

/** @param stored the expected snapshot as it lies in its file */
export async function heldAgainstLedger(
  target: Pick<Target, "ledger">,
  session: Session,
  stored: Pick<Snapshot, "history" | "canonicaliser"> | null,
  live: Snapshot,
): Promise<LedgerVerdict> {
  const history = stored?.history;
  if (!history || !hasLedger(history.layout)) return NO_LEDGER;
  const { layout, migrations } = history;
  // Digests of values by other rules than today's tell nothing.
  if (stored.canonicaliser !== live.canonicaliser)
    return blind(layout, "the history of migrations was made by an older version", "replay the migrations again");
  const { ledger, digest } = await readLedgerOnce(session, layout, migrations, target.ledger).catch(ambiguous);
  if (ledger.found === "unreadable") return blind(layout, `${ledger.table}: ${ledger.reason}`, ledger.remedy);
  const report = judge(history, ledger, liveOf(KINDS, live));
  const findings = ledgerFindings(report);
  const { pending, isNone, unknown, expectedNow } = waitingOf(KINDS, history, report);
  return {
    ...{ layout, digest, findings, agrees: findings.length === 0 && isNone, unreadable: unknown },
    ...{ pending, expectedNow },
  };
}

const blind = (layout: string, reason: string, remedy: string): LedgerVerdict => ({
  ...{ ...NO_LEDGER, layout, agrees: false },
  unreadable: [{ kind: "migration ledger", reason, remedy, hides: ["migration:"] }],
});

/** Of several tables none is guessed. */
function ambiguous(error: unknown): { readonly ledger: Ledger; readonly digest: null } {
  if (!(error instanceof DriftwatchError) || error.code !== "migrations-invalid") throw error;
  const [reason = ""] = error.message.split("; ");
  const remedy = "name it in the config, as ledger";
  return { ledger: { found: "unreadable", kind: "", table: "the ledger", reason, remedy }, digest: null };
}
