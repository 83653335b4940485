/** A small snapshot for tests that do not care what is in it. */

import { EVERYTHING, objectsByAddress, type Snapshot } from "../../lib/core/snapshot.ts";
import { CANONICALISER } from "../../lib/engine/introspection/canonicaliser.ts";

/** @param tables a schema `app` with these tables, as far as a snapshot goes */
export const aSnapshot = (tables: readonly string[] = ["users"]): Snapshot => ({
  canonicaliser: CANONICALISER,
  server: { version: 150_018, database: "orders", systemIdentifier: null, databaseOid: 5 },
  takenAt: "2026-11-20T03:00:00.000Z",
  scope: EVERYTHING,
  covers: { table: ["persistence"] },
  objects: objectsByAddress(
    tables.map((name) => ({
      address: { kind: "table", path: ["app", name] },
      spec: { persistence: "p" },
      facts: { oid: 16_400 },
    })),
  ),
  dependencies: [],
  unreadable: [],
  unmodelled: [],
  leftOut: [],
});
