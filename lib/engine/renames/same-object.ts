/** Whether what is said of an object is the same but for names that others have now: in columns and in SQL text. */

import { type Address, byCodeUnit, encodeAddress } from "../../core/address.ts";
import { type Canonical, encode, isSqlText, isTexts } from "../../core/canonical.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { type OtherNames, type Parse, sameTypes, sameUnderOtherNames } from "../../sqltext/other-names.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import type { NameMap } from "./name-map.ts";

/** An object that has another name. */
export interface Pair {
  readonly from: Address;
  readonly to: Address;
}

export class SameObject {
  readonly #kinds: KindRegistry;
  readonly #sides: RelatedSides;
  readonly #map: NameMap;
  readonly #parse: Parse;
  readonly #pairs: Named[] = [];
  /** By what they stand within, and by themselves: their places among the pairs. */
  readonly #within = new Map<string, number[]>();
  readonly #places = new Map<string, number[]>();
  readonly #topmost: number[] = [];
  #back: { readonly edition: number; readonly addresses: ReadonlyMap<string, string> } | undefined;
  readonly #known = new Map<string, readonly Named[]>();

  constructor(kinds: KindRegistry, sides: RelatedSides, map: NameMap, parse: Parse) {
    this.#kinds = kinds;
    this.#sides = sides;
    this.#map = map;
    this.#parse = parse;
  }

