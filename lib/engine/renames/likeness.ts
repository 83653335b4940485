/** How alike a missing and an unexpected object are, in what their kind says tells its objects apart. */

import { encodeAddress, parseAddress } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Kind } from "../../core/registered.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";
import type { SameObject } from "./same-object.ts";
import { ratio } from "./similarity.ts";

/** A pair that may be one object. */
export interface Likely {
  readonly from: string;
  readonly to: string;
  /** From 0 to 1 … */
  readonly score: number;
  /** … and what it would be if both had one name. */
  readonly butForName: number;
  /** Nothing but the name is different, and nothing else makes out the object. */
  readonly byDefinition: boolean;
}

/** Another pair that comes this near to the better one makes both ambiguous. */
const TOO_NEAR = 0.1;

export const sharesOne = (pair: Likely, other: Likely): boolean => other.from === pair.from || other.to === pair.to;

export const isRival = (pair: Likely, other: Likely): boolean =>
  other !== pair && sharesOne(pair, other) && other.score >= pair.score - TOO_NEAR;

export class Likenesses {
  readonly #kinds: KindRegistry;
  readonly #sides: RelatedSides;
  readonly #same: SameObject;
  readonly #parts = new Map<string, ReadonlySet<string>>();
  readonly #places = new Map<string, readonly number[]>();

  constructor(kinds: KindRegistry, sides: RelatedSides, same: SameObject) {
    this.#kinds = kinds;
    this.#sides = sides;
    this.#same = same;
  }

  /** @returns undefined where their kind has no other names, or the two are not alike at all */
  between(from: string, to: string): Likely | undefined {
    const [expected, actual] = [this.#sides.expected.get(from), this.#sides.actual.get(to)];
    const kind = this.#kinds.get(expected.address.kind);
    if (!kind.rename) return undefined;
    const { likeness } = kind.rename;
    const names = eitherWay(nameOf(kind, expected), nameOf(kind, actual));
    if (likeness === "definition")
      return this.#sameDefinition(kind, expected, actual)
        ? { from, to, score: names, butForName: 1, byDefinition: true }
        : undefined;
    const { name, definition = 0, essence, position = 0, parts } = likeness;
    if (likeness.apart?.(expected.spec, actual.spec)) return undefined;
    const score =
      name * names +
      (definition > 0 && this.#sameDefinition(kind, expected, actual) ? definition : 0) +
      (essence ? essence.weight * essence.of(expected.spec, actual.spec) : 0) +
      (position > 0 ? position * this.#nearness(kind, from, to) : 0) +
      (parts ? parts.weight * this.#shared(from, to, parts.kinds) : 0);
    const butForName = precise(score + name * (1 - names));
    return { from, to, score: precise(score), butForName, byDefinition: false };
  }

  #sameDefinition(kind: Kind, expected: CatalogueObject, actual: CatalogueObject): boolean {
    const pair = { from: expected.address, to: actual.address };
    const address = encodeAddress(expected.address);
    return kind.attributes.every((attribute) =>
      this.#same.value(address, expected.spec[attribute] ?? null, actual.spec[attribute] ?? null, pair),
    );
  }

  /** 1 at the same place among their neighbours, less with every place between, 0 from one end to the other. */
  #nearness(kind: Kind, from: string, to: string): number {
    const [before, after] = [
      this.#placeOf(kind, this.#sides.expected, from),
      this.#placeOf(kind, this.#sides.actual, to),
    ];
    const most = Math.max(before.of, after.of) - 1;
    return most <= 0 ? 1 : 1 - Math.abs(before.at - after.at) / most;
  }

  #placeOf(kind: Kind, relations: Relations, address: string): { readonly at: number; readonly of: number } {
    const parent = relations.parent(address) ?? "";
    const key = `${relations === this.#sides.expected} ${kind.name} ${parent}`;
    const places = this.#places.get(key) ?? placesWithin(kind, relations, parent);
    this.#places.set(key, places);
    return { at: places.indexOf(positionOf(relations.get(address))), of: places.length };
  }

  /** How many names of what stands within are on both sides, of all that there are (Jaccard). */
  #shared(from: string, to: string, kinds: readonly string[] | undefined): number {
    const [before, after] = [this.#partsOf("expected", from, kinds), this.#partsOf("actual", to, kinds)];
    const both = [...before].filter((name) => after.has(name)).length;
    const all = before.size + after.size - both;
    return all === 0 ? 0 : both / all;
  }

  #partsOf(side: keyof RelatedSides, address: string, kinds: readonly string[] | undefined): ReadonlySet<string> {
    const key = `${side} ${address}`;
    const known = this.#parts.get(key);
    if (known) return known;
    const found = [...this.#sides[side].children(address)].map(parseAddress).flatMap(({ kind, path }) => {
      if (this.#kinds.get(kind).satellite || (kinds && !kinds.includes(kind))) return [];
      return [kinds?.length === 1 ? (path.at(-1) ?? "") : JSON.stringify([kind, ...path.slice(1)])];
    });
    const parts = new Set(found);
    this.#parts.set(key, parts);
    return parts;
  }
}

/** A rename is the same in both directions, and so is how likely it is. */
const eitherWay = (one: string, other: string): number => Math.max(ratio(one, other), ratio(other, one));

/** Without the last digits of a sum of fractions. */
const precise = (score: number): number => Math.round(score * 1e9) / 1e9;

const nameOf = (kind: Kind, { address }: CatalogueObject): string => address.path[kind.rename?.place ?? 0] ?? "";

const positionOf = ({ facts }: CatalogueObject): number => (typeof facts.position === "number" ? facts.position : 0);

const placesWithin = (kind: Kind, relations: Relations, parent: string): readonly number[] =>
  [...relations.children(parent)]
    .map((child) => relations.get(child))
    .filter(({ address }) => address.kind === kind.name)
    .map(positionOf)
    .sort((a, b) => a - b);
