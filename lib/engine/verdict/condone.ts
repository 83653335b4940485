/** The expected schema as it would be if what rules hide were expected: the proposed SQL leaves that alone. */

import { byCodeUnit } from "../../core/address.ts";
import type { Consequence, Finding } from "../../core/finding.ts";
import type { CatalogueObject, Snapshot } from "../../core/snapshot.ts";
import { withSpec } from "../../core/snapshot.ts";

/**
 * @param hidden findings between the two sides; what they brought about is hidden with them
 * @param formerly where an object of actual was expected
 */
export function condone(
  expected: Snapshot,
  actual: Snapshot,
  hidden: readonly Finding[],
  formerly: (address: string) => string | undefined = (address) => address,
): Snapshot {
  const objects = new Map(expected.objects);
  const taken = new Set<string>();
  for (const change of hidden.flatMap(changesOf)) {
    const there = actual.objects.get(change.address);
    const known = objects.get(change.address);
    // `column.removed`, `policy.using.altered`.
    const [, attribute = "", altered] = change.code.split(".");
    if (altered !== undefined && known && there) {
      objects.set(change.address, withSpec(known, { ...known.spec, [attribute]: there.spec[attribute] ?? null }));
    } else if (there) {
      objects.delete(formerly(change.address) ?? change.address);
      objects.set(change.address, there);
      taken.add(change.address);
    } else objects.delete(change.address);
  }
  const among = (map: ReadonlyMap<string, CatalogueObject>, from: string, to: string) => map.has(from) && map.has(to);
  return {
    ...expected,
    objects: new Map([...objects].sort(([a], [b]) => byCodeUnit(a, b))),
    dependencies: [
      ...expected.dependencies.filter(({ from, to }) => among(objects, from, to)),
      ...actual.dependencies.filter(({ from, to }) => (taken.has(from) || taken.has(to)) && among(objects, from, to)),
    ],
  };
}

/** The single changes of a finding; a renamed object is one that went and one that came. */
const changesOf = (finding: Finding): Pick<Consequence, "code" | "address">[] => [
  ...(finding.rename ? finding.rename.otherwise : [finding]),
  ...finding.consequences,
];
