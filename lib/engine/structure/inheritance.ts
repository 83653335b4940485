/** What changes hand on to each other: a table to its partitions and heirs, and to itself when it leaves them. */

import { type Address, encodeAddress, parseAddress } from "../../core/address.ts";
import { encode } from "../../core/canonical.ts";
import type { Altered, Change } from "../../core/change.ts";
import type { Implication } from "../../core/implication.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Relations } from "./relations.ts";
import { texts } from "./tree.ts";

/** The two sides the changes lie between. */
export interface RelatedSides {
  readonly expected: Relations;
  readonly actual: Relations;
}

/** The alterations among the changes, by address and attribute. */
export const alterations = (changes: readonly Change[]): ReadonlyMap<string, Altered> =>
  new Map(
    changes.flatMap((change) => (change.verb === "altered" ? [[`${change.address} ${change.attribute}`, change]] : [])),
  );

/** The one among them that made it so. */
export function madeSo(
  altered: ReadonlyMap<string, Altered>,
  { address, attribute, value }: Implication,
): Altered | undefined {
  const change = altered.get(`${encodeAddress(address)} ${attribute}`);
  return change && encode(change.to) === encode(value) ? change : undefined;
}

/** Alterations that made an object what one that it follows was made. */
export function carriedOver(kinds: KindRegistry, changes: readonly Change[], relations: Relations): [Change, Change][] {
  const altered = alterations(changes);
  return [...altered.values()].flatMap((change) => {
    const leader = leadingAlteration(kinds, altered, relations, change);
    return leader ? [[change, leader] as [Change, Change]] : [];
  });
}

function leadingAlteration(
  kinds: KindRegistry,
  altered: ReadonlyMap<string, Altered>,
  relations: Relations,
  change: Altered,
): Altered | undefined {
  const kind = change.actual.address.kind;
  return relations
    .leaders(change.address)
    .map((leader) => altered.get(`${leader} ${change.attribute}`))
    .find((leader) => {
      if (!leader || encode(leader.to) !== encode(change.to)) return false;
      const above = kinds.get(leader.actual.address.kind);
      return (above.name === kind && !above.satellite) || above.rule(change.attribute).passesOn === "always";
    });
}

/**
 * Objects that get another place among those that pass something down (tables to be attached, or detached), each with
 * all those above the place it leaves.
 */
export function relocated(
  kinds: KindRegistry,
  changes: readonly Change[],
  relations: Relations,
): ReadonlyMap<string, readonly string[]> {
  const moved = new Map<string, readonly string[]>();
  const altered = [...alterations(changes).values()];
  // What is built anew stands in its place from the start.
  const anew = new Set(altered.filter((change) => isFixed(kinds, change)).map(({ address }) => address));
  for (const { address, actual, attribute, from, to } of altered) {
    if (anew.has(address)) continue;
    const { passesDown } = kinds.get(actual.address.kind).rule(attribute);
    const [has, had] = [from, to].map((value) => passesDown(value).map(encodeAddress));
    if (!has || !had || has.length + had.length === 0) continue;
    const kept = had.filter((parent) => has.includes(parent));
    const above = (parents: readonly string[]) =>
      parents.flatMap((parent) => lineage(kinds, relations, parent, attribute));
    // At another place in the same one it leaves that, too.
    const stays = new Set(kept.length === has.length && has.length === had.length ? [] : above(kept));
    moved.set(
      address,
      above(had).filter((parent) => !stays.has(parent)),
    );
  }
  return moved;
}

const isFixed = (kinds: KindRegistry, { actual, attribute }: Altered): boolean =>
  kinds.get(actual.address.kind).rule(attribute).isFixed;

/** Alterations that PostgreSQL undoes by itself when it undoes those of the leaders. */
export function carriedBack(
  kinds: KindRegistry,
  changes: readonly Change[],
  { expected, actual: relations }: RelatedSides,
  moved: ReadonlyMap<string, unknown>,
): ReadonlySet<Altered> {
  const altered = alterations(changes);
  const carried = [...altered.values()].filter((change) => {
    const leader = leadingAlteration(kinds, altered, relations, change);
    if (!leader || encode(leader.from) !== encode(change.from) || isOwn(change)) return false;
    if (moved.has(relations.parent(change.address) ?? "")) return false;
    // It may have let go of the other by then.
    const followed = new Set(expected.leaders(change.address));
    if (!relations.leaders(change.address).some((other) => followed.has(other))) return false;
    return kinds.get(leader.actual.address.kind).rule(change.attribute).passesOn === "always";
  });
  return new Set(carried);
}

