/** A snapshot told in other names. Most of its objects stay what they are. */

import { byCodeUnit, parseAddress } from "../../core/address.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject, Dependency, Snapshot } from "../../core/snapshot.ts";
import { resemble } from "../diff/diff.ts";
import { merged, Overlaid } from "../diff/overlaid.ts";
import { later } from "../structure/later.ts";
import { RenamedRelations, relate, relationsOf } from "../structure/relations.ts";
import type { NameMap } from "./name-map.ts";

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
  const fresh = new Map<string, CatalogueObject>();
  for (const [from, to] of moves) {
    const object = snapshot.objects.get(from);
    if (object) fresh.set(to, retold(from, object));
  }
  for (const address of restated.keys()) {
    const object = snapshot.objects.get(address);
    if (object && !moves.has(address)) fresh.set(address, retold(address, object));
  }
  const objects = new Overlaid(snapshot.objects, new Set(moves.keys()), fresh);
  relate(objects, new RenamedRelations(relationsOf(kinds, snapshot), objects, moves));
  const dependencies = later(() => toldOf(snapshot.dependencies, moves));
  const told: Snapshot = {
    ...snapshot,
    objects,
    get dependencies() {
      return dependencies();
    },
  };
  resemble(told, { of: snapshot, but: [...moves.keys(), ...fresh.keys()] });
  return told;
}

function toldOf(dependencies: readonly Dependency[], moves: Telling["moves"]): Dependency[] {
  const isMoved = ({ from, to }: Dependency) => moves.has(from) || moves.has(to);
  const inOrder = (a: Dependency, b: Dependency) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to);
  const moved = dependencies
    .filter(isMoved)
    .map(({ from, to, owned }) => ({ from: moves.get(from) ?? from, to: moves.get(to) ?? to, owned }))
    .sort(inOrder);
  const staying = dependencies.filter((each) => !isMoved(each));
  return [...merged(staying, moved, inOrder)];
}
