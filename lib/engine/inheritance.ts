/** What changes hand on to each other: a table to its partitions and heirs, and to itself when it leaves them. */

import { type Address, encodeAddress, encodePath, parseAddress } from "../core/address.ts";
import { type Canonical, encode } from "../core/canonical.ts";
import { type Altered, alterationOf, type Change, objectOf } from "../core/change.ts";
import { fingerprintSpec } from "../core/fingerprint.ts";
import type { Spec } from "../core/kind.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import type { CatalogueObject } from "../core/snapshot.ts";
import type { Statement } from "../core/statement.ts";
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
    if (passesDown(from).length + passesDown(to).length === 0) continue;
    const left = passesDown(to).flatMap((parent) => lineage(kinds, relations, encodeAddress(parent), attribute));
    moved.set(address, left);
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

/** What became a table's own when it ceased to be a partition, and ceased to be its own when it became one. */
export function passedDown(
  kinds: KindRegistry,
  changes: readonly Change[],
  { expected, actual }: RelatedSides,
): Map<Change, Change> {
  const existence = new Map(changes.flatMap((change) => (change.verb === "altered" ? [] : [[change.address, change]])));
  const found = new Map<Change, Change>();
  for (const cause of alterations(changes).values()) {
    const { passesDown } = kinds.get(cause.actual.address.kind).rule(cause.attribute);
    for (const [verb, from, to, value] of [
      ["added", expected, actual, cause.from],
      ["removed", actual, expected, cause.to],
    ] as const) {
      const ancestors = passesDown(value).flatMap((parent) =>
        lineage(kinds, from, encodeAddress(parent), cause.attribute),
      );
      const inherited = ancestors.flatMap((ancestor) => [...from.children(ancestor)]);
      if (inherited.length === 0) continue;
      const forms = new Set(inherited.map((child) => formOf(from, child)));
      for (const child of to.children(cause.address)) {
        const change = existence.get(child);
        if (change?.verb === verb && forms.has(formOf(to, child))) found.set(change, cause);
      }
    }
  }
  return found;
}