/** What it was made is its own, besides that it has it from above. */
const isOwn = ({ actual, attribute }: Altered): boolean => texts(actual.facts.own).includes(attribute);

export interface Part {
  readonly address: Address;
  /** The object must have it before it comes to those above it. */
  readonly first: boolean;
  /** The object had it before, and keeps it when those above it lose theirs. */
  readonly own: boolean;
  /** What it comes from. */
  readonly of: Address;
}

/** What an object has from those above it, and keeps when it leaves them; undefined where nothing is known of that. */
export function partsOf(object: CatalogueObject | undefined): Part[] | undefined {
  const { parts } = object?.facts ?? {};
  if (!object || !Array.isArray(parts)) return undefined;
  return (parts as readonly { kind: string; name: string; first: boolean; own: boolean; of: string }[]).map((part) => ({
    address: { kind: part.kind, path: [...object.address.path, part.name] },
    ...{ first: part.first, own: part.own },
    of: parseAddress(part.of),
  }));
}

/** What a part of an object that it merely has from above comes from, up to the topmost. */
export function originsOf(side: Relations, holder: string, address: string): string[] {
  const parts = partsOf(side.objects.get(holder)) ?? [];
  return parts
    .filter((part) => encodeAddress(part.address) === address)
    .flatMap(({ of }) => {
      const origin = encodeAddress(of);
      const above = encodeAddress({ kind: parseAddress(holder).kind, path: of.path.slice(0, -1) });
      return [origin, ...originsOf(side, above, origin)];
    });
}

/** What PostgreSQL takes from tables that leave a place: it is gone with the place, and made anew for the next one. */
export function leftBehind(
  kinds: KindRegistry,
  { actual, moved }: { readonly actual: Relations; readonly moved: ReadonlyMap<string, readonly string[]> },
): ReadonlySet<string> {
  const isLeft = (object: CatalogueObject, address: string): boolean => {
    const parent = actual.parent(address);
    const host = kinds.get(object.address.kind).host(object.address).address;
    if (parent === undefined || !kinds.get(host.kind).leftBehind) return false;
    // A copy that is no object, and has a comment: of which table it is one is not known.
    if (moved.has(parent)) return true;
    const tables = actual.leaders(address).map((leader) => actual.parent(leader) ?? "");
    return placesOf(kinds, actual, parent).some((place) => tables.some((table) => moved.get(place)?.includes(table)));
  };
  const found = moved.size === 0 ? [] : [...actual.objects].filter(([address, object]) => isLeft(object, address));
  return new Set(found.map(([address]) => address));
}

/** A table and all above its place. */
function placesOf(kinds: KindRegistry, relations: Relations, table: string): string[] {
  const kind = kinds.get(parseAddress(table).kind);
  const places = kind.attributes.filter((attribute) => kind.rule(attribute).isPlace);
  return places.flatMap((attribute) => lineage(kinds, relations, table, attribute));
}

/** An object and all above it: of a partition of a partition, both partitioned tables. */
export function lineage(kinds: KindRegistry, relations: Relations, address: string, attribute: string): string[] {
  const object = relations.objects.get(address);
  if (!object) return [];
  const above = kinds
    .get(object.address.kind)
    .rule(attribute)
    .passesDown(object.spec[attribute] ?? null);
  return [address, ...above.flatMap((parent) => lineage(kinds, relations, encodeAddress(parent), attribute))];
}

/** What passes its own on to the object. */
export function passersOf(kinds: KindRegistry, { address, spec }: CatalogueObject): string[] {
  const { attributes, rule } = kinds.get(address.kind);
  return attributes.flatMap((attribute) => rule(attribute).passesDown(spec[attribute] ?? null)).map(encodeAddress);
}
