/**
 * A snapshot of the database from when its names were as expected, kept because the expected one is of another database
 * (another server, a replay): by its OIDs what is called otherwise later is known again.
 */

import type { Target } from "../config/target.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { StoredSnapshot } from "../core/snapshot-file.ts";
import type { Reading, Witness } from "../core/target-state.ts";
import type { Capture } from "../engine/capture.ts";
import { isSameDatabase } from "../engine/renames/identity.ts";
import type { Ports } from "./ports.ts";

/** Sees to it that there is a witness once the database has been found in sync. */
export async function keepWitness(
  target: Target,
  ports: Ports,
  stored: StoredSnapshot,
  expectedVersion: string,
  seen: Capture,
  last: Reading | null,
): Promise<Witness | undefined> {
  const { server } = seen.snapshot;
  if (server.systemIdentifier === null || isSameDatabase(stored.server, server)) return undefined;
  const known = last?.witness;
  if (known?.expectedVersion === expectedVersion && isSameDatabase(known.server, server)) return known;
  // What is kept under its fingerprint may be accepted one day, and is kept whole.
  const { snapshot } = await seen.complete();
  if (fingerprint(snapshot) !== fingerprint(seen.snapshot)) return undefined;
  await ports.snapshots.writeObserved(target, snapshot);
  const { systemIdentifier, databaseOid } = server;
  return { expectedVersion, fingerprint: fingerprint(snapshot), server: { systemIdentifier, databaseOid } };
}

/** The witness, or null where there is none, or none of this expected snapshot. */
export async function readWitness(
  target: Target,
  ports: Ports,
  expectedVersion: string | null,
  last: Reading | null,
): Promise<Snapshot | null> {
  if (!last?.witness || last.witness.expectedVersion !== expectedVersion) return null;
  const stored = await ports.snapshots.readObserved(target, last.witness.fingerprint);
  return stored?.read() ?? null;
}