interface Part {
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

/** Of what was passed down, that which needs no statement: it is there as soon as the object has left, or has come. */
export function keptUnasked(passed: ReadonlyMap<Change, Change>, { expected, actual }: RelatedSides): Change[] {
  const isKept = (change: Change, { address: at }: Change): boolean => {
    if (change.verb === "removed")
      return partsOf(actual.objects.get(at))?.some(({ address }) => encodeAddress(address) === change.address) ?? true;
    // It becomes such a part, under the name that it has.
    const { kind } = objectOf(change).address;
    return partsOf(expected.objects.get(at))?.some(({ address }) => address.kind === kind) ?? true;
  };
  return [...passed].flatMap(([change, cause]) => (isKept(change, cause) ? [change] : []));
}

interface Move {
  readonly address: string;
  /** That which says the object's place. */
  readonly attribute: string;
  /** All above the place that it leaves. */
  readonly left: readonly string[];
}

/** The statements that give an object another place, in two parts: its columns change between them. */
export interface Moving {
  /** It leaves, and loses what it keeps of the place it leaves, which would become a part of what is at the other. */
  readonly leave: readonly Statement[];
  /** It comes to the other, with what it needs there before. */
  readonly come: readonly Statement[];
}

export function moving(
  kinds: KindRegistry,
  sides: RelatedSides,
  { address, attribute, left }: Move,
  remedy: readonly Statement[],
): Moving {
  const above = ({ address: { kind }, spec }: CatalogueObject): ReadonlySet<string> => {
    const parents = kinds
      .get(kind)
      .rule(attribute)
      .passesDown(spec[attribute] ?? null);
    return new Set(parents.map(({ path }) => encodePath(path)));
  };
  const [had, has] = [above(sides.actual.get(address)), above(sides.expected.get(address))];
  const fresh = [...has].filter((parent) => !had.has(parent)).length;
  // At another place in the same one it leaves that and comes to it again.
  const comes = remedy.length - (fresh === 0 && had.size === has.size ? has.size : fresh);
  const wanted = wantedOfComer(kinds, sides, address);
  return {
    leave: [...remedy.slice(0, comes), ...outgrown(kinds, sides, address, left)],
    come: [...required(kinds, sides, address), ...wanted.before, ...remedy.slice(comes), ...wanted.after],
  };
}

/** What the parts of an object must have when it comes to others, and what is expected of them, then said again. */
function wantedOfComer(kinds: KindRegistry, { expected, actual }: RelatedSides, address: string) {
  const [before, after]: [Statement[], Statement[]] = [[], []];
  for (const part of actual.children(address)) {
    const [own, shall] = [actual.get(part), expected.objects.get(part)];
    const { attributes, rule } = kinds.get(own.address.kind);
    for (const leader of shall ? expected.leaders(part) : [])
      for (const attribute of attributes) {
        const [above, kept] = [expected.get(leader).spec[attribute] ?? null, shall?.spec[attribute] ?? null];
        const { wantedOfComers, remedy } = rule(attribute);
        if (!shall || above === kept || !wantedOfComers(above)) continue;
        const meanwhile = { ...own.spec, [attribute]: above };
        const said = (to: Canonical, from: Spec): Statement[] => {
          const then = { ...shall, spec: { ...shall.spec, [attribute]: to } };
          const found = remedy(own.address, to, alterationOf(own, then, from));
          return Array.isArray(found) ? [...found] : [];
        };
        // Whatever it has by then: it may have been altered before.
        before.push(...said(above, { ...own.spec, [attribute]: kept }));
        after.push(...said(kept, meanwhile));
      }
  }
  return { before, after };
}

/** Gives an object what those that it comes to require of it. */
function required(kinds: KindRegistry, { expected, actual }: RelatedSides, address: string): Statement[] {
  return (partsOf(expected.objects.get(address)) ?? []).flatMap((part) => {
    const whole = expected.objects.get(encodeAddress(part.of));
    if (!part.first || !whole || actual.objects.has(encodeAddress(part.address))) return [];
    if (partsOf(actual.objects.get(address))?.some((other) => isSame(other, part))) return [];
    return kinds.get(part.address.kind).create(part.address, whole.spec, [], {});
  });
}

const isSame = (a: Part, b: Part): boolean => encodeAddress(a.address) === encodeAddress(b.address);

/** Takes from an object what it keeps from those it leaves, and nobody expects of it. */
function outgrown(
  kinds: KindRegistry,
  { expected, actual }: RelatedSides,
  address: string,
  left: readonly string[],
): Statement[] {
  const above = new Set(left.map((each) => encodePath(parseAddress(each).path)));
  // What is attached again elsewhere in the same whole gets it again.
  const again = new Set((partsOf(expected.objects.get(address)) ?? []).map(({ of }) => encodeAddress(of)));
  return (partsOf(actual.objects.get(address)) ?? []).flatMap((part) => {
    const isLeft = above.has(encodePath(part.of.path.slice(0, -1)));
    if (!isLeft || again.has(encodeAddress(part.of)) || expected.objects.has(encodeAddress(part.address))) return [];
    const whole = actual.objects.get(encodeAddress(part.of));
    return kinds.get(part.address.kind).drop(part.address, whole?.spec ?? {}, {});
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
function lineage(kinds: KindRegistry, relations: Relations, address: string, attribute: string): string[] {
  const object = relations.objects.get(address);
  if (!object) return [];
  const above = kinds
    .get(object.address.kind)
    .rule(attribute)
    .passesDown(object.spec[attribute] ?? null);
  return [address, ...above.flatMap((parent) => lineage(kinds, relations, encodeAddress(parent), attribute))];
}

const formOf = (relations: Relations, address: string): string => {
  const object = relations.get(address);
  return `${object.address.kind} ${fingerprintSpec(object.spec)}`;
};
