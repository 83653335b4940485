/** Looks at a target's live schema beside the expected one: the part of a check that touches the database. */

import { type ScopeOptions, scopeOf, type Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { Home } from "../core/home.ts";
import { NOWHERE } from "../core/places.ts";
import { NO_REMEDIATION, type Report } from "../core/report.ts";
import { TornRead } from "../core/row.ts";
import { CatalogueError, type Session } from "../core/session.ts";
import type { ServerIdentity } from "../core/snapshot.ts";
import type { HeldLock, Reading, TargetState } from "../core/target-state.ts";
import { CANONICALISER, type Capture, type CaptureOptions, capture, majorOf } from "../engine/capture.ts";
import { agreement, compare, type Verdict } from "../engine/compare.ts";
import { recanonicalise, textsOf } from "../engine/recanonicalise.ts";
import { type RenameOptions, withParser } from "../engine/renames.ts";
import { readStamp } from "../engine/stamp.ts";
import { activeRules } from "../engine/suppress.ts";
import { KINDS } from "../kinds/registry.ts";
import { ledgerDigest } from "../migrations/ledger-reading.ts";
import { attributed } from "./attribution.ts";
import { unlessMigrating } from "./guards.ts";
import { withHealth } from "./health.ts";
import { locate, moveIn, notesOn, recognise } from "./home.ts";
import { heldAgainstLedger } from "./ledger.ts";
import { forgottenLocks, migrationRunning } from "./migration-running.ts";
import type { Login, Ports } from "./ports.ts";
import { keepWitness, readWitness } from "./witness.ts";

export interface Inspection
  extends Pick<
    Report,
    | "status"
    | "findings"
    | "suppressed"
    | "idleRules"
    | "pending"
    | "health"
    | "healthSuppressed"
    | "healthUnseen"
    | "relations"
    | "remediation"
    | "fingerprint"
    | "server"
    | "notes"
    | "unreadable"
    | "notCompared"
    | "uncertain"
    | "unmodelled"
    | "leftOut"
    | "unmoved"
    | "stored"
    | "error"
  > {
  /** To be remembered, so that the verdict stands while the stamp does not move; its `report` is still to come. */
  readonly reading: Omit<Reading, "report"> | null;
  /** Locks of migrations that were met. */
  readonly migrations: readonly HeldLock[];
  /** Which database it was; null where that was not asked. */
  readonly home: Home | null;
  /** Where the report of the reading that still stands is. */
  readonly previousReport: string | null;
}

const NOTHING: Inspection = {
  status: "NOT_CHECKED",
  findings: [],
  suppressed: [],
  idleRules: [],
  pending: [],
  health: [],
  healthSuppressed: [],
  healthUnseen: [],
  relations: [],
  remediation: NO_REMEDIATION,
  fingerprint: { expected: null, actual: null },
  server: null,
  notes: [],
  unreadable: [],
  notCompared: [],
  uncertain: [],
  unmodelled: [],
  leftOut: [],
  unmoved: false,
  stored: NOWHERE,
  error: null,
  reading: null,
  migrations: [],
  home: null,
  previousReport: null,
};

export async function inspect(
  target: Target,
  ports: Ports,
  known: TargetState | null,
  full: boolean,
): Promise<Inspection> {
  const session = await openTarget(target, ports);
  try {
    const live = await locate(session, ports.clock);
    const home = recognise(target, live, known?.home ?? null, ports.clock.now());
    const standing = full ? null : await standingVerdict(target, ports, session, known, live.server);
    if (!standing) await moveIn(target, ports, live);
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
    look: () => read(target, ports, session, known),
    isSuspect: ({ findings, suppressed }) => findings.length + suppressed.length > 0,
  });
  const health = forgottenLocks(guarded.forgotten);
  return { ...(seen ?? { ...NOTHING, error: migrationRunning(guarded.running) }), health, migrations: guarded.held };
}

