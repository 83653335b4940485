/** A snapshot as the SQL that builds it in a new database. */

import type { KindRegistry } from "../core/kind-registry.ts";
import type { Script } from "../core/plan.ts";
import { scriptOf } from "../core/plan.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { compared } from "../engine/compare.ts";
import { blankOf } from "./blank.ts";

/**
 * @param blank the database it is to be built in
 * @returns in the order in which it runs; `manual` is what no statement builds
 */
export function buildScript(kinds: KindRegistry, snapshot: Snapshot, blank: Snapshot = blankOf(snapshot)): Script {
  return scriptOf(compared(kinds, snapshot, blank, {}).verdict.remediation);
}
