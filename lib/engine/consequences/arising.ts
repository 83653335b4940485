/** Satellites that PostgreSQL gives every new object unasked. */

import { encodeAddress } from "../../core/address.ts";
import { fingerprintSpec } from "../../core/fingerprint.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";

/** Whether an object is a satellite that its host has from the start: everybody may EXECUTE a new function. */
export function comesUnasked(kinds: KindRegistry, { address, spec }: CatalogueObject): boolean {
  const kind = kinds.get(address.kind);
  if (!kind.satellite) return false;
  const host = kind.host(address).address;
  return kind
    .arising(kinds.get(host.kind))
    .some(
      ({ suffix, spec: given }) =>
        encodeAddress({ kind: kind.name, path: [host.kind, ...host.path, ...suffix] }) === encodeAddress(address) &&
        fingerprintSpec(given) === fingerprintSpec(spec),
    );
}
