/** Both sides told in the names of the other: what is left between them then is what else happened. */

import { byCodeUnit, parseAddress } from "../core/address.ts";
import { type Canonical, encode } from "../core/canonical.ts";
import type { Renamed } from "../core/change.ts";
import { fingerprintSpec } from "../core/fingerprint.ts";
import type { Spec } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject, Dependency, Snapshot } from "../core/snapshot.ts";
import type { NameMap } from "./name-map.ts";
import type { RenameSearch } from "./rename-search.ts";
import { type Renaming, renamings } from "./rename-statements.ts";

export interface Retold {
  /** Expected in the names of actual. */
  readonly expected: Snapshot;
  /** Actual in the names of expected, as it is once all has been renamed back. */
  readonly actual: Snapshot;
  /** What renames actual back, in order; a name that is in the way is moved aside. */
  readonly statements: readonly Renaming[];
}

export interface Both {
  readonly expected: Snapshot;
  readonly actual: Snapshot;
}

/** @param comesAlong of what is renamed together with another */
export function retell(
  kinds: KindRegistry,
  { expected, actual }: Both,
  { renamed, map, same }: RenameSearch,
  comesAlong: (renamed: Renamed) => boolean,
): Retold {
  const there = new Map<string, string>();
  for (const address of expected.objects.keys()) there.set(map.spelled(address), address);
  const { statements, back } = renamings(kinds, actual, renamed, comesAlong, (address) => !there.has(address));
  const addressBack = (address: string) => there.get(address) ?? back.spelled(address);
  const pairs = new Map<string, Explained>();
  const isSame = same.value.bind(same);
  for (const [address, was] of there) {
    const [before, now] = [expected.objects.get(was)?.spec, actual.objects.get(address)?.spec];
    // Most there is.
    if (!before || !now || fingerprintSpec(before) === fingerprintSpec(now)) continue;
    pairs.set(address, explain(was, before, now, isSame));
  }
  return {
    expected: told(expected, map.spelled, map, (_address, to, spec) =>
      actual.objects.has(to) ? (pairs.get(to)?.inTheNamesOfActual ?? spec) : map.carry(spec),
    ),
    actual: told(actual, addressBack, back, (address, _to, spec) =>
      there.has(address) ? (pairs.get(address)?.inTheNamesOfExpected ?? spec) : back.carry(spec),
    ),
    statements,
  };
}

/** The specs of an object on both sides, each with the other's value where both say the same. */
interface Explained {
  readonly inTheNamesOfActual: Spec;
  readonly inTheNamesOfExpected: Spec;
}

function explain(
  address: string,
  expected: Spec,
  actual: Spec,
  isSame: (address: string, expected: Canonical, actual: Canonical) => boolean,
): Explained {
  const attributes = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].filter((attribute) => {
    const [from, to] = [expected[attribute] ?? null, actual[attribute] ?? null];
    return encode(from) !== encode(to) && isSame(address, from, to);
  });
  const chosen = (spec: Spec) =>
    Object.fromEntries(attributes.map((attribute) => [attribute, spec[attribute] ?? null]));
  return {
    inTheNamesOfActual: attributes.length === 0 ? expected : { ...expected, ...chosen(actual) },
    inTheNamesOfExpected: attributes.length === 0 ? actual : { ...actual, ...chosen(expected) },
  };
}

function told(
  snapshot: Snapshot,
  addressOf: (address: string) => string,
  map: NameMap,
  specOf: (address: string, to: string, spec: Spec) => Spec,
): Snapshot {
  const objects = Array.from(snapshot.objects, ([address, object]): [string, CatalogueObject] => {
    const to = addressOf(address);
    const spec = specOf(address, to, object.spec);
    if (to === address && spec === object.spec) return [address, object];
    const at = to === address ? object.address : parseAddress(to);
    return [to, { address: at, spec, facts: map.carry(object.facts) }];
  });
  const dependencies = snapshot.dependencies.map((dependency): Dependency => {
    const [from, to] = [addressOf(dependency.from), addressOf(dependency.to)];
    return from === dependency.from && to === dependency.to ? dependency : { from, to, owned: dependency.owned };
  });
  return {
    ...snapshot,
    objects: new Map(objects.sort(([a], [b]) => byCodeUnit(a, b))),
    dependencies: dependencies.sort((a, b) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to)),
  };
}
