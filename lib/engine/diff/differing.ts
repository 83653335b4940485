/** In what an object differs from another, or from what it is on the other side. */

import { encode } from "../../core/canonical.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { RelatedSides } from "../structure/inheritance.ts";

/** The attributes in which it does, in the order of its kind. */
export const differing = (
  kinds: KindRegistry,
  { address, spec }: Pick<CatalogueObject, "address" | "spec">,
  other: Spec,
): string[] =>
  kinds.get(address.kind).attributes.filter((name) => encode(spec[name] ?? null) !== encode(other[name] ?? null));

/** Whether it is there on both sides, and the same. */
export function isUnchanged(address: string, { expected, actual }: RelatedSides): boolean {
  const [shall, is] = [expected.objects.get(address), actual.objects.get(address)];
  return shall !== undefined && is !== undefined && encode(shall.spec) === encode(is.spec);
}
