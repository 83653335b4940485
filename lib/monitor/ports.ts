/** What a check needs of the world. One set of adapters speaks to AWS, another to a laptop. */

import type { Target } from "../config/target.ts";
import type { DriftwatchError } from "../core/errors.ts";
import type { PhysicalDatabase, Resident } from "../core/home.ts";
import type { AlertContent, Report } from "../core/report.ts";
import type { Session } from "../core/session.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { StoredSnapshot } from "../core/snapshot-file.ts";
import type { TargetState } from "../core/target-state.ts";

export interface Ports {
  readonly credentials: CredentialsSource;
  readonly databases: Databases;
  readonly snapshots: SnapshotStore;
  readonly reports: ReportStore;
  readonly companions: Companions;
  readonly states: StateStore;
  readonly residents: ResidentStore;
  readonly alerts: Alerts;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** How to get into a database. Never logged, never stored, never part of an error. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** The password is a token of IAM. */
  readonly iam?: true;
  /** `ca`: PEM text of the authorities to trust instead of the RDS and Amazon ones. */
  readonly tls: { readonly mode: "verify-full" | "disable"; readonly ca?: string };
}

export interface CredentialsSource {
  /** @param fresh the last answer was refused: ask again, past every cache */
  read(target: Target, fresh: boolean): Promise<Login>;
}

export interface Databases {
  /**
   * The caller closes the session.
   * @param signal cuts it off when it is aborted: what is being read then fails
   */
  open(login: Login, signal?: AbortSignal): Promise<Session>;
}

export interface SnapshotStore {
  /** A name for the expected snapshot's present content, cheaply had; null when there is none. */
  expectedVersion(target: Target): Promise<string | null>;
  readExpected(target: Target): Promise<StoredSnapshot | null>;
  /** Where a person would put the expected snapshot: a path or an `s3://` URI. */
  expectedLocation(target: Target): string;
  /** Stores what was seen, under its fingerprint; returns where. */
  writeObserved(target: Target, snapshot: Snapshot): Promise<string>;
  /** What was stored under this fingerprint; null when there is nothing. */
  readObserved(target: Target, fingerprint: string): Promise<StoredSnapshot | null>;
}

/** Where accepting finds what was observed, and puts what is expected from then on. No check has it. */
export interface Archive {
  /** Fingerprints of the observed snapshots that begin like this, in their order. */
  observed(target: Target, prefix: string): Promise<readonly string[]>;
  /** The file of an observed snapshot; null when there is none. */
  readObserved(target: Target, fingerprint: string): Promise<Uint8Array | null>;
  /** Puts the file in the place of the expected snapshot; returns where that is. */
  writeExpected(target: Target, file: Uint8Array): Promise<string>;
}

export interface ReportStore {
  /** Stores the report; returns where. */
  write(target: Target, report: Report): Promise<string>;
  /** Stores what goes with a report at a place beside it. */
  writeBeside(target: Target, location: string, content: string): Promise<void>;
  /** A report stored earlier, by where it is, with what lies beside it; null when it is gone. */
  read(target: Target, location: string): Promise<Report | null>;
}

/** What goes with a report that says where it will be. */
export interface Companions {
  /** The page for people. */
  page(report: Report): Promise<string>;
  /** The proposed SQL as a script; null where there is none. */
  plan(report: Report): Promise<string | null>;
  /** One of them could not be made or stored, and why; the check goes on without it. */
  lost(target: Target, which: "page" | "plan", reason: string): void | Promise<void>;
}

export interface StateStore {
  read(target: Target): Promise<Versioned<TargetState> | null>;
  /**
   * Replaces the state if it still is the version that was read (null: if there is none yet).
   * @returns the new version, or null when somebody else was first and nothing was written
   */
  write(target: Target, state: TargetState, version: string | null): Promise<string | null>;
}

/** For each physical database, which targets are checked there: shared by all targets of one storage. */
export interface ResidentStore {
  read(target: Target, home: PhysicalDatabase): Promise<Versioned<readonly Resident[]> | null>;
  /** As that of a state: null when somebody else was first. */
  write(
    target: Target,
    home: PhysicalDatabase,
    residents: readonly Resident[],
    version: string | null,
  ): Promise<string | null>;
}

export interface Versioned<T> {
  readonly value: T;
  readonly version: string;
}

export interface Alerts {
  /**
   * Sends to every topic of the target but those that have it: a topic that fails is no reason to tell the others twice.
   * @param takenBy ARNs of the topics that have it already
   * @param note awaited once another topic has it while others have not: whoever goes on if we die must know
   */
  publish(
    target: Target,
    alert: Alert,
    takenBy: readonly string[],
    note: (topic: string) => Promise<void>,
  ): Promise<Delivery>;
}

export interface Delivery {
  /** ARNs of the topics that have it now, by this and by earlier attempts. */
  readonly takenBy: readonly string[];
  /** Why others have it not; null when all have. */
  readonly failure: DriftwatchError | null;
}

/** One notification, sent on a transition. */
export type Alert = AlertContent;

export interface Metrics {
  record(target: Target, measured: Measured): void;
}

export interface Measured {
  /** How many the incident has; null where the check failed, which says nothing of the schema. */
  readonly findings: number | null;
  /** Hours since the last check that came to a verdict; 0 where this one did. */
  readonly hoursSinceVerdict: number;
}

export interface Clock {
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}
