/** What belongs to tools and to the platform is taken out of what was read. Which that is, the profiles say. */

import { type Address, encodeAddress, encodePath, kindOf } from "../../core/address.ts";
import type { Spec } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { isLike } from "../../core/pattern.ts";
import type { Leave, Parts } from "../../core/profile.ts";
import type { CatalogueObject, LeftOut, Snapshot } from "../../core/snapshot.ts";
import { parentOf } from "../structure/tree.ts";

type Objects = Snapshot["objects"];

/** What these profiles leave out of the objects, in the order of the addresses. */
export function toLeaveOut(kinds: KindRegistry, objects: Objects, profiles: readonly string[]): LeftOut[] {
  const inForce = kinds.profiles.filter(({ name }) => profiles.includes(name));
  const leaves = new Map<string, [by: string, Leave, telling: string][]>();
  for (const { name, leaves: own } of inForce)
    for (const leave of own)
      leaves.set(leave.kind, [...(leaves.get(leave.kind) ?? []), [name, leave, tellingPart(leave)]]);
  const found = new Map<string, LeftOut>();
  const hollow: (LeftOut & { readonly object: CatalogueObject })[] = [];
  // The kind is read off the spelled address: most addresses are never needed in parts.
  for (const [address, object] of objects)
    for (const [by, leave, telling] of leaves.get(kindOf(address)) ?? []) {
      if (!address.includes(telling) || !isLeft(objects, object, leave)) continue;
      const entry = { address: leave.carrier ? carrierOf(kinds, object) : address, by, why: leave.why };
      if (leave.ifNothingElse) hollow.push({ ...entry, object });
      else if (!found.has(entry.address)) found.set(entry.address, entry);
    }
  for (const { object, ...entry } of hollow) {
    const inside = within(kinds, objects, [entry]);
    const others = [...inside].filter((other) => !isSatelliteOf(kinds, objects, other, object));
    const gone = within(kinds, objects, [...found.values()]);
    if (others.length > 0 && others.every((other) => gone.has(other))) found.set(entry.address, entry);
  }
  return [...found.values()];
}

const carrierOf = (kinds: KindRegistry, { address }: CatalogueObject): string =>
  encodeAddress(kinds.get(address.kind).host(address).address);

function isSatelliteOf(kinds: KindRegistry, objects: Objects, address: string, host: CatalogueObject): boolean {
  const object = objects.get(address);
  if (!object || object === host) return true;
  return kinds.get(object.address.kind).satellite && carrierOf(kinds, object) === encodeAddress(host.address);
}

/** The longest text that stands in every address that is like the patterns: only with it is a closer look worth it. */
const tellingPart = ({ path }: Leave): string =>
  path
    .flatMap((pattern) => pattern.split(/[*"]/))
    .reduce((longest, text) => (text.length > longest.length ? text : longest), "");

function isLeft(objects: Objects, object: CatalogueObject, leave: Leave): boolean {
  const { spec } = object;
  if (!has(spec, leave.spec ?? {})) return false;
  const { address } = object;
  // `**` stands for as many parts as there are: a satellite's path is as long as its host's.
  const [patterns, path] =
    leave.path[0] === "**"
      ? [leave.path.slice(1), address.path.slice(address.path.length - leave.path.length + 1)]
      : [leave.path, address.path];
  const named =
    patterns.length === path.length && patterns.every((pattern, place) => isLike(pattern, path[place] as string));
  return named && (leave.parts === undefined || consistsOf(objects, address, leave.parts));
}

const has = (spec: Spec, wanted: NonNullable<Leave["spec"]>): boolean =>
  Object.entries(wanted).every(([attribute, patterns]) =>
    patterns.some((pattern) => isLike(pattern, String(spec[attribute] ?? ""))),
  );

function consistsOf(objects: Objects, whole: Address, { kind, has: must, mayHave = [] }: Parts): boolean {
  const part = (name: string) => objects.get(encodeAddress({ kind, path: [...whole.path, name] }));
  for (const [name, attributes] of Object.entries(must)) {
    const found = part(name);
    if (!found || !has(found.spec, attributes)) return false;
  }
  const known = new Set([...Object.keys(must), ...mayHave].map((name) => encodePath([name])));
  const head = `${encodeAddress({ kind, path: whole.path })}.`;
  for (const address of objects.keys())
    if (address.startsWith(head) && !known.has(address.slice(head.length))) return false;
  return true;
}

/** The addresses of the entries and of everything within them. */
export function within(
  kinds: KindRegistry,
  objects: Objects,
  entries: readonly Pick<LeftOut, "address">[],
): Set<string> {
  const inside = new Set(entries.map(({ address }) => address));
  if (inside.size === 0) return inside;
  const outside = new Set<string>();
  const isInside = (address: string, object: CatalogueObject): boolean => {
    if (inside.has(address)) return true;
    if (outside.has(address)) return false;
    const parent = parentOf(kinds, objects, address, object);
    const above = parent === undefined ? undefined : objects.get(parent);
    // What it stands within may be unreadable, and be left out all the same.
    const named = () => kinds.get(object.address.kind).within(object.address, object.spec, object.facts);
    const answer =
      parent !== undefined && above !== undefined
        ? isInside(parent, above)
        : named().some((place) => inside.has(encodeAddress(place)));
    (answer ? inside : outside).add(address);
    return answer;
  };
  // Asking each of many thousand columns for its table takes longer than looking at how it is spelled. What bears no
  // name of the object it belongs to (the sequence of a column) has a short one.
  for (const [address, object] of objects) if (isShort(kinds, address)) isInside(address, object);
  const names = [...inside].flatMap((address) => objects.get(address)?.address.path.at(-1) ?? []);
  const spelled = [...new Set(names)].map((name) => encodePath([name]));
  for (const [address, object] of objects)
    if (spelled.some((name) => address.includes(name))) isInside(address, object);
  return inside;
}

const isShort = (kinds: KindRegistry, address: string): boolean => {
  if (address.includes('"')) return true;
  const dots = address.split(".", 4).length - 1;
  return dots <= (kinds.get(kindOf(address)).satellite ? 2 : 1);
};

/** The same side without these and what is within them. */
export function leaveOut<S extends Pick<Snapshot, "objects" | "dependencies">>(
  kinds: KindRegistry,
  side: S,
  entries: readonly Pick<LeftOut, "address">[],
): S {
  if (entries.length === 0) return side;
  const gone = within(kinds, side.objects, entries);
  return without(side, (address) => gone.has(address));
}

/** The same side without the objects at these addresses, and without what it says about them. */
export function without<S extends Pick<Snapshot, "objects" | "dependencies">>(
  side: S,
  gone: (address: string, object: CatalogueObject) => boolean,
): S {
  const away: string[] = [];
  for (const [address, object] of side.objects) if (gone(address, object)) away.push(address);
  if (away.length === 0) return side;
  const objects = new Map(side.objects);
  for (const address of away) objects.delete(address);
  const dependencies = side.dependencies.filter(({ from, to }) => objects.has(from) && objects.has(to));
  return { ...side, objects, dependencies };
}
