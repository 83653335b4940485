/** The schema that is expected while some migrations are still to be run. */

import type { History } from "../core/history.ts";
import type { Spec } from "../core/kind.ts";
import { type CatalogueObject, objectsByAddress, type Snapshot, withSpec } from "../core/snapshot.ts";
import { digestOf } from "./effects.ts";

/**
 * What the migrations come to, but for what the pending ones do and the live schema does not show yet: what they create
 * is not expected, what they remove is, and what they change is as it was. Only digests of old values are kept, so that
 * an old value is expected where the live one has its digest.
 */
export function beforePending(
  expected: Snapshot,
  { migrations }: History,
  live: Pick<Snapshot, "objects">,
  pending: ReadonlySet<string>,
): Snapshot {
  const objects = new Map(expected.objects);
  // Of several that write the same, the first knows what was there before any of them.
  const written = new Set<string>();
  for (const { effects } of migrations.filter(({ id }) => pending.has(id)))
    for (const { address, before, after } of effects) {
      const there = live.objects.get(address);
      const first = !written.has(address);
      if (before === null) {
        if (first && !there) objects.delete(address);
        written.add(address);
      } else if (after === null) {
        if (first && there) objects.set(address, there);
        written.add(address);
      } else if (there) putBack(objects, there, address, before, written);
    }
  return {
    ...expected,
    objects: objectsByAddress(objects.values()),
    dependencies: expected.dependencies.filter(({ from, to }) => objects.has(from) && objects.has(to)),
  };
}

function putBack(
  objects: Map<string, CatalogueObject>,
  there: CatalogueObject,
  address: string,
  before: { readonly [attribute: string]: string },
  written: Set<string>,
): void {
  const object = objects.get(address);
  if (!object) return;
  const spec: { [attribute: string]: Spec[string] } = { ...object.spec };
  for (const [attribute, digest] of Object.entries(before)) {
    const key = `${address} ${attribute}`;
    if (written.has(key)) continue;
    written.add(key);
    if (digestOf(there.spec, attribute) === digest) spec[attribute] = there.spec[attribute] ?? null;
  }
  objects.set(address, withSpec(object, spec));
}
