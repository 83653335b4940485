/** The relations among the objects of one snapshot: who stands within, needs, owns and follows whom. */

import { encodeAddress, kindOf } from "../core/address.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject, Snapshot } from "../core/snapshot.ts";
import { later } from "./later.ts";
import { parentOf, texts } from "./tree.ts";

export type Side = Pick<Snapshot, "objects" | "dependencies">;

const known = new WeakMap<Snapshot["objects"], Relations>();

/** The relations of one side, worked out once. */
export function relationsOf(kinds: KindRegistry, side: Side): Relations {
  const relations = known.get(side.objects) ?? new Relations(kinds, side);
  known.set(side.objects, relations);
  return relations;
}

type Ties = ReadonlyMap<string, ReadonlySet<string>>;
const NONE: ReadonlySet<string> = new Set();

export class Relations {
  readonly objects: Snapshot["objects"];
  readonly #kinds: KindRegistry;
  readonly #parents = new Map<string, string>();
  readonly #children = later(() => ties(Array.from(this.#parents, ([child, parent]) => [parent, child])));
  readonly #needs = later(() => ties(this.#needing()));
  readonly #neededBy = later(() => ties(this.#needing().map(([from, to]) => [to, from])));
  readonly #owners: () => Ties;
  readonly #followers = later(() =>
    ties(
      [...this.objects.keys()].flatMap((follower) =>
        this.arises(follower) ? this.leaders(follower).map((leader) => [leader, follower] as const) : [],
      ),
    ),
  );
  readonly #dependencies: Side["dependencies"];

  constructor(kinds: KindRegistry, { objects, dependencies }: Side) {
    this.#kinds = kinds;
    this.objects = objects;
    this.#dependencies = dependencies;
    this.#owners = later(() => ties(dependencies.filter(({ owned }) => owned).map(({ from, to }) => [from, to])));
    for (const [address, object] of objects) {
      const parent = parentOf(kinds, objects, address, object);
      if (parent !== undefined) this.#parents.set(address, parent);
    }
  }

  #needing(): (readonly [from: string, to: string])[] {
    const needs = this.#dependencies.map(({ from, to }) => [from, to] as const);
    // A right that was passed on needs the right to pass it on; pg_depend does not know.
    for (const [address, { facts }] of this.objects)
      for (const other of texts(facts.needs)) needs.push([address, other]);
    return needs;
  }

  get(address: string): CatalogueObject {
    const object = this.objects.get(address);
    if (!object) throw new Error(`there is no ${address}`);
    return object;
  }

  parent = (address: string): string | undefined => this.#parents.get(address);
  children = (address: string): ReadonlySet<string> => this.#children().get(address) ?? NONE;
  needs = (address: string): ReadonlySet<string> => this.#needs().get(address) ?? NONE;
  neededBy = (address: string): ReadonlySet<string> => this.#neededBy().get(address) ?? NONE;
  /** Those whose drop takes the object along, unasked. */
  owners = (address: string): ReadonlySet<string> => this.#owners().get(address) ?? NONE;
  /** Those that come and go with the object. */
  followers = (address: string): ReadonlySet<string> => this.#followers().get(address) ?? NONE;

  /** Whether the object is the other one, or stands within it at any depth. */
  isWithin(address: string | undefined, other: string): boolean {
    for (let at = address; at !== undefined; at = this.parent(at)) if (at === other) return true;
    return false;
  }

  /** The objects that PostgreSQL keeps this one in step with. */
  leaders = (address: string): string[] => {
    const object = this.objects.get(address);
    const following = object && this.#following(object);
    return (following?.leaders ?? []).filter((leader) => this.objects.has(leader));
  };

  /** Whether the object comes and goes with one that it follows. */
  arises(address: string): boolean {
    const object = this.objects.get(address);
    const { satellite, follows } = this.#kinds.get(kindOf(address));
    if (!object || satellite || !follows) return false;
    const following = this.#following(object);
    return following?.arises === true && following.leaders.some((leader) => this.objects.has(leader));
  }

  /** A satellite follows the one of its kind on what its host follows. */
  #following({ address, spec, facts }: CatalogueObject): { leaders: string[]; arises: boolean } | undefined {
    const kind = this.#kinds.get(address.kind);
    if (!kind.satellite) {
      const following = kind.follows?.(address, spec, facts);
      return following && { leaders: following.leaders.map(encodeAddress), arises: following.arises };
    }
    const { address: at } = kind.host(address);
    const host = this.objects.get(encodeAddress(at));
    const following = host && this.#kinds.get(at.kind).follows?.(at, host.spec, host.facts);
    const suffix = address.path.slice(at.path.length + 1);
    const leaders = following?.leaders.map((leader) => ({
      ...address,
      path: [leader.kind, ...leader.path, ...suffix],
    }));
    return leaders && { leaders: leaders.map(encodeAddress), arises: false };
  }
}

function ties(pairs: readonly (readonly [string, string])[]): Ties {
  const sets = new Map<string, Set<string>>();
  for (const [from, to] of pairs) {
    const set = sets.get(from);
    if (set) set.add(to);
    else sets.set(from, new Set([to]));
  }
  return sets;
}
