/** Changes that wait for a person, since what they are made to can only be built anew by one. */

import { encodeAddress, kindOf } from "../../core/address.ts";
import { type Altered, alterationOf, type Change, objectOf } from "../../core/change.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { alterations, passersOf, type RelatedSides } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";

/** By the change: the address of what it waits for. */
export function heldUp(
  kinds: KindRegistry,
  changes: readonly Change[],
  sides: RelatedSides,
): ReadonlyMap<Change, string> {
  const waiting = new Map<Change, string>();
  const stays = (address: string) => sides.expected.objects.has(address) && sides.actual.objects.has(address);
  const roots = [...alterations(changes).values()].filter((change) => isByHand(kinds, change));
  for (const root of roots) {
    const reach = kinds.get(root.expected.address.kind).rule(root.attribute).holdsUp(root.from, root.to);
    if (reach === undefined) continue;
    const held = new Set(
      [sides.expected, sides.actual].flatMap((side) => [
        ...(reach === "parts" ? within(side, stays, root.address) : standing(side, root.address)),
      ]),
    );
    const table = tableOf(kinds, root, sides.actual);
    for (const missing of placedIn(kinds, sides, table))
      for (const address of standing(sides.expected, missing)) held.add(address);
    const place = { table, follows: sides.expected.leaders(root.address).length > 0 };
    for (const change of changes)
      if (!roots.includes(change as Altered) && isHeld(kinds, change, held, place))
        if (!isDetail(kinds, change, stays)) waiting.set(change, root.address);
  }
  for (let before = -1; before < waiting.size && roots.length > 0; ) {
    before = waiting.size;
    awaitUsers(changes, sides.actual, waiting, roots);
    awaitOthers(kinds, changes, sides.actual, waiting, roots);
    awaitPlaces(kinds, changes, sides, waiting, stays);
  }
  return waiting;
}

/** What is to come to a place in the table: its bound is spelled as one of the type that the key is to have. */
function placedIn(kinds: KindRegistry, { expected, actual }: RelatedSides, table: string | undefined): string[] {
  if (table === undefined) return [];
  const comes = (child: string) => !actual.objects.has(child) && passersOf(kinds, expected.get(child)).includes(table);
  return [...expected.children(table)].filter(comes);
}

/** What it is a part of, and not merely has its place in, as a table has among the partitions of another. */
function tableOf(kinds: KindRegistry, root: Altered, actual: Relations): string | undefined {
  const parent = actual.parent(root.address);
  return parent === undefined || passersOf(kinds, root.actual).includes(parent) ? undefined : parent;
}

function isByHand(kinds: KindRegistry, { attribute, expected, actual, from }: Altered): boolean {
  const { remedy } = kinds.get(expected.address.kind).rule(attribute);
  const said = remedy(expected.address, from, alterationOf(actual, expected));
  return said !== "recreate" && "manual" in said;
}

/**
 * What is held up itself; a place below the table that what is held up is part of, since a bound has the type of a key; and
 * the place of that table below one that the part is to follow, since both have one type there.
 */
function isHeld(
  kinds: KindRegistry,
  change: Change,
  held: ReadonlySet<string>,
  { table, follows }: { readonly table: string | undefined; readonly follows: boolean },
): boolean {
  if (held.has(change.address)) return true;
  if (change.verb !== "altered" || table === undefined) return false;
  const { passesDown } = kinds.get(kindOf(change.address)).rule(change.attribute);
  if (follows && change.address === table && passesDown(change.from).length > 0) return true;
  return passesDown(change.to).some((above) => encodeAddress(above) === table);
}

/**
 * What waits, and is not changed meanwhile, still needs what it needs now, and lies where it lies; and with what stays, all
 * within it stays.
 */
function awaitUsers(
  changes: readonly Change[],
  actual: Relations,
  waiting: Map<Change, string>,
  roots: readonly Altered[],
): void {
  const users = new Map(roots.map(({ address }) => [address, address]));
  const wholes = new Map<string, string>();
  const holders = new Map<string, string>();
  for (const [{ verb, address }, root] of waiting) {
    users.set(address, root);
    if (verb === "added") wholes.set(address, root);
    for (const holder of actual.holders(address)) holders.set(holder, root);
  }
  for (const change of changes) {
    if (change.verb !== "added" || waiting.has(change)) continue;
    const user = [...actual.neededBy(change.address)].find((other) => users.has(other));
    const around = wholes.get(actual.parent(change.address) ?? "") ?? holders.get(change.address);
    const root = user === undefined ? around : users.get(user);
    if (root !== undefined) waiting.set(change, root);
  }
}

