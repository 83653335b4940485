/**
 * The engine as a library: take a snapshot, fingerprint it, compare two, judge the changes, propose SQL.
 * No AWS, no CDK.
 */

import { setTimeout as wait } from "node:timers/promises";
import { parseAddress } from "./core/address.ts";
import type { Change, Uncertainty } from "./core/change.ts";
import { DriftwatchError } from "./core/errors.ts";
import type { Finding } from "./core/finding.ts";
import { fingerprint as fingerprintAll } from "./core/fingerprint.ts";
import { DEFAULT_PROFILES, PROFILE_NAMES } from "./core/profile.ts";
import { CatalogueError } from "./core/session.ts";
import type { PartitionPolicy, Scope, Snapshot } from "./core/snapshot.ts";
import { capture } from "./engine/capture.ts";
import { differences, diff as diffSnapshots } from "./engine/diff/diff.ts";
import { type Remediation, remediate as remediateWith } from "./engine/remediation/remediate.ts";
import {
  findRenames as findRenamesWith,
  type RenameOptions,
  type Renames,
  withParser,
} from "./engine/renames/renames.ts";
import { fingerprintSubtree } from "./engine/structure/tree.ts";
import { classify as classifyWith, type Sides } from "./engine/verdict/classify.ts";
import { judge as judgeWith } from "./engine/verdict/judge.ts";
import { KINDS } from "./kinds/registry.ts";
import { type DatabaseConfig, endpointFrom } from "./postgres/client-config.ts";
import { openSession } from "./postgres/session.ts";
import { SqlTexts } from "./sqltext/sqltext.ts";

export type { Address } from "./core/address.ts";
export { encodeAddress, parseAddress } from "./core/address.ts";
export type { Canonical, SqlText } from "./core/canonical.ts";
export type { Added, Altered, Change, Removed, Renamed, Uncertainty } from "./core/change.ts";
export { DriftwatchError, type ErrorCode } from "./core/errors.ts";
export type { Consequence, Finding, PossibleRename, RenameEvidence, RenameReading } from "./core/finding.ts";
export type { Hazard, Risk } from "./core/hazard.ts";
export type { ProfileName } from "./core/profile.ts";
export type { Severity } from "./core/severity.ts";
export type {
  CatalogueObject,
  Dependency,
  LeftOut,
  PartitionPolicy,
  Scope,
  ServerIdentity,
  Snapshot,
  Unmodelled,
  Unreadable,
} from "./core/snapshot.ts";
export { parseSnapshot } from "./core/snapshot-file.ts";
export { packSnapshot, serializeSnapshot } from "./core/snapshot-writer.ts";
export type { ManualStep, Remediation, RemediationStatement } from "./engine/remediation/remediate.ts";
export type { RenameOptions, Renames } from "./engine/renames/renames.ts";
export type { Sides } from "./engine/verdict/classify.ts";
export type { DatabaseConfig, TlsConfig } from "./postgres/client-config.ts";

export interface SnapshotOptions {
  /**
   * Schemas to look at, as names with `*`.
   * @default - all but PostgreSQL's own
   */
  readonly schemas?: Partial<Pick<Scope, "include" | "exclude">>;
  /**
   * Also what belongs to the whole cluster: roles, their memberships and settings.
   * @default false
   */
  readonly cluster?: boolean;
  /**
   * What of tools and of the platform is left out: `ledgers`, `housekeeping`, `rds`, `aurora`.
   * @default - all of these
   */
  readonly profiles?: readonly string[];
  /**
   * What a comparison does with the partitions of a table, by its name or a pattern with `*`.
   * @default - each partition is an object of its own
   */
  readonly partitions?: Readonly<Record<string, PartitionPolicy>>;
  /**
   * Kinds not to look at, by name: `owner`, `grant`.
   * @default - none
   */
  readonly without?: readonly string[];
  /**
   * How long one statement may run, in milliseconds.
   * @default 15000
   */
  readonly timeoutMs?: number;
  /**
   * How often the schema is read again when it changes meanwhile.
   * @default 5
   */
  readonly tries?: number;
}

/**
 * Reads a live schema, without changing anything or holding a lock, and returns all of it as one value that was true
 * at one moment.
 * @param database a `postgres://` URL, or the configuration that `new pg.Client()` takes
 * @throws DriftwatchError with a `code` and one line that says what was got and what to do
 */
