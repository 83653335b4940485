/** What is altered along with what comes or goes: of a primary key, that its columns are NOT NULL. */

import { encodeAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Relations } from "../structure/relations.ts";

/** The steps of these alterations. */
export function alteredAlong(kinds: KindRegistry, side: Relations, address: string): string[] {
  const { address: at, spec } = side.get(address);
  const implied = kinds.get(at.kind).implies?.(at, spec, "added") ?? [];
  return implied.map((each) => `alter ${encodeAddress(each.address)}`);
}
