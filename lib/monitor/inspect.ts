/** Looks at a target's live schema beside the expected one: the part of a check that touches the database. */

import { type ScopeOptions, scopeOf, type Target } from "../config/target.ts";
import { DriftwatchError, type ErrorCode } from "../core/errors.ts";
import { askedOf } from "../core/kind-registry.ts";
import { TornRead } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import { majorOf, type ServerIdentity } from "../core/snapshot.ts";
import type { TargetState } from "../core/target-state.ts";
import { readStamp } from "../engine/introspection/stamp.ts";
import { WATCHED } from "../kinds/watched.ts";
import { ledgerDigest } from "../migrations/ledger-reading.ts";
import { unlessMigrating } from "./guards.ts";
import { withHealth } from "./health.ts";
import { locate, notesOn, recognise } from "./home.ts";
import { basisOf, type Inspection, NOTHING } from "./inspection.ts";
import { forgottenLocks, migrationRunning } from "./migration-running.ts";
import type { Ports } from "./ports.ts";

export async function inspect(
  target: Target,
  ports: Ports,
  known: TargetState | null,
  { full, notify }: { readonly full: boolean; readonly notify: boolean },
): Promise<Inspection> {
  const session = await openTarget(target, ports);
  try {
    const live = await locate(session, ports.clock);
    const home = recognise(target, live, known?.home ?? null, ports.clock.now());
    const standing = full ? null : await standingVerdict(target, ports, session, known, live.server);
    if (!standing) {
      const { moveIn } = await import("./residents.ts");
      await moveIn(target, ports, live, { decisions: known?.decisions ?? [], note: notify });
    }
    const seen = standing ?? (await guardedRead(target, ports, session, known));
    return {
      ...(await withHealth(target, session, seen, ports.clock.now().toISOString())),
      home,
      notes: notesOn(live),
    };
  } catch (error) {
    if (!(error instanceof DriftwatchError) || error.code !== "catalogue-moving") throw error;
    const migrations = known?.migrations ?? [];
    return { ...NOTHING, status: "INCOMPLETE", migrations, error: { code: error.code, message: error.message } };
  } finally {
    await session.close();
  }
}

/** What stands there while no migration is at work. */
async function guardedRead(
  target: Target,
  ports: Ports,
  session: Session,
  known: TargetState | null,
): Promise<Inspection> {
  const { seen, guarded } = await unlessMigrating(session, ports.clock, known?.migrations ?? [], {
    look: async () => (await import("./read.ts")).read(target, ports, session, known),
    isSuspect: ({ findings, suppressed }) => findings.length + suppressed.length > 0,
  });
  const health = forgottenLocks(guarded.forgotten);
  return { ...(seen ?? { ...NOTHING, error: migrationRunning(guarded.running) }), health, migrations: guarded.held };
}

/** What a secret that has been changed since it was read brings about. */
const STALE: readonly ErrorCode[] = ["password-rejected", "database-unknown", "database-unreachable"];

/** Opens the database; a secret that was changed meanwhile is asked for again, once. */
export async function openTarget(target: Target, ports: Pick<Ports, "credentials" | "databases">): Promise<Session> {
  const login = await ports.credentials.read(target, false);
  try {
    return await ports.databases.open(login);
  } catch (error) {
    if (!(error instanceof DriftwatchError) || !STALE.includes(error.code)) throw error;
    const isRejected = error.code === "password-rejected";
    const fresh = await ports.credentials.read(target, true).catch((failure: unknown) => {
      // Where the network is down, this is no news.
      throw isRejected ? failure : error;
    });
    if (!isRejected && JSON.stringify(fresh) === JSON.stringify(login)) throw error;
    return ports.databases.open(fresh);
  }
}

/** The verdict of the last full reading, if nothing it depended on has changed since. */
async function standingVerdict(
  target: Target,
  ports: Ports,
  session: Session,
  known: TargetState | null,
  server: ServerIdentity,
): Promise<Inspection | null> {
  const last = known?.reading;
  if (!last || last.basis !== basisOf(target, ports.clock.now())) return null;
  // A reading from the future was dated by a clock that was wrong.
  if (Math.abs(ports.clock.now().getTime() - Date.parse(last.readAt)) >= target.fullReadEveryMs) return null;
  if ((await ports.snapshots.expectedVersion(target)) !== last.expectedVersion) return null;
  if ((await stampOf(session, target, server)) !== last.stamp) return null;
  // What is recorded may have changed without the schema.
  if (last.ledger && (await ledgerDigest(session, last.ledger.layout, target.ledger)) !== last.ledger.digest)
    return null;
  const report = await ports.reports.read(target, last.report);
  if (!report || report.status !== last.status || !isSame(report.server, server)) return null;
  const { status, findings, relations, remediation, fingerprint: prints, unreadable, stored } = report;
  const { suppressed, idleRules, pending, health, healthUnseen, notCompared, uncertain, unmodelled, leftOut } = report;
  const { healthSuppressed } = report;
  return {
    ...NOTHING,
    ...{ status, findings, relations, remediation, fingerprint: prints, server, unreadable, stored },
    ...{ suppressed, idleRules, pending, health, healthUnseen, notCompared, uncertain, unmodelled, leftOut },
    healthSuppressed,
    unmoved: true,
    migrations: known?.migrations ?? [],
    reading: last,
    previousReport: last.report,
  };
}

/** The stamp; null where DDL is in the way, which a full reading knows how to wait for. */
async function stampOf(session: Session, target: ScopeOptions, server: ServerIdentity): Promise<string | null> {
  try {
    return await readStamp(session, { all: askedOf(WATCHED, scopeOf(target)) }, { major: majorOf(server) });
  } catch (error) {
    if (error instanceof TornRead || (error instanceof CatalogueError && error.retryable)) return null;
    throw error;
  }
}

/**
 * Two servers that were set up alike give equal stamps to unlike schemas: the same statements take the same transaction
 * ids and OIDs, whatever stands in them.
 */
const isSame = (a: ServerIdentity | null, b: ServerIdentity): boolean =>
  a?.systemIdentifier === b.systemIdentifier &&
  a.databaseOid === b.databaseOid &&
  a.database === b.database &&
  a.version === b.version;
