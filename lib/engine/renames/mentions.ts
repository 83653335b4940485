/**
 * Who mentions a missing object, and an unexpected one in its stead. PostgreSQL keeps names that people gave to a key, an
 * index or a view when it renames a column or a table under them; whoever drops the one and adds the other builds those
 * anew, under names of their own.
 */

import { encodeAddress, parseAddress } from "../../core/address.ts";
import type { Canonical } from "../../core/canonical.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";
import type { NameMap } from "./name-map.ts";
import type { SameObject } from "./same-object.ts";

export class Mentions {
  readonly #kinds: KindRegistry;
  readonly #sides: RelatedSides;
  readonly #map: NameMap;
  readonly #same: SameObject;

  constructor(kinds: KindRegistry, sides: RelatedSides, map: NameMap, same: SameObject) {
    this.#kinds = kinds;
    this.#sides = sides;
    this.#map = map;
    this.#same = same;
  }

  /** How many objects that are there on both sides speak for it that the one missing is the other. */
  of(from: string, to: string): number {
    const pair = { from: parseAddress(from), to: parseAddress(to) };
    const place = this.#kinds.get(pair.from.kind).rename?.place ?? 0;
    const [was, is] = [pair.from.path[place] ?? "", pair.to.path[place] ?? ""];
    const mentions = [...around(this.#sides.expected, from)].filter((address) => {
      const now = this.#map.spelled(address);
      const [expected, actual] = [this.#sides.expected.objects.get(address), this.#sides.actual.objects.get(now)];
      if (!expected || !actual) return false;
      return Object.entries(expected.spec).some(([attribute, before]) => {
        const after = actual.spec[attribute] ?? null;
        if (!names(before, was) || !names(after, is) || this.#same.value(address, before, after)) return false;
        return this.#same.value(address, before, after, pair);
      });
    });
    return mentions.length + this.#keptNames(from, to, was);
  }

  /** How many things within still have the old name in theirs: `orders_pkey` on the table `purchases`. */
  #keptNames(from: string, to: string, was: string): number {
    const inside = (relations: Relations, address: string, depth: number) =>
      [...relations.children(address)]
        .map(parseAddress)
        .filter(({ kind }) => !this.#kinds.get(kind).satellite)
        .map(({ kind, path }) => encodeAddress({ kind, path: path.slice(depth) }));
    const now = new Set(inside(this.#sides.actual, to, parseAddress(to).path.length));
    return inside(this.#sides.expected, from, parseAddress(from).path.length).filter((within) => {
      const name = parseAddress(within).path.at(-1) ?? "";
      return now.has(within) && name !== was && name.includes(was);
    }).length;
  }
}

/** What needs the object, what it stands in or what stands in it, and what stands beside it. */
function around({ parent, children, neededBy }: Relations, address: string): ReadonlySet<string> {
  const holder = parent(address);
  const holders = holder !== undefined && parseAddress(holder).path.length > 1 ? [holder] : [];
  const needed = [address, ...holders, ...children(address)].flatMap((each) => [...neededBy(each)]);
  return new Set([...needed, ...holders.flatMap((each) => [...children(each)])]);
}

/** As a name by itself, or in SQL. */
const names = (value: Canonical, name: string): boolean => {
  const text = JSON.stringify(value);
  const isIn = (spelled: string) => text.includes(JSON.stringify(spelled).slice(1, -1));
  return isIn(name) || (name.includes('"') && isIn(name.replaceAll('"', '""')));
};
