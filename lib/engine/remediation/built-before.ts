/** What a table is to have of the one it is attached to: built beforehand, while people read and write, it is taken over. */

import { type Address, encodeAddress, kindOf } from "../../core/address.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { partName } from "../../core/partly-built.ts";
import type { CatalogueObject } from "../../core/snapshot.ts";
import type { Statement } from "../../core/statement.ts";
import { shapeOf } from "../consequences/joints.ts";
import { isUnchanged } from "../diff/differing.ts";
import { comesAnew } from "../structure/anew.ts";
import { partitionsBelow } from "../structure/partitions-below.ts";
import type { Decisions } from "./decisions.ts";

export function builtBefore(kinds: KindRegistry, table: string, decisions: Decisions): readonly Statement[] {
  const { expected, actual, drops } = decisions;
  const parent = expected.parent(table) ?? "";
  const comes = kindOf(parent) === kindOf(table) && kindOf(actual.parent(table) ?? "") !== kindOf(table);
  if (!comes) return [];
  const { address: at, facts } = actual.get(table);
  const below = facts.partitioned === true ? partitionsBelow(table, decisions) : [];
  if (below === null) return [];
  const made = ({ address: { kind }, spec }: CatalogueObject, name: string): readonly Statement[] | undefined => {
    const partitioned = below.length > 0;
    const [first] = kinds.get(kind).create({ kind, path: [...at.path, name] }, spec, [], { partitioned });
    return partitioned ? (first?.onlineByPartition?.(below) ?? first?.online) : first?.online;
  };
  const above = [...actual.children(parent)].filter((child) => isKept(decisions, child)).map(actual.get.bind(actual));
  const wanted = above.filter(({ address, spec, facts }) => {
    const [first] = kinds.get(address.kind).create(address, spec, [], facts);
    return first?.onlineByPartition && !isExcepted(kinds, decisions, address, table);
  });
  const isLike = (one: CatalogueObject, other: CatalogueObject): boolean =>
    shapeOf(kinds, one) === shapeOf(kinds, other);
  const isLikeAbove = (object: CatalogueObject) => above.some((other) => isLike(object, other));
  // What goes without a statement is taken over.
  const own = [...actual.children(table)]
    .filter((child) => !expected.objects.has(child) && !drops.has(child))
    .map((child) => actual.get(child))
    .filter((object) => isLikeAbove(object) || made(object, ""));
  if (!own.every(isLikeAbove)) return [];
  return wanted
    .filter((object) => !own.some((other) => isLike(object, other)))
    .flatMap((object) => made(object, partName(at.path.at(-1) ?? "", object.address.path.at(-1) ?? "")) ?? []);
}

/** Whether it is there, and stays as it is. */
const isKept = (decisions: Decisions, address: string): boolean =>
  isUnchanged(address, decisions) && !decisions.drops.has(address) && !decisions.creates.has(address);

/** Whether the table is to lack its part of it. */
const isExcepted = (kinds: KindRegistry, { expected }: Decisions, address: Address, table: string): boolean =>
  [...expected.led(encodeAddress(address))].some(
    (part) => expected.isWithin(part, table) && comesAnew(kinds, expected.get(part)),
  );
