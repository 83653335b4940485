/** The relations among the objects of one snapshot: who stands within, needs, owns and follows whom. */

import { encodeAddress, kindOf } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject, Snapshot } from "../../core/snapshot.ts";
import { later } from "./later.ts";
import { grouped, NONE, sought, type Ties } from "./ties.ts";
import { parentOf, texts } from "./tree.ts";

export type Side = Pick<Snapshot, "objects" | "dependencies">;

const known = new WeakMap<Snapshot["objects"], Relations>();

/** The relations of one side, worked out once. */
export function relationsOf(kinds: KindRegistry, side: Side): Relations {
  const relations = known.get(side.objects) ?? new OwnRelations(kinds, side);
  known.set(side.objects, relations);
  return relations;
}

/** Says of objects what relations they have: nobody has to work them out. */
export function relate(objects: Snapshot["objects"], relations: Relations): void {
  known.set(objects, relations);
}

export abstract class Relations {
  abstract readonly objects: Snapshot["objects"];
  abstract readonly parent: (address: string) => string | undefined;
  abstract readonly children: Ties;
  /** What lies in it, which has to be empty to go, and stands within another: partitions in a schema that is not their table's. */
  abstract readonly lodgers: Ties;
  /** What it lies in and keeps from going, since that has to be empty then: a schema. */
  abstract readonly holders: (address: string) => string[];
  abstract readonly needs: Ties;
  abstract readonly neededBy: Ties;
  /** Those whose drop takes the object along, unasked. */
  abstract readonly owners: Ties;
  /** Those that PostgreSQL keeps in step with the object. */
  abstract readonly led: Ties;
  /** Those among them that come and go with it. */
  abstract readonly followers: Ties;
  /** The objects that PostgreSQL keeps this one in step with. */
  abstract readonly leaders: (address: string) => string[];
  /** Whether the object comes and goes with one that it follows. */
  abstract arises(address: string): boolean;

  get(address: string): CatalogueObject {
    const object = this.objects.get(address);
    if (!object) throw new Error(`there is no ${address}`);
    return object;
  }

  /** Whether the object is the other one, or stands within it at any depth. */
  isWithin(address: string | undefined, other: string): boolean {
    for (let at = address; at !== undefined; at = this.parent(at)) if (at === other) return true;
    return false;
  }

  /** What it is a lodger of. */
  lodgings(address: string): string[] {
    return this.holders(address).filter((other) => other !== this.parent(address));
  }

  /** What the object follows, and what that follows. */
  allLeaders(address: string): string[] {
    return this.leaders(address).flatMap((leader) => [leader, ...this.allLeaders(leader)]);
  }

  /** What follows the object, and what follows that. */
  allLed(address: string): string[] {
    return [...this.led(address)].flatMap((other) => [other, ...this.allLed(other)]);
  }

  /** Objects of its kind that stand within it, at any depth: the partitions of a table. */
  alikeBelow(address: string): string[] {
    const alike = [...this.children(address)].filter((child) => kindOf(child) === kindOf(address));
    return alike.flatMap((child) => [child, ...this.alikeBelow(child)]);
  }
}

/** As the objects themselves and the catalogue say. */
class OwnRelations extends Relations {
  readonly objects: Snapshot["objects"];
  readonly #kinds: KindRegistry;
  readonly #parents = new Map<string, string | undefined>();
  /** A right that was passed on needs the right to pass it on; pg_depend does not know. */
  readonly #passedOn: () => readonly Pair[];
  readonly children: Ties;
  readonly lodgers: Ties;
  readonly needs: Ties;
  readonly neededBy: Ties;
  readonly owners: Ties;
  readonly led: Ties;
  readonly followers: Ties;

