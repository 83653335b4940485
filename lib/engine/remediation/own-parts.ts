/** What a table has by itself and PostgreSQL has taken for its part of something above, which is of another kind: the key of a partition, of an index. */

import { type Address, encodeAddress, kindOf } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { relationName } from "../../core/names.ts";
import { partsOf } from "../structure/inheritance.ts";
import type { Relations } from "../structure/relations.ts";
import type { Decisions } from "./decisions.ts";

const known = new WeakMap<Relations, ReadonlyMap<string, string>>();

/** By such a part: what it is one of, at the top. Neither goes without the other. */
export function ownParts(kinds: KindRegistry, side: Relations): ReadonlyMap<string, string> {
  const found = known.get(side) ?? new Map(allOwn(kinds, side));
  known.set(side, found);
  return found;
}

/** The same, of those that have to go as what they are: neither with their table nor by leaving its place. */
export function partsGoing(
  kinds: KindRegistry,
  { actual, drops, moved }: Pick<Decisions, "actual" | "drops" | "moved">,
): [string, string][] {
  const stays = (address: string) => !drops.has(actual.parent(address) ?? "");
  return [...ownParts(kinds, actual)].filter(
    ([part, whole]) => stays(part) && stays(whole) && !moved.has(actual.parent(part) ?? ""),
  );
}

function* allOwn(kinds: KindRegistry, side: Relations): Iterable<[string, string]> {
  for (const [table, object] of side.objects)
    for (const { address, of } of partsOf(object) ?? []) {
      const part = encodeAddress(address);
      if (!side.objects.has(part) || side.objects.has(encodeAddress(of))) continue;
      const whole = topmost(kinds, side, kindOf(table), of);
      if (whole !== undefined) yield [part, whole];
    }
}

function topmost(kinds: KindRegistry, side: Relations, kind: string, of: Address): string | undefined {
  const [schema = "", name = ""] = [of.path[0], of.path.at(-1)];
  const above = encodeAddress({ kind, path: of.path.slice(0, -1) });
  const whole = [...side.children(above)].find((child) => {
    const { address, spec } = side.get(child);
    return kinds.get(address.kind).occupies(address, spec).includes(relationName(schema, name));
  });
  const upper = partsOf(side.objects.get(above))?.find(({ address }) => address.path.at(-1) === name);
  return whole ?? (upper && topmost(kinds, side, kind, upper.of));
}