/** Opens the database; a password that was changed meanwhile is asked for again, once. */
export async function openTarget(target: Target, ports: Pick<Ports, "credentials" | "databases">): Promise<Session> {
  const open = async (login: Login) => ports.databases.open(login);
  try {
    return await open(await ports.credentials.read(target, false));
  } catch (error) {
    if (!(error instanceof DriftwatchError) || error.code !== "password-rejected") throw error;
    return open(await ports.credentials.read(target, true));
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
  if (ports.clock.now().getTime() - Date.parse(last.readAt) >= target.fullReadEveryMs) return null;
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
    return await readStamp(session, KINDS.asked(scopeOf(target)), { major: majorOf(server) });
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

async function read(target: Target, ports: Ports, session: Session, known: TargetState | null): Promise<Inspection> {
  const version = await ports.snapshots.expectedVersion(target);
  const stored = version === null ? null : await ports.snapshots.readExpected(target);
  const texts = textsOf(stored);
  // What a replay cannot know of is not looked at here either.
  const { without } = stored?.scope ?? {};
  const scope = { ...scopeOf(target), ...(without && { without }) };
  const options: CaptureOptions = { scope, now: ports.clock.now, wait: ports.clock.wait };
  const quick = await capture(session, KINDS, texts, { ...options, withoutDependencies: true });
  const ignoring = { rules: target.ignore ?? [], at: ports.clock.now().toISOString() };
  const ledger = await heldAgainstLedger(target, session, stored, quick.snapshot);
  const agreed = stored && ledger.agrees && agreement(stored, quick.snapshot, scope, ignoring);
  // The objects of the expected snapshot are needed only where one look is not enough.
  const expected = stored && !agreed ? await recanonicalise(stored.read(), texts) : null;
  const verdictOn = ({ snapshot }: Capture, renames: RenameOptions | null = null): Verdict | null => {
    if (agreed || !expected) return agreed || null;
    const live = { ...snapshot, unreadable: [...snapshot.unreadable, ...ledger.unreadable] };
    return compare(KINDS, ledger.expectedNow(expected, snapshot), live, scope, ignoring, ledger.findings, renames);
  };
  const first = verdictOn(quick);
  const inSync = first?.findings.length === 0 && first.suppressed.length === 0;
  // Who needs whom matters for explaining and mending only, and is read only then.
  const seen = inSync ? quick : await quick.complete();
  const { snapshot } = seen;
  const observed = inSync ? null : await ports.snapshots.writeObserved(target, snapshot);
  const facts = { server: snapshot.server, stored: { ...NOWHERE, observed } };
  const last = known?.reading ?? null;
  const judged = inSync ? verdictOn(seen) : verdictOn(seen, await renameOptions(target, ports, version, last));
  if (!judged || version === null) {
    const { unreadable, unmodelled, leftOut } = snapshot;
    return {
      ...NOTHING,
      ...facts,
      unreadable,
      unmodelled,
      leftOut,
      fingerprint: { expected: null, actual: fingerprint(snapshot) },
    };
  }
  const { schemas: _schemas, objects: _objects, ...verdict } = judged;
  const reading = readingOf(target, ports, seen, version, verdict);
  const witness = inSync && stored ? await keepWitness(target, ports, stored, version, quick, last) : last?.witness;
  const read = reading && {
    ...reading,
    ...(ledger.layout ? { ledger: { layout: ledger.layout, digest: ledger.digest } } : {}),
    ...(witness ? { witness } : {}),
  };
  const sides = { actual: snapshot, expected };
  const findings = await attributed(target, ports, session, verdict.findings, known, sides);
  return { ...NOTHING, ...facts, ...verdict, findings, pending: ledger.pending, reading: read };
}

async function renameOptions(
  target: Target,
  ports: Ports,
  version: string | null,
  last: Reading | null,
): Promise<RenameOptions> {
  const { renameThreshold: threshold } = target;
  const witness = await readWitness(target, ports, version, last);
  return withParser({ witness, ...(threshold === undefined ? {} : { threshold }) });
}

const readingOf = (
  target: Target,
  ports: Ports,
  { stamp }: Capture,
  expectedVersion: string,
  verdict: Pick<Verdict, "status" | "fingerprint">,
): Inspection["reading"] =>
  verdict.status === "INCOMPLETE"
    ? null
    : {
        stamp,
        status: verdict.status,
        expectedVersion,
        basis: basisOf(target, ports.clock.now()),
        readAt: ports.clock.now().toISOString(),
        fingerprint: verdict.fingerprint,
      };

/** What a verdict depends on besides the two schemas: the rules, and where the target says to look. */
const basisOf = (target: Target, now: Date): string => {
  const { host, port, databaseName, secret, renameThreshold, ledger, ignore = [] } = target;
  const place = [host, port, databaseName, secret, renameThreshold, ledger].map((part) => part ?? null);
  const rules = ignore.length > 0 ? [ignore, activeRules(ignore, now.toISOString()).length] : [];
  return JSON.stringify([CANONICALISER, scopeOf(target), ...place, ...rules, target.health?.off ?? []]);
};
