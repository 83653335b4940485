/** Where objects are found under other names: those that were renamed, and all whose address has such a name in it. */

import { type Address, encodeAddress, encodePath, kindOf, parseAddress } from "../../core/address.ts";
import { type Canonical, isTexts } from "../../core/canonical.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import { qualified } from "../../core/sql.ts";
import { later } from "../structure/later.ts";

export class NameMap {
  readonly #kinds: KindRegistry;
  readonly #moved = new Map<string, Address>();
  /** By a path as JSON: where what had it is now. */
  readonly #paths = new Map<string, (readonly string[])[]>();
  /** The same as addresses spell them. */
  readonly #places = new Set<string>();
  readonly #lengths = new Set<number>();
  /** The kinds of what types stand in. */
  readonly #spaces: () => readonly string[];
  readonly #known = new Map<string, Address>();
  #edition = 0;

  constructor(kinds: KindRegistry, pairs: Iterable<readonly [from: Address, to: Address]> = []) {
    this.#kinds = kinds;
    this.#spaces = later(() => spacesOf(kinds));
    for (const [from, to] of pairs) this.add(from, to);
  }

  add(from: Address, to: Address): void {
    this.#edition++;
    this.#known.clear();
    this.#moved.set(encodeAddress(from), to);
    const key = JSON.stringify(from.path);
    this.#paths.set(key, [...(this.#paths.get(key) ?? []), to.path]);
    const place = encodePath(from.path);
    this.#places.add(place);
    this.#lengths.add(place.length);
  }

  /** Another one as soon as it knows more. */
  get edition(): number {
    return this.#edition;
  }

  get isEmpty(): boolean {
    return this.#moved.size === 0;
  }

  /** Where the object is now: it was renamed itself, or what it stands within was. */
  of(address: Address): Address {
    const spelled = encodeAddress(address);
    const known = this.#moved.get(spelled) ?? this.#known.get(spelled);
    if (known) return known;
    if (!this.#mayHaveMoved(spelled)) return address;
    const found = this.#spellingMoved(this.#withinMoved(address) ?? address);
    this.#known.set(spelled, found);
    return found;
  }

  #spellingMoved(address: Address): Address {
    const { typePlaces } = this.#kinds.get(address.kind);
    const path = address.path.map((name, at) => (typePlaces.includes(at) ? this.#typesIn(name) : name));
    if (path.some((name, at) => name !== address.path[at])) return { kind: address.kind, path };
    for (const other of this.#kinds.get(address.kind).spells(address)) {
      const to = this.of(other);
      if (to !== other) return { kind: address.kind, path: [...address.path.slice(0, -other.path.length), ...to.path] };
    }
    return address;
  }

  /** Types as PostgreSQL prints them, each with the name it has now. */
  #typesIn(printed: string): string {
    if (!printed.includes(".")) return printed;
    return printed.replaceAll(QUALIFIED, (name) => {
      const before = partsOf(name);
      const to = this.#paths.get(JSON.stringify(before))?.[0] ?? this.#inItsSpace(before);
      return to ? qualified(...to) : name;
    });
  }

  /** Of a type that is no object of its own, an extension's: it goes where what it stands in goes. */
  #inItsSpace([space = "", ...rest]: readonly string[]): readonly string[] | undefined {
    for (const kind of this.#spaces()) {
      const to = this.#moved.get(encodeAddress({ kind, path: [space] }));
      if (to) return [...to.path, ...rest];
    }
    return undefined;
  }

  spelled = (address: string): string =>
    this.#mayHaveMoved(address) ? encodeAddress(this.of(parseAddress(address))) : address;

  /** Most addresses have nothing in them that was renamed: no need to take them apart. */
  #mayHaveMoved(address: string): boolean {
    if (this.isEmpty) return false;
    // Types within a name, `routine:app.label_of."app.size, text"`, or within that of a satellite's host.
    if (address.includes('"')) {
      const { typePlaces, satellite } = this.#kinds.get(kindOf(address));
      if (satellite || typePlaces.length > 0) return true;
    }
    for (let start = address.indexOf(":") + 1; start > 0; start = address.indexOf(".", start) + 1)
      for (let dot = start; dot >= 0; ) {
        dot = address.indexOf(".", dot + 1);
        const end = dot < 0 ? address.length : dot;
        if (this.#lengths.has(end - start) && this.#places.has(address.slice(start, end))) return true;
      }
    return false;
  }

