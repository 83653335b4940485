/** Where expected objects are by the names of a map that grows: what is elsewhere, what is missing, what was not expected. */

import { byCodeUnit, kindOf } from "../../core/address.ts";
import type { Change } from "../../core/change.ts";
import { groupBy } from "../../core/group-by.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import type { NameMap } from "./name-map.ts";

type Moves = ReadonlyMap<string, string>;
type Groups = ReadonlyMap<string, readonly string[]>;

export class Whereabouts {
  readonly #sides: RelatedSides;
  readonly #map: NameMap;
  readonly #hidden: readonly string[];
  readonly #expected: Groups;
  /** What is at no address of the other side while no name is taken for another. */
  readonly #removed: Groups;
  readonly #added: Groups;
  readonly #altered: Groups;
  /** By kind, as the map was by then. */
  readonly #known = new Map<string, { readonly edition: number; readonly moves: Moves }>();

  /**
   * @param changes between the two sides
   * @param hidden what addresses begin with of which one of the sides knows nothing
   */
  constructor(sides: RelatedSides, changes: readonly Change[], hidden: readonly string[], map: NameMap) {
    this.#sides = sides;
    this.#map = map;
    this.#hidden = hidden;
    const of = (verb: Change["verb"]) => changes.flatMap((change) => (change.verb === verb ? [change.address] : []));
    this.#expected = groupBy(sides.expected.objects.keys(), kindOf);
    this.#removed = groupBy(of("removed"), kindOf);
    this.#added = groupBy(of("added"), kindOf);
    this.#altered = groupBy(new Set(of("altered")), kindOf);
  }

  /** Of all kinds, what is elsewhere: from where it was to where it is. */
  moves(): Moves {
    return new Map([...this.#expected.keys()].flatMap((kind) => [...this.#movesOf(kind)]));
  }

  /** Of a kind, the expected addresses of what is elsewhere. */
  moved(kind: string): readonly string[] {
    return this.visible(this.#movesOf(kind).keys());
  }

  #movesOf(kind: string): Moves {
    if (this.#map.isEmpty) return NOWHERE;
    const { edition } = this.#map;
    const known = this.#known.get(kind);
    if (known?.edition === edition) return known.moves;
    const moves = new Map<string, string>();
    for (const address of this.#expected.get(kind) ?? []) {
      const now = this.#map.spelled(address);
      if (now !== address) moves.set(address, now);
    }
    this.#known.set(kind, { edition, moves });
    return moves;
  }

  missing(kind: string): readonly string[] {
    const { objects } = this.#sides.actual;
    return united(this.#removed.get(kind) ?? [], this.moved(kind)).filter(
      (address) => !objects.has(this.#map.spelled(address)),
    );
  }

  /** By their addresses in actual. */
  unexpected(kind: string): readonly string[] {
    const { objects } = this.#sides.actual;
    const moved = this.moved(kind);
    const there = new Set(moved.map(this.#map.spelled));
    const left = moved.filter((address) => objects.has(address));
    return united(this.#added.get(kind) ?? [], left).filter((address) => !there.has(address));
  }

  /** What is at the same address on both sides, and not the same there. */
  altered = (kind: string): readonly string[] => this.visible(this.#altered.get(kind) ?? []);

  visible(addresses: Iterable<string>): string[] {
    return [...addresses].filter((address) => !this.#hidden.some((prefix) => address.startsWith(prefix)));
  }
}

const NOWHERE: Moves = new Map();

/** Each once, in order. */
export const united = (some: readonly string[], others: readonly string[]): readonly string[] =>
  others.length === 0 ? some : [...new Set([...some, ...others])].sort(byCodeUnit);

/** A path, spelled but for some of its names. */
export const without = (path: readonly string[], ...places: readonly (number | null | undefined)[]): string =>
  JSON.stringify(path.map((name, at) => (places.includes(at) ? null : name)));