export async function takeSnapshot(
  database: string | DatabaseConfig,
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  const { timeoutMs, tries } = options;
  for (const [name, value] of Object.entries({ timeoutMs, tries }))
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) throw refused(name, value, "a number from 1");
  const scope = scopeOf(options);
  const session = await openSession(endpointFrom(database), timeoutMs === undefined ? {} : { timeoutMs });
  try {
    const timing = { now: () => new Date(), wait, ...(tries === undefined ? {} : { tries }) };
    const { snapshot } = await capture(session, KINDS, new SqlTexts(), { scope, ...timing });
    return snapshot;
  } catch (cause) {
    if (!(cause instanceof CatalogueError)) throw cause;
    const remedy = cause.retryable ? "try again, with a larger timeoutMs where that ran out" : "see the server's log";
    throw new DriftwatchError("query-failed", `the schema could not be read: ${cause.message}`, remedy, { cause });
  } finally {
    await session.close();
  }
}

function scopeOf(options: SnapshotOptions): Scope {
  const { schemas, cluster = false, profiles = DEFAULT_PROFILES, partitions = {}, without } = options;
  for (const name of profiles) known("profiles", name, PROFILE_NAMES);
  for (const name of without ?? []) known("without", name, KIND_NAMES);
  return {
    include: schemas?.include ?? [],
    exclude: schemas?.exclude ?? [],
    ...{ cluster, profiles, partitions },
    ...(without === undefined ? {} : { without }),
  };
}

const KIND_NAMES = KINDS.all.map(({ name }) => name);

function known(option: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) throw refused(option, name, `some of ${names.join(", ")}`);
}

const refused = (name: string, got: unknown, allowed: string): DriftwatchError =>
  new DriftwatchError("bad-argument", `${name}: got ${JSON.stringify(got)}`, `give ${allowed}`);

/**
 * SHA-256 (64 hex characters) over the canonical form of everything that can drift. Equal exactly when the diff is
 * empty; the same on every supported major (but see `uncertain`), after dump and restore, for every role that reads it.
 * @param address only this object and what is within it: `table:app.users`
 * @throws DriftwatchError `bad-argument` when that is no address; one of what is not there is that of nothing
 */
export function fingerprint(snapshot: Snapshot, address?: string): string {
  if (address === undefined) return fingerprintAll(snapshot);
  known("address", kindNamed(address), KIND_NAMES);
  return fingerprintSubtree(KINDS, snapshot.objects, address);
}

function kindNamed(address: string): string {
  try {
    return parseAddress(address).kind;
  } catch (cause) {
    throw new DriftwatchError("bad-argument", `no address: ${JSON.stringify(address)}`, "write it as table:app.users", {
      cause,
    });
  }
}

/**
 * What happened to `expected` to make it `actual`, ordered by address and attribute; empty when nothing did.
 * @throws DriftwatchError `snapshot-not-comparable` when the two were made by different rules
 */
export const diff = (expected: Snapshot, actual: Snapshot): Change[] => diffSnapshots(expected, actual);

/**
 * What is neither equal nor drift: SQL that the two servers' majors print differently for the same DDL, in such a way
 * that nothing tells whether it was the same. Empty between servers of one major.
 */
export const uncertain = (expected: Snapshot, actual: Snapshot): Uncertainty[] => [
  ...differences(expected, actual).uncertain,
];

/**
 * The changes as findings: each with a stable code, severity and reason, worst first, and what one change brought
 * about (the columns of a vanished table) folded into it.
 * @param sides the snapshots the changes lie between; without them only parents among the changes are folded
 */
export const classify = (changes: readonly Change[], sides: Sides = sidesOf(changes)): Finding[] =>
  classifyWith(KINDS, changes, sides);

/**
 * What was renamed between two snapshots, for `judge` and `remediate`: proved where both, or the witness and `actual`,
 * are of one physical database, else by likeness.
 */
export const findRenames = async (
  expected: Snapshot,
  actual: Snapshot,
  options: Omit<RenameOptions, "parse"> = {},
): Promise<Renames> => findRenamesWith(KINDS, expected, actual, await withParser(options));

/** The findings between two snapshots, as `classify` has them, with a rename as one and not as a removal and an addition. */
export const judge = (expected: Snapshot, actual: Snapshot, renames: Renames): Finding[] =>
  judgeWith(KINDS, expected, actual, renames);

/**
 * SQL, in order, that takes `actual` back to `expected`, each statement with its risk; and what only a person can do.
 * @param renames what is renamed back; without them, it is dropped and created
 */
export const remediate = (expected: Snapshot, actual: Snapshot, renames?: Renames): Remediation =>
  remediateWith(KINDS, expected, actual, renames);

function sidesOf(changes: readonly Change[]): Sides {
  const side = (which: "expected" | "actual") => ({
    objects: new Map(
      changes.flatMap((change) => (which in change ? [[change.address, objectFrom(change, which)]] : [])),
    ),
    dependencies: [],
  });
  return { expected: side("expected"), actual: side("actual") };
}

const objectFrom = (change: Change, which: "expected" | "actual") =>
  (change as { readonly [Side in typeof which]: Snapshot["objects"] extends ReadonlyMap<string, infer O> ? O : never })[
    which
  ];