  constructor(kinds: KindRegistry, { objects, dependencies }: Side) {
    super();
    this.#kinds = kinds;
    this.objects = objects;
    this.#passedOn = later(() =>
      Array.from(objects).flatMap(([address, { facts }]) =>
        facts.needs === undefined ? [] : texts(facts.needs).map((other): Pair => [address, other]),
      ),
    );
    this.children = grouped(() => this.#allWithin());
    const lodgers = grouped(() => this.#allLodging());
    this.lodgers = (address) => (kinds.get(kindOf(address)).mustBeEmpty ? lodgers(address) : NONE);
    const [own, others] = [sought(dependencies), grouped(this.#passedOn)];
    this.needs = (address) => united(own(address), others(address));
    this.neededBy = grouped(() => [
      ...dependencies.map(({ from, to }): Pair => [to, from]),
      ...this.#passedOn().map(([from, to]): Pair => [to, from]),
    ]);
    this.owners = sought(dependencies.filter(({ owned }) => owned));
    this.led = grouped(() => this.#allLed(() => true));
    this.followers = grouped(() => this.#allLed((address) => this.arises(address)));
  }

  *#allWithin(): Iterable<Pair> {
    for (const [address, object] of this.objects) {
      const parent = parentOf(this.#kinds, this.objects, address, object);
      if (parent !== undefined) yield [parent, address];
    }
  }

  *#allLodging(): Iterable<Pair> {
    for (const address of this.objects.keys()) for (const lodging of this.lodgings(address)) yield [lodging, address];
  }

  *#allLed(isWanted: (address: string) => boolean): Iterable<Pair> {
    for (const address of this.objects.keys())
      if (!this.#kinds.get(kindOf(address)).satellite && isWanted(address))
        for (const leader of this.leaders(address)) yield [leader, address];
  }

  parent = (address: string): string | undefined => {
    if (this.#parents.has(address)) return this.#parents.get(address);
    const object = this.objects.get(address);
    const parent = object && parentOf(this.#kinds, this.objects, address, object);
    this.#parents.set(address, parent);
    return parent;
  };

  holders = (address: string): string[] => {
    const object = this.objects.get(address);
    if (!object || this.#kinds.get(object.address.kind).satellite) return [];
    return this.#kinds
      .get(object.address.kind)
      .within(object.address, object.spec, object.facts)
      .filter(({ kind }) => this.#kinds.get(kind).mustBeEmpty)
      .map(encodeAddress)
      .filter((other) => this.objects.has(other));
  };

  leaders = (address: string): string[] => {
    const object = this.objects.get(address);
    const following = object && this.#following(object);
    return (following?.leaders ?? []).filter((leader) => this.objects.has(leader));
  };

  arises(address: string): boolean {
    const { satellite, follows } = this.#kinds.get(kindOf(address));
    if (satellite || !follows) return false;
    const object = this.objects.get(address);
    const following = object && this.#following(object);
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

type Pair = readonly [string, string];

const united = (some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> =>
  others.size === 0 ? some : new Set([...some, ...others]);

/** Those of a side that is told in other names: the same, between the same objects. */
export class RenamedRelations extends Relations {
  readonly objects: Snapshot["objects"];
  readonly #own: Relations;
  /** Of what has another address: from the one to the other, and back. */
  readonly #moves: ReadonlyMap<string, string>;
  readonly #moved: ReadonlyMap<string, string>;

  constructor(own: Relations, objects: Snapshot["objects"], moves: ReadonlyMap<string, string>) {
    super();
    this.objects = objects;
    this.#own = own;
    this.#moves = moves;
    this.#moved = new Map(Array.from(moves, ([from, to]) => [to, from]));
  }

  #to = (own: string): string => this.#moves.get(own) ?? own;

  #from = (address: string): string => this.#moved.get(address) ?? address;

  #all(own: ReadonlySet<string>): ReadonlySet<string> {
    for (const each of own) if (this.#moves.has(each)) return new Set(Array.from(own, this.#to));
    return own;
  }

  parent = (address: string): string | undefined => {
    const parent = this.#own.parent(this.#from(address));
    return parent === undefined ? undefined : this.#to(parent);
  };
  children = (address: string): ReadonlySet<string> => this.#all(this.#own.children(this.#from(address)));
  lodgers = (address: string): ReadonlySet<string> => this.#all(this.#own.lodgers(this.#from(address)));
  holders = (address: string): string[] => this.#own.holders(this.#from(address)).map(this.#to);
  needs = (address: string): ReadonlySet<string> => this.#all(this.#own.needs(this.#from(address)));
  neededBy = (address: string): ReadonlySet<string> => this.#all(this.#own.neededBy(this.#from(address)));
  owners = (address: string): ReadonlySet<string> => this.#all(this.#own.owners(this.#from(address)));
  led = (address: string): ReadonlySet<string> => this.#all(this.#own.led(this.#from(address)));
  followers = (address: string): ReadonlySet<string> => this.#all(this.#own.followers(this.#from(address)));
  leaders = (address: string): string[] => this.#own.leaders(this.#from(address)).map(this.#to);

  arises(address: string): boolean {
    return this.#own.arises(this.#from(address));
  }
}
