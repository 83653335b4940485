/** What people call an object: `column app.users.email`, `comment on table app.users`. */

import { type Address, encodePath } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";

export function titleOf(kinds: KindRegistry, address: Address): string {
  const kind = kinds.get(address.kind);
  const host = kind.host(address);
  if (!kind.satellite) return `${kind.title} ${host.label}`;
  const suffix = address.path.slice(host.address.path.length + 1);
  return `${kind.title} ${suffix.length > 0 ? `to ${encodePath(suffix)} ` : ""}on ${host.title} ${host.label}`;
}
