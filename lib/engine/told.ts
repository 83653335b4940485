/** A snapshot told in other names. Most of its objects stay what they are. */

import { byCodeUnit, parseAddress } from "../core/address.ts";
import type { Spec } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject, Dependency, Snapshot } from "../core/snapshot.ts";
import type { NameMap } from "./name-map.ts";
import { RenamedRelations, relate, relationsOf } from "./relations.ts";

export interface Telling {
  /** Of what has another address: from the one to the other. */
  readonly moves: ReadonlyMap<string, string>;
  /** By the address in the snapshot: what has another spec. */
  readonly restated: ReadonlyMap<string, Spec>;
  /** Where what facts name is. */
  readonly map: NameMap;
}

export function told(kinds: KindRegistry, snapshot: Snapshot, { moves, restated, map }: Telling): Snapshot {
  const retold = (address: string, { address: own, spec, facts }: CatalogueObject): CatalogueObject => {
    const to = moves.get(address);
    return {
      address: to === undefined ? own : parseAddress(to),
      spec: restated.get(address) ?? spec,
      facts: map.carry(facts),
    };
  };
  const moved = Array.from(moves).flatMap(([from, to]): Entry[] => {
    const object = snapshot.objects.get(from);
    return object ? [[to, retold(from, object)]] : [];
  });
  const staying = function* (): Iterable<Entry> {
    for (const entry of snapshot.objects) {
      const [address, object] = entry;
      if (!moves.has(address)) yield restated.has(address) ? [address, retold(address, object)] : entry;
    }
  };
  const objects = new Map(merged(staying(), moved, ([a], [b]) => byCodeUnit(a, b)));
  relate(objects, new RenamedRelations(relationsOf(kinds, snapshot), objects, moves));
  return { ...snapshot, objects, dependencies: toldOf(snapshot.dependencies, moves) };
}

type Entry = [address: string, object: CatalogueObject];

function toldOf(dependencies: readonly Dependency[], moves: Telling["moves"]): Dependency[] {
  const isMoved = ({ from, to }: Dependency) => moves.has(from) || moves.has(to);
  const moved = dependencies
    .filter(isMoved)
    .map(({ from, to, owned }) => ({ from: moves.get(from) ?? from, to: moves.get(to) ?? to, owned }));
  const staying = dependencies.filter((each) => !isMoved(each));
  return [...merged(staying, moved, (a, b) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to))];
}

/** Many that are in order, and a few that are not, in order. */
function* merged<T>(many: Iterable<T>, few: readonly T[], order: (a: T, b: T) => number): Iterable<T> {
  const sorted = [...few].sort(order);
  let next = 0;
  for (const each of many) {
    for (; next < sorted.length && order(sorted[next] as T, each) < 0; next++) yield sorted[next] as T;
    yield each;
  }
  yield* sorted.slice(next);
}