  add(pair: Pair): void {
    this.#known.clear();
    const named = this.#named(pair);
    const place = this.#pairs.push(named) - 1;
    keep(this.#places, named.address, place);
    if (named.parent !== undefined) keep(this.#within, named.parent, place);
    if (named.depth === 1) this.#topmost.push(place);
  }

  #named({ from, to }: Pair): Named {
    const place = this.#kinds.get(from.kind).rename?.place ?? from.path.length - 1;
    const address = encodeAddress(from);
    return {
      ...{ address, parent: this.#sides.expected.parent(address), depth: from.path.length },
      ...{ was: from.path[place] ?? "", is: to.path[place] ?? "" },
      // A routine is called without the types of its arguments.
      ...{ from: from.path.slice(0, place + 1), to: to.path.slice(0, place + 1) },
    };
  }

  /** @param besides is taken to have been renamed, too */
  value(address: string, expected: Canonical, actual: Canonical, besides?: Pair): boolean {
    if (encode(expected) === encode(actual)) return true;
    const pairs = [...this.#concerning(address), ...(besides ? [this.#named(besides)] : [])];
    const names: OtherNames = {
      name: (was, is) => pairs.some((pair) => pair.was === was && pair.is === is),
      path: (was, is) =>
        this.#map.paths(was).some((path) => isEqual(path, is)) ||
        pairs.some((pair) => isEqual(pair.from, was) && isEqual(pair.to, is)),
    };
    return this.#same(expected, actual, names);
  }

  /** Whether an address that names others at its end is the other one: `publication-table:news.app.articles`. */
  path(expected: Address, actual: Address): boolean {
    const names: OtherNames = {
      name: (was, is) => this.#pairs.some((pair) => pair.was === was && pair.is === is),
      path: (was, is) => this.#map.paths(was).some((path) => isEqual(path, is)),
    };
    const from = this.#map.of(expected).path;
    // What is on the sequence of an identity column has no host among the objects, and goes where the table goes.
    const hostless = this.#isHostless(expected);
    const isOther = (at: number) => {
      const [was, is] = [from.slice(at), actual.path.slice(at)];
      return names.path(was, is) || (hostless && this.#pairs.some((pair) => wentAlong(pair, was, is)));
    };
    if (from.some((_, at) => isEqual(from.slice(0, at), actual.path.slice(0, at)) && isOther(at))) return true;
    return (
      from.length === actual.path.length &&
      from.every((name, at) => {
        const types = [name.split(", "), (actual.path[at] ?? "").split(", ")] as const;
        return name === actual.path[at] || this.#lists(types[0], types[1], names);
      })
    );
  }

  #isHostless(address: Address): boolean {
    const kind = this.#kinds.get(address.kind);
    return kind.satellite && !this.#sides.expected.objects.has(encodeAddress(kind.host(address).address));
  }

  /** The address of what was renamed that the object stands in, or else names. */
  causeOf(address: string): string | undefined {
    const { parent } = this.#sides.expected;
    const concerning = this.#concerning(address).map((pair) => pair.address);
    for (let at: string | undefined = address; at !== undefined; at = parent(at))
      if (concerning.includes(at)) return at;
    return concerning[0] ?? this.#pairs[0]?.address;
  }

  #same(expected: Canonical, actual: Canonical, names: OtherNames): boolean {
    if (typeof expected === "string" && typeof actual === "string") return this.#words(expected, actual, names);
    if (expected === null || actual === null || typeof expected !== "object" || typeof actual !== "object")
      return expected === actual;
    if (isSqlText(expected) && isSqlText(actual))
      return expected.form === actual.form || sameUnderOtherNames(expected, actual, names, this.#parse);
    if (Array.isArray(expected) && Array.isArray(actual)) return this.#lists(expected, actual, names);
    if (Array.isArray(expected) || Array.isArray(actual)) return false;
    const [from, to] = [new Map(Object.entries(expected)), new Map<string, Canonical>(Object.entries(actual))];
    return (
      from.size === to.size &&
      [...from].every(([key, item]) => to.has(key) && this.#same(item as Canonical, to.get(key) ?? null, names))
    );
  }

  #words(expected: string, actual: string, names: OtherNames): boolean {
    if (expected === actual || names.name(expected, actual)) return true;
    // `index orders_pkey`: a name after what says how it is meant.
    const [from, to] = [expected.indexOf(" ") + 1, actual.indexOf(" ") + 1];
    const said = from > 0 && expected.slice(0, from) === actual.slice(0, to);
    if (said && names.name(expected.slice(from), actual.slice(to))) return true;
    return sameTypes(expected, actual, names, this.#parse);
  }

  #lists(expected: readonly Canonical[], actual: readonly Canonical[], names: OtherNames): boolean {
    if (expected.length !== actual.length) return false;
    if (isTexts(expected) && isTexts(actual) && names.path(expected, actual)) return true;
    if (expected.every((item, at) => this.#same(item, actual[at] ?? null, names))) return true;
    // What is kept in the order of its names is in another order under other names.
    if (!isSorted(expected) || !isSorted(actual)) return false;
    const left = [...actual];
    return expected.every((item) => {
      const at = left.findIndex((other) => this.#same(item, other, names));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }

  /** Those renamed that the object may name: it stands within them, beside them, needs them, or holds them. */
  #concerning(address: string): readonly Named[] {
    const known = this.#known.get(address);
    if (known) return known;
    const near = [...this.#near(address)];
    const inside = near.flatMap((other) => this.#within.get(other) ?? []);
    const places = new Set([
      ...this.#topmost,
      ...near.flatMap((other) => this.#places.get(other) ?? []),
      ...(this.#within.get(address) ?? []),
      ...inside.filter((place) => (this.#pairs[place] as Named).depth > 2),
    ]);
    const found = [...places].sort((a, b) => a - b).map((place) => this.#pairs[place] as Named);
    this.#known.set(address, found);
    return found;
  }

  #near(address: string): ReadonlySet<string> {
    const { expected, actual } = this.#sides;
    const near = new Set<string>();
    const reach = (
      start: string | undefined,
      parent: (at: string) => string | undefined,
      name: (at: string) => string,
    ) => {
      for (let at = start; at !== undefined; at = parent(at)) near.add(name(at));
    };
    const back = this.#formerly();
    const asExpected = (at: string) => back.get(at) ?? at;
    const now = this.#map.spelled(address);
    for (const start of [address, ...expected.needs(address)]) reach(start, expected.parent, (at) => at);
    for (const start of [now, ...actual.needs(now)]) reach(start, actual.parent, asExpected);
    for (const partner of this.#partners(address)) near.add(partner);
    return near;
  }

  /** Of what was renamed, by the addresses that the map has for it now. */
  #formerly(): ReadonlyMap<string, string> {
    const { edition } = this.#map;
    if (this.#back?.edition !== edition) {
      const addresses = new Map(this.#pairs.map(({ address }) => [this.#map.spelled(address), address]));
      this.#back = { edition, addresses };
    }
    return this.#back.addresses;
  }

  /** Those that it is tied to, and is in step with. */
  #partners(address: string): string[] {
    const object = this.#sides.expected.objects.get(address);
    if (!object) return [];
    const kind = this.#kinds.get(object.address.kind);
    return kind.attributes.flatMap((attribute) =>
      kind
        .rule(attribute)
        .mirrors(object.address, object.spec[attribute] ?? null)
        .map(encodeAddress),
    );
  }
}

function keep(places: Map<string, number[]>, address: string, place: number): void {
  const known = places.get(address);
  if (known) known.push(place);
  else places.set(address, [place]);
}

interface Named {
  readonly address: string;
  readonly parent: string | undefined;
  /** How many names its address has. */
  readonly depth: number;
  readonly was: string;
  readonly is: string;
  /** The same with all that stands before it. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** The sequence of an identity column is no object of its own: what is on it goes to the schema that its table goes to. */
const wentAlong = ({ from, to }: Named, was: readonly string[], is: readonly string[]): boolean =>
  from[0] !== to[0] && was[0] === from[0] && is[0] === to[0] && isEqual(was.slice(1), is.slice(1));

const isEqual = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at]);

const isSorted = (values: readonly Canonical[]): boolean => {
  const keys = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  return keys.every((key, at) => at === 0 || byCodeUnit(keys[at - 1] as string, key) <= 0);
};