  #withinMoved(address: Address): Address | undefined {
    const kind = this.#kinds.get(address.kind);
    for (const holder of kind.within(address, null, {})) {
      const before = kind.satellite ? [holder.kind, ...holder.path] : holder.path;
      const place = placeOf(holder, kind);
      const end = place + before.length;
      const named = address.path.slice(place, end);
      if (!isSamePath(named, before) || (before.length === address.path.length && holder.kind === kind.name)) continue;
      const to = this.of(holder);
      if (to === holder) continue;
      const now = kind.satellite ? [to.kind, ...to.path] : to.path;
      return { kind: address.kind, path: [...address.path.slice(0, place), ...now, ...address.path.slice(end)] };
    }
    return undefined;
  }

  /** Where paths that begin like this lead now, the longest beginning first; none where nothing in it was renamed. */
  paths(path: readonly string[]): (readonly string[])[] {
    for (let length = path.length; length > 0; length--) {
      const found = this.#paths.get(JSON.stringify(path.slice(0, length)));
      if (found) return found.map((now) => [...now, ...path.slice(length)]);
    }
    return [];
  }

  /** A value with the paths and addresses in it led to where they lead now. */
  carry<T extends Canonical>(value: T): T {
    if (this.isEmpty || value === null) return value;
    return this.#carry(value) as T;
  }

  #carry(value: Canonical): Canonical {
    if (typeof value === "string") return this.#carryAddress(value);
    if (value === null || typeof value !== "object" || "$sql" in value) return value;
    if (Array.isArray(value)) {
      const [path] = isPath(value) ? this.paths(value) : [];
      return path ?? value.map((item: Canonical) => this.#carry(item));
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#carry(item)]));
  }

  #carryAddress(text: string): string {
    const kind = text.slice(0, text.indexOf(":"));
    if (kind === "" || !this.#kinds.all.some(({ name }) => name === kind)) return text;
    try {
      return this.spelled(text);
    } catch {
      return text;
    }
  }
}

const spacesOf = (kinds: KindRegistry): readonly string[] => {
  const named = kinds.all.filter(({ typePlaces }) => typePlaces.length > 0);
  const holders = named.flatMap(({ name, key, within }) => within({ kind: name, path: [...key] }, null, {}));
  return [...new Set(holders.filter(({ path }) => path.length === 1).map(({ kind }) => kind))];
};

const PART = /"(?:[^"]|"")*"|[\w$\u0080-\uffff]+/g;
const QUALIFIED = new RegExp(`(?:${PART.source})\\.(?:${PART.source})`, "g");
const partsOf = (name: string): string[] =>
  Array.from(name.matchAll(PART), ([part]) => (part.startsWith('"') ? unquoted(part) : part));

/** Types in a path with all of their names in quotes, on whichever side they stand: PostgreSQL quotes no more than it must. */
export const spelled = ({ typePlaces }: Kind, path: readonly string[]): readonly string[] =>
  typePlaces.length === 0
    ? path
    : path.map((name, at) =>
        typePlaces.includes(at) ? name.replaceAll(QUALIFIED, (type) => qualified(...partsOf(type))) : name,
      );

const unquoted = (part: string): string => part.slice(1, -1).replaceAll('""', '"');

const isPath = (value: readonly Canonical[]): value is readonly string[] => value.length > 1 && isTexts(value);

/** Where addresses name what they stand within: at their beginning, but for what belongs to a role in a schema. */
const placeOf = ({ kind, path }: Address, { satellite, key }: Pick<Kind, "satellite" | "key">): number =>
  satellite || path.length > 1 ? 0 : Math.max(0, key.indexOf(kind));

const isSamePath = (path: readonly string[], other: readonly string[]): boolean =>
  path.length === other.length && path.every((name, at) => name === other[at]);
