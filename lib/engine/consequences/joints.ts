/** What a table has by itself and becomes its part of what stands above when it comes there, or was one until it left. */

import { encodeAddress } from "../../core/address.ts";
import { encode } from "../../core/canonical.ts";
import {
  type Altered,
  alterationOf,
  type Change,
  type Existence,
  existenceByAddress,
  objectOf,
} from "../../core/change.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { differing } from "../diff/differing.ts";
import { alterations, type Part, partsOf, type RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";

export interface Joint {
  /** What gave the table its place, or took it. */
  readonly cause: Altered;
  /** That it came, or went, as what the table has by itself. */
  readonly change: Existence;
  /** The same of what tells how the part differs from the whole. */
  readonly deviation: Existence | undefined;
  readonly part: Part;
  /** What the part is one of, at the top. */
  readonly whole: string;
  /** What the part is, as if the table had it by itself. */
  readonly spec: Spec;
}

/** All that no statement alters. */
export const shapeOf = (
  kinds: KindRegistry,
  { address: { kind }, spec }: Pick<CatalogueObject, "address" | "spec">,
) => {
  const { attributes, rule } = kinds.get(kind);
  return `${kind} ${encode(attributes.filter((name) => rule(name).isFixed).map((name) => spec[name] ?? null))}`;
};

/** Each by itself is of one part, and each part of one. */
export function jointsOf(kinds: KindRegistry, changes: readonly Change[], sides: RelatedSides): Joint[] {
  const existence = existenceByAddress(changes);
  if (existence.size === 0) return [];
  return [...alterations(changes).values()].flatMap((cause) => {
    if (!kinds.get(cause.actual.address.kind).rule(cause.attribute).isPlace) return [];
    return [
      ...new Pairing(kinds, cause, existence, "added", sides.expected, sides.actual).joints(),
      ...new Pairing(kinds, cause, existence, "removed", sides.actual, sides.expected).joints(),
    ];
  });
}

/** Of one table, on the side where it has its place and on the one where it has it not. */
class Pairing {
  readonly #kinds: KindRegistry;
  readonly #cause: Altered;
  readonly #existence: ReadonlyMap<string, Existence>;
  readonly #verb: Existence["verb"];
  readonly #placed: Relations;
  readonly #alone: Relations;

  constructor(
    kinds: KindRegistry,
    cause: Altered,
    existence: ReadonlyMap<string, Existence>,
    verb: Existence["verb"],
    placed: Relations,
    alone: Relations,
  ) {
    this.#kinds = kinds;
    this.#cause = cause;
    this.#existence = existence;
    this.#verb = verb;
    this.#placed = placed;
    this.#alone = alone;
  }

  joints(): Joint[] {
    const { address } = this.#cause;
    const own = [...this.#alone.children(address)].flatMap((child) => {
      const change = this.#existence.get(child);
      return change?.verb === this.#verb && this.#standsOnWhatStays(child) ? [change] : [];
    });
    if (own.length === 0) return [];
    const stays = new Set((partsOf(this.#alone.objects.get(address)) ?? []).map(({ of }) => encodeAddress(of)));
    const taken = new Set<Change>();
    return (partsOf(this.#placed.objects.get(address)) ?? []).flatMap((part): Joint[] => {
      if (stays.has(encodeAddress(part.of))) return [];
      const spec = this.#specOf(address, part);
      if (!spec) return [];
      const shape = shapeOf(this.#kinds, { address: part.address, spec });
      const isNamesake = (change: Existence) => change.address === encodeAddress(part.address);
      const [change] = own
        .filter((each) => !taken.has(each) && shapeOf(this.#kinds, objectOf(each)) === shape)
        // PostgreSQL tells apart by their names what a table must have first.
        .filter((each) => !part.first || isNamesake(each))
        .sort((a, b) => this.#unlike(a, spec) - this.#unlike(b, spec) || Number(isNamesake(b)) - Number(isNamesake(a)));
      if (!change) return [];
      taken.add(change);
      const [, whole] = this.#above(address, part);
      return [{ cause: this.#cause, change, deviation: this.#deviation(address, part), part, whole, spec }];
    });
  }

  /** Of columns that come, or go, there is no part. */
  #standsOnWhatStays(own: string): boolean {
    const needs = [...this.#alone.needs(own)].filter((other) => this.#alone.isWithin(other, this.#cause.address));
    return needs.every((other) => this.#placed.objects.has(other));
  }

  /** In how much they differ. */
  #unlike(change: Existence, spec: Spec): number {
    return differing(this.#kinds, objectOf(change), spec).length;
  }

  /** What stands above, as far as the part on the way down, and at last that of the table, are not otherwise. */
  #specOf(table: string, part: Part): Spec | undefined {
    const [above, origin] = this.#above(table, part);
    const deviation = this.#deviating(table, origin);
    return above && { ...above, ...(deviation && this.#apart(deviation, part.of.kind)) };
  }

  #above(table: string, { of }: Part): [Spec | undefined, string] {
    const address = encodeAddress(of);
    const whole = this.#placed.objects.get(address);
    if (whole) return [whole.spec, address];
    const kind = this.#placed.get(table).address.kind;
    const holder = encodeAddress({ kind, path: of.path.slice(0, -1) });
    const upper = (partsOf(this.#placed.objects.get(holder)) ?? []).find(
      (other) => encodeAddress(other.address) === address,
    );
    return upper ? [this.#specOf(holder, upper), this.#above(holder, upper)[1]] : [undefined, address];
  }

  #deviating(table: string, origin: string): CatalogueObject | undefined {
    const found = [...this.#placed.children(table)].find(
      (child) =>
        this.#kinds.get(this.#placed.get(child).address.kind).ofPart && this.#placed.leaders(child).includes(origin),
    );
    return found === undefined ? undefined : this.#placed.get(found);
  }

  #apart({ address, spec, facts }: CatalogueObject, kind: string): Spec | undefined {
    return this.#kinds.get(address.kind).follows?.(address, spec, facts)?.apart?.[kind];
  }

  #deviation(table: string, part: Part): Existence | undefined {
    const deviating = this.#deviating(table, this.#above(table, part)[1]);
    return deviating && this.#existence.get(encodeAddress(deviating.address));
  }
}

/** Whether it is by itself what it is as a part. */
export const isSame = (kinds: KindRegistry, { change, spec }: Joint): boolean =>
  differing(kinds, objectOf(change), spec).length === 0;

/** What makes it what the part is, before it is that, or what it is by itself, once it is no part; null where nothing does. */
export function fitting(kinds: KindRegistry, { change, part, spec: ofPart }: Joint): readonly Statement[] | null {
  const own = objectOf(change);
  const leaves = change.verb === "removed";
  // A part that keeps another name is none that is expected.
  if (leaves && change.address !== encodeAddress(part.address)) return null;
  const [from, to] = leaves ? [ofPart, own.spec] : [own.spec, ofPart];
  const said: Statement[] = [];
  for (const name of differing(kinds, own, ofPart)) {
    const alteration = alterationOf({ spec: from, facts: own.facts }, { spec: to, facts: own.facts });
    const remedy = kinds
      .get(own.address.kind)
      .rule(name)
      .remedy(own.address, to[name] ?? null, alteration);
    if (remedy === "recreate" || "manual" in remedy) return null;
    said.push(...remedy);
  }
  return said;
}
