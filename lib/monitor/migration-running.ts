/** What a check says of a migration that is in its way, and of a lock that somebody forgot. */

import { encodeAddress } from "../core/address.ts";
import { sha256 } from "../core/fingerprint.ts";
import type { HealthFinding, Report } from "../core/report.ts";
import { WATCHED } from "../kinds/watched.ts";
import type { Guarded, Migration } from "./guards.ts";

/** The error of a check that was not made. */
export function migrationRunning(running: readonly Migration[]): NonNullable<Report["error"]> {
  const [first, ...others] = running;
  const more = others.length > 0 ? `, and ${others.length} more` : "";
  return { code: MIGRATION_RUNNING, message: `a migration is running: ${first?.holder} holds ${first?.what}${more}` };
}

export const MIGRATION_RUNNING = "migration-running";

/** A forgotten lock keeps no check from being made, but it does keep migrations from running. */
export const forgottenLocks = (forgotten: Guarded["forgotten"]): HealthFinding[] =>
  forgotten.map(({ what, holder, release, since }) => ({
    id: sha256(`${CODE}\n${what}`).slice(0, 16),
    code: CODE,
    severity: "medium",
    title: what,
    address: DATABASE,
    why: `${holder} has held it since ${since} or before: no migration seems to be running, and none can`,
    suggestion: release,
  }));

// Locks are taken on no object; they are of the database.
const DATABASE = WATCHED.filter(({ catalogue }) => catalogue === "pg_database")
  .map(({ name }) => encodeAddress({ kind: name, path: ["this"] }))
  .join();

const CODE = "health.migration-lock-held";
