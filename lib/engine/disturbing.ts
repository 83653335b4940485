/** Whether PostgreSQL refuses to alter an object while anything stands on it. */

import { encode } from "../core/canonical.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject } from "../core/snapshot.ts";

export function isDisturbing(
  kinds: KindRegistry,
  { spec: actual }: CatalogueObject,
  { address, spec: expected }: CatalogueObject,
): boolean {
  const { attributes, rule } = kinds.get(address.kind);
  return attributes.some(
    (name) => rule(name).disturbsDependents && encode(actual[name] ?? null) !== encode(expected[name] ?? null),
  );
}