/** What is told of one above is told of all below it: where one of them waits, that and the others do. */
function awaitOthers(
  kinds: KindRegistry,
  changes: readonly Change[],
  actual: Relations,
  waiting: Map<Change, string>,
  roots: readonly Altered[],
): void {
  const same = new Map(changes.filter(({ verb }) => verb !== "removed").map((change) => [idOf(change), change]));
  const carries = (change: Change, below: string) =>
    change.verb === "altered"
      ? kinds.get(kindOf(below)).attributes.includes(change.attribute) &&
        kinds.get(kindOf(below)).rule(change.attribute).passesOn === "always"
      : actual.arises(below);
  const join = (change: Change, address: string, root: string) => {
    const other = same.get(idOf({ ...change, address }));
    if (other && !waiting.has(other) && !roots.includes(other as Altered)) waiting.set(other, root);
  };
  for (const [change, root] of [...roots.map((each) => [each, each.address] as const), ...waiting]) {
    if (change.verb === "removed") continue;
    if (carries(change, change.address))
      for (const leader of actual.leaders(change.address)) join(change, leader, root);
    for (const below of actual.led(change.address)) if (carries(change, below)) join(change, below, root);
  }
}

/** What comes to a table, or goes from it, waits until it has its place: what has its name is a part of the one above till then. */
function awaitPlaces(
  kinds: KindRegistry,
  changes: readonly Change[],
  sides: RelatedSides,
  waiting: Map<Change, string>,
  stays: (address: string) => boolean,
): void {
  const isPlace = (change: Change) =>
    change.verb === "altered" && kinds.get(kindOf(change.address)).rule(change.attribute).isPlace;
  const places = new Map(
    [...waiting].flatMap(([change, root]) => (isPlace(change) ? [[change.address, root] as const] : [])),
  );
  if (places.size === 0) return;
  const rootFor = (side: Relations, address: string): string | undefined => {
    const parent = side.parent(address);
    if (parent === undefined || kindOf(parent) === kindOf(address)) return undefined;
    return places.get(parent) ?? rootFor(side, parent);
  };
  for (const change of changes) {
    if (change.verb === "altered" || waiting.has(change) || isDetail(kinds, change, stays)) continue;
    const root = rootFor(change.verb === "added" ? sides.actual : sides.expected, change.address);
    if (root !== undefined) waiting.set(change, root);
  }
}

const idOf = (change: Change): string =>
  `${change.verb} ${change.address} ${change.verb === "altered" ? change.attribute : ""}`;

/** A comment, an owner, a right: what is said of an object that is there on both sides can be said of it as it is. */
function isDetail(kinds: KindRegistry, change: Change, stays: (address: string) => boolean): boolean {
  const { address } = objectOf(change);
  const kind = kinds.get(address.kind);
  return kind.satellite && stays(encodeAddress(kind.host(address).address));
}

/** The object, all within it and what stands on it, at any depth. */
const standing = (side: Relations, root: string): ReadonlySet<string> =>
  reached([root], (address) => [...side.children(address), ...side.neededBy(address), ...side.followers(address)]);

/** The object and all within it, and within what of its kind stands on it and stays: the checks of a domain over a domain. */
function within(side: Relations, stays: (address: string) => boolean, root: string): ReadonlySet<string> {
  const isAlike = (other: string) => kindOf(other) === kindOf(root) && stays(other);
  const alike = reached([root], (address) => [...side.neededBy(address)].filter(isAlike));
  const parts = [...alike].flatMap((address) => [...side.children(address)]);
  return new Set([root, ...reached(parts, side.children)]);
}

/** All that is come to from these, themselves among them. */
function reached(from: Iterable<string>, next: (address: string) => Iterable<string>): ReadonlySet<string> {
  const found = new Set(from);
  for (const address of found) for (const other of next(address)) found.add(other);
  return found;
}
