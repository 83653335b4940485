/** What a table is to have of the one it is attached to: built beforehand, while people read and write, it is taken over. */

import { type Address, encodeAddress, kindOf } from "../core/address.ts";
import { encode } from "../core/canonical.ts";
import type { KindRegistry } from "../core/kind-registry.ts";
import { partName } from "../core/partly-built.ts";
import type { CatalogueObject } from "../core/snapshot.ts";
import type { Statement } from "../core/statement.ts";
import type { Decisions } from "./steps.ts";

export function builtBefore(kinds: KindRegistry, table: string, decisions: Decisions): readonly Statement[] {
  const { expected, actual, drops } = decisions;
  const parent = expected.parent(table) ?? "";
  const comes = kindOf(parent) === kindOf(table) && kindOf(actual.parent(table) ?? "") !== kindOf(table);
  if (!comes || actual.get(table).facts.partitioned === true) return [];
  const { address: at } = actual.get(table);
  const made = ({ address: { kind }, spec }: CatalogueObject, name: string): Statement | undefined =>
    kinds.get(kind).create({ kind, path: [...at.path, name] }, spec, [], {})[0];
  const above = [...actual.children(parent)].filter((child) => isKept(decisions, child)).map(actual.get.bind(actual));
  const wanted = above.filter(({ address, spec, facts }) => {
    const [first] = kinds.get(address.kind).create(address, spec, [], facts);
    return first?.onlineByPartition && !isExcepted(decisions, address, table);
  });
  // What goes without a statement is taken over. What of, is only known of what is the same to the letter.
  const own = [...actual.children(table)]
    .filter((child) => !expected.objects.has(child) && !drops.has(child))
    .map((child) => actual.get(child))
    .filter((object) => made(object, "")?.online);
  const isLike = (one: CatalogueObject, other: CatalogueObject): boolean =>
    one.address.kind === other.address.kind && made(one, "")?.sql === made(other, "")?.sql;
  if (own.some((object) => !above.some((other) => isLike(object, other)))) return [];
  return wanted
    .filter((object) => !own.some((other) => isLike(object, other)))
    .flatMap((object) => made(object, partName(at.path.at(-1) ?? "", object.address.path.at(-1) ?? ""))?.online ?? []);
}

/** Whether it is there, and stays as it is. */
function isKept({ expected, actual, drops, creates }: Decisions, address: string): boolean {
  const [is, shall] = [actual.get(address), expected.objects.get(address)];
  return shall !== undefined && !drops.has(address) && !creates.has(address) && encode(is.spec) === encode(shall.spec);
}

/** Whether the table's part of it is to be another, or missing. */
const isExcepted = ({ expected }: Decisions, address: Address, table: string): boolean =>
  [...expected.led(encodeAddress(address))].some((part) => expected.isWithin(part, table));
