/** Which physical database a target is, and which targets are checked in one. */

import { flag, listOf, moment, orNull, record, text } from "./shape.ts";
import type { ServerIdentity } from "./snapshot.ts";

/** What a home is called by. */
export interface HomeName {
  /** Of the server; null as long as none has been readable. A restored copy and a promoted replica keep it. */
  readonly systemIdentifier: string | null;
  readonly database: string;
}

/** The database that a target is meant to be. */
export interface Home extends HomeName {
  /** 0 where it was not readable. */
  readonly databaseOid: number;
  /** ISO 8601: when it was seen first, or accepted. */
  readonly since: string;
}

/** `7401234567890123456/shop`: how people name a home. */
export const nameOfHome = ({ systemIdentifier, database }: HomeName): string =>
  `${systemIdentifier ?? "unknown"}/${database}`;

/** The home that a text names; undefined for any other text. */
export function homeOf(text: string, since: string): Home | undefined {
  const [, server, database] = /^(\d{1,20}|unknown)\/(.+)$/s.exec(text) ?? [];
  if (server === undefined || database === undefined) return undefined;
  return { systemIdentifier: server === "unknown" ? null : server, database, databaseOid: 0, since };
}

/** Whether it is the same: the server, as far as that can be told, and the name, or the OID of one that was renamed. */
export function isAtHome(home: Home, now: ServerIdentity): boolean {
  const { systemIdentifier, database, databaseOid } = home;
  const known = systemIdentifier !== null && now.systemIdentifier !== null;
  if (known && systemIdentifier !== now.systemIdentifier) return false;
  return database === now.database || (databaseOid !== 0 && databaseOid === now.databaseOid);
}

/** One database of one server. */
export interface PhysicalDatabase {
  readonly systemIdentifier: string;
  readonly databaseOid: number;
}

/** A target that is checked there. */
export interface Resident {
  readonly target: string;
  /** When the server that it was seen on was started, in microseconds since 1970; null where that could not be asked. */
  readonly startedAt: string | null;
  /** That server was a replica. */
  readonly inRecovery: boolean;
  /** ISO 8601: about when it was seen last. */
  readonly seenAt: string;
}

export const serialiseResidents = (residents: readonly Resident[]): string =>
  `${JSON.stringify({ format: 1, residents }, null, 2)}\n`;

/** Who is said to be there; nobody, in a text that this version did not write: it is written anew. */
export function parseResidents(content: string): readonly Resident[] {
  try {
    const { format, residents } = JSON.parse(content) as { format?: unknown; residents?: unknown };
    return format === 1 && listOf(resident)(residents) ? (residents as Resident[]) : [];
  } catch {
    return [];
  }
}

const resident = record<Resident>({ target: text, startedAt: orNull(text), inRecovery: flag, seenAt: moment });
